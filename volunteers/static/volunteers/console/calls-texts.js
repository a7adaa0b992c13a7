/**
 * The sentences about what calls for me: an offer, help for me, danger to life. Same voice as
 * texts.js: du, present tense, one thought a sentence, no exclamation marks.
 */

export const OFFER = Object.freeze({
  heading: "Vil du være der?",
  another: "Vil du tage én til?",
  region: "Et tilbud",
  yes: "Ja, jeg er her",
  no: "Nej, ikke nu",
  noShort: "Nej",
  answering: "Et øjeblik",
  facts: { risk: "Risiko", topic: "Emne", language: "Sprog", via: "Vej ind", waited: "Har ventet" },
  why: "Derfor er det dig",
  noTopic: "Ikke sagt endnu", noTopicShort: "Intet emne endnu,",
  noTopicSaid: "Emnet er ikke sagt endnu",
  noLanguage: "ikke sagt",
  /** @param {number} seconds */
  asks: (seconds) => `Nogen venter. Om ${seconds} ${seconds === 1 ? "sekund" : "sekunder"} spørger vi en anden.`,
  late: "Nogen venter. Vi spørger en anden nu.",
  timer: "Tid tilbage",
  /** @param {string} length */
  hasWaited: (length) => `har ventet ${length}`,
  /** @param {string} language */
  inLanguage: (language) => `på ${language}`,
  foot: "Du behøver ingen grund. Siger du nej, spørger vi en anden med det samme, og ingen tæller det imod dig. Ordene ser du, når du siger ja.",
  read: "Det er set",
});

/** Why an offer is no more. */
export const OFFER_GONE = Object.freeze({
  accepted: "Du sagde ja. Samtalen kommer nu.",
  declined: "Tak for svaret. Vi spørger en anden.",
  expired: "Tiden gik, og en anden bliver spurgt. Det tæller ikke imod dig.",
  withdrawn: "Tilbuddet er trukket tilbage. Borgeren er gået, eller en anden er der allerede.",
  other: "Tilbuddet gælder ikke længere.",
});

/** Why this one, and why me: what the server's codes say, most telling first. */
export const REASONS = Object.freeze({
  talked_before: "I har talt sammen før, og du er på vagt nu",
  returning: "Har talt med en af os før",
  returning_number: "Nummeret har skrevet med en af os før. Det er ikke bekræftet, hvem der har telefonen nu",
  risk_acute: "Går foran alle andre, fordi der er fare for liv",
  risk_high: "Går foran andre, fordi risikoen er høj",
  risk_concern: "Går lidt foran, fordi nogen er bekymret",
  given_back: "Har allerede haft en frivillig, der måtte slippe, og går derfor først",
  longest_wait: "Har ventet længst",
  organisation: "Har bedt om din forening",
  other_language: "Ingen på vagt taler sproget. Skriv enkelt, så går det",
  asked: "Du har selv bedt om den næste",
  only_one: "Lige nu er der ingen andre ledige",
  least_busy: "Du har mest ro lige nu af dem på vagt",
});

export const HELP = Object.freeze({
  button: "Hjælp nu",
  region: "Hjælp nu",
  /** @param {number} seconds @param {string} name */
  pending: (seconds, name) => `Vagtlederen bliver kaldt ind hos ${name} om ${seconds} ${seconds === 1 ? "sekund" : "sekunder"}.`,
  undo: "Fortryd",
  sent: "Vagtlederen bliver kaldt.",
  held: "Der er ingen forbindelse lige nu. Vagtlederen bliver kaldt, så snart den er tilbage. Haster det for et liv, så ring 112.",
  /** @param {string} name */
  called: (name) => `Vagtlederen er kaldt ind hos ${name}. Du bliver, hvor du er.`,
  refused: "Kaldet gik ikke igennem. Ring til din vagtleder.",
  nowhere: "Hjælp nu kalder vagtlederen ind i en samtale. Du har ingen lige nu.",
  read: "Det er set",
  undone: "Ingen blev kaldt.",
});

/** What an alert says; the name is the citizen's alias. */
export const ALERT = Object.freeze({
  region: "Kalder nu",
  go: "Gå til samtalen",
  read: "Det er set",
  /** @param {string} name */
  acute: (name) => `Fare for liv hos ${name}.`,
  acuteElsewhere: "Fare for liv i en samtale på din vagt. Sig til, når du er her.",
  /** @param {string} name */
  help: (name) => `En frivillig har brug for dig hos ${name}.`,
  helpElsewhere: "En frivillig har brug for dig. Sig til, når du er her.",
  /** @param {string} name */
  lead_called: (name) => `Vagtlederen er kaldt ind hos ${name}.`,
  /** @param {string} who @param {string} name */
  lead_came: (who, name) => `${who || "Vagtlederen"} er her nu, hos ${name}.`,
  over: "Du er ikke kaldt længere. En anden er der, eller faren er ovre.",
  other: "Der sker noget, der kalder på dig.",
});

/** How my words travel, said where I write them. */
export const ROUTE = Object.freeze({
  words: { main: "Dine ord går som sms.", more: "Skriv, som om en anden læser med." },
  gone_words: { main: "Er borgeren væk fra siden, går dine ord som sms.", more: "Skriv, som om en anden læser med." },
  gone_neutral: { main: "Er borgeren væk fra siden, går kun en kort, neutral sms.", more: "Dine ord venter på siden." },
  stopped: { main: "Der går ingen sms.", more: "Nummeret har sagt stop. Dine ord når først telefonen, når borgeren skriver igen." },
  /** @param {number} letters @param {number} parts */
  parts: (letters, parts) => `${letters} tegn, ${parts} sms`,
  /** @param {number} parts */
  many: (parts) => `${parts} sms. Måske er det nok med mindre ad gangen.`,
  symbols: "Et tegn i teksten gør sms'en kortere.",
});

/** How the citizen's page was closed: on purpose, which a lost line is not. */
export const GONE = Object.freeze({
  hurried: { main: "Borgeren gik fra siden i en fart.", more: "Det var med vilje, linjen faldt ikke ud. Samtalen er åben. Har borgeren sine fire ord, kan den fortsætte." },
  still: { main: "Siden er lukket hos borgeren.", more: "Der var stille i en halv time. Samtalen er åben. Har borgeren sine fire ord, kan den fortsætte." },
  chip: "Ikke på siden",
});

/** Whoever texts is known by the number alone. */
export const UNCONFIRMED = { main: "Vi kender kun nummeret.", more: "Det er ikke bekræftet, hvem der skriver. En anden kan have telefonen." };

/** How far a text message of mine has come; `notice` is the short, neutral one. */
export const TEXTED = Object.freeze({
  words: { queued: "sms på vej", sent: "sms sendt", delivered: "sms leveret" },
  notice: { queued: "ikke set på siden, kort sms på vej", sent: "ikke set på siden, kort sms sendt", delivered: "ikke set på siden, kort sms leveret" },
  failed: "Sms nåede ikke frem.",
  cure: "Telefonen kan være slukket. Prøv igen om lidt, eller vent, til der kommer en ny besked.",
  again: "Skriv det igen",
  chip: "sms nåede ikke frem",
});
