/**
 * Every Danish sentence of the console, in one place. Voice: du, present tense, one thought a
 * sentence, no exclamation marks; who, when, and what happens if not.
 */

/** @param {string} alias */
export const citizenName = (alias) => alias || "Uden navn";

export const RISK = Object.freeze({
  label: "Risiko",
  none: { word: "Ingen set", means: "Intet tyder på fare lige nu." },
  concern: { word: "Bekymring", means: "Noget gør dig urolig. Det haster ikke i nat." },
  high: { word: "Høj", means: "Det kan gå galt, hvis ingen gør noget." },
  acute: { word: "Akut", means: "Fare for liv nu. Nødkortet åbner." },
  question: "Hvor farligt er det?",
  reason: "Hvad så eller læste du?",
  reasonHint: "Det hjælper den, der tager over. Må stå tomt, hvis det haster.",
  /** @param {string} word */
  set: (word) => `Sæt risiko til ${word.toLowerCase()}`,
  same: "Sådan står den nu",
  acuteCalls: "Akut kalder vagtlederen ind i samtalen med det samme. Ingen ringer 112 af sig selv.",
});

export const OUTCOME = Object.freeze({
  ended: { word: "Talt færdig", means: "I nåede til et sted, hvor det kan stoppe." },
  referred: { word: "Vist videre", means: "Til en anden linje, læge eller forening." },
  handover: { word: "Skal følges op", means: "Kommunen eller en forening skal tage over." },
  silent: { word: "Stille", means: "Der kom ingen ord, eller de hørte op." },
  test: { word: "Prøve", means: "Nogen ville se, om det virker." },
  abuse: { word: "Misbrug af linjen", means: "Chikane eller skældsord." },
  other: { word: "Noget andet", means: "Det passer ikke i de andre." },
});

export const CLOSE = Object.freeze({
  heading: "Afslut samtalen",
  question: "Hvad blev det til?",
  tags: "Stikord",
  tagsHint: "Kun for os. Skriv et ord, og tryk Enter.",
  /** @param {string} tag */
  removeTag: (tag) => `Fjern stikordet ${tag}`,
  act: "Afslut samtalen",
  putAway: "Gem, og fjern fra listen",
  /** @param {string} name */
  after: (name) => `${name} kan læse, hvad I skrev, men ikke skrive mere her.`,
  unsent: "Der er noget, du har skrevet, som ikke er sendt endnu.",
  acute: "Risikoen står til akut. Ved du, hvem der er hos borgeren nu?",
});

export const PRESENCE = Object.freeze({
  available: { word: "ledig", choice: "Ledig", means: "Vi spørger dig, når nogen venter." },
  break: { word: "pause", choice: "Pause", means: "Ingen nye. Dine samtaler bliver hos dig." },
  offline: { word: "ikke på vagt", choice: "Ikke på vagt", means: "Ingen nye, og ingen lyd." },
  heading: "Din vagt",
  capacity: "Samtaler ad gangen",
  fewer: "Færre ad gangen",
  more: "Flere ad gangen",
  logout: "Log ud",
  overview: "Overdragelser og åbning",
  /** @param {number} count */
  givesBack: (count) =>
    count === 1
      ? "Du har én samtale. Logger du ud, går den tilbage til køen."
      : `Du har ${count} samtaler. Logger du ud, går de tilbage til køen.`,
});

export const NEXT = Object.freeze({
  take: "Tag den næste",
  taking: "Et øjeblik",
  goOn: "Gå på vagt",
  back: "Jeg er klar igen",
  nobody: "Ingen venter lige nu",
  full: "Du har ikke plads til flere lige nu.",
  acute: "Bliv, hvor du er, så længe det er akut. Tag kun en til, hvis du kan.",
  offline: "Du er ikke på vagt",
  paused: "Du holder pause",
  /** @param {string} length */
  longest: (length) => `længst ${length}`,
  /** @param {number} count @param {string} length */
  hasWaited: (count, length) => (count === 1 ? `Har ventet ${length}.` : `Den første har ventet ${length}.`),
});

export const QUIET = Object.freeze({
  offline: "Når du går på vagt, spørger vi dig, når nogen har brug for dig. En stille lyd siger til, og du kan altid slå den fra.",
  paused: "Du får ingen nye samtaler. Kom tilbage, når du er klar.",
  rings: "Du er på vagt. Vi spørger dig, når nogen kommer, så du behøver ikke holde øje.",
  silent: "Du er på vagt. Lyden er slået fra, så kig herind imellem.",
  someone: "Vi spørger én ad gangen, og du er med. Du kan også tage den næste selv.",
  full: "Andre på vagt kan tage dem, der venter. Du må gerne blive, hvor du er.",
  choose: "Vælg en samtale",
  chooseHint: "Dine samtaler står i listen. Det, du har skrevet, venter på dig.",
});

export const LIST = Object.freeze({
  heading: "Dine samtaler",
  none: "Ingen endnu.",
  mine: "Du:",
  draft: "kladde",
  ended: "slut",
  /** @param {string} name */
  with: (name) => `hos ${name}`,
  nothingYet: "Har ikke skrevet endnu",
  /** @param {string} length */
  waits: (length) => `venter ${length}`,
  /** @param {string} length */
  quiet: (length) => `stille i ${length}`,
});

export const NOTIFY = Object.freeze({
  offer: "Vil du have besked på skærmen, når nogen venter? Der står aldrig, hvem eller om hvad.",
  act: "Ja, sig til",
  later: "Nej tak",
  denied: "Browseren har sagt nej til beskeder på skærmen. Lyden virker stadig.",
});

export const SOUND = Object.freeze({
  on: "Lyd til", off: "Lyd fra", blocked: "Slå lyd til",
  mute: "Slå lyden fra", unmute: "Slå lyden til",
});

export const CHAT = Object.freeze({
  knowsYouAs: "Kender dig som",
  chosenLanguage: "Har valgt",
  since: "siden",
  panels: { handover: "Overdragelse", emergency: "Nødkort", notes: "Noter", risk: "Risiko", close: "Afslut" },
  back: "Dine samtaler",
  closePanel: "Tilbage til samtalen",
  beside: "Ved siden af samtalen",
  /** @param {string} name */
  log: (name) => `Samtale med ${name}`,
  newWords: "Nyt siden sidst",
  toNewest: "Til det nyeste",
  /** @param {string} name */
  typing: (name) => `${name} skriver`,
  fetching: "Henter det, der mangler",
  nothing: "Der er ikke skrevet noget endnu.",
  masked: "CPR-nummer skjult, før det blev gemt",
  acute: "Fare for liv: ring 112.",
  acuteMore: "Spørg om én ting ad gangen.",
});

export const MESSAGE = Object.freeze({
  kept: "gemt her", keptLater: "gemt her, sendes om lidt",
  queued: "sendt", sent: "sendt", delivered: "leveret", read: "læst",
  edit: "Ret den",
});

export const COMPOSER = Object.freeze({
  /** @param {string} name @param {string} alias */
  label: (name, alias) => (alias ? `Skriv til ${name} som ${alias}` : `Skriv til ${name}`),
  placeholder: "Skriv her",
  send: "Send",
  /** @param {number} left */
  left: (left) => `${left} tegn tilbage`,
  /** @param {number} over */
  over: (over) => `${over} tegn for lang`,
  cpr: "Ligner et CPR-nummer. Det bliver skjult.",
  ended: "Samtalen er slut. Der kan ikke skrives mere.",
  tell: "Skriv, hvad det blev til",
  requeued: "Samtalen er gået tilbage til køen.",
  erased: "Borgeren har slettet samtalen. Ordene er væk, også her.",
  putAway: "Fjern fra listen",
});

export const NOTES = Object.freeze({
  heading: "Noter, kun for os",
  none: "Ingen noter endnu.",
  label: "Ny note",
  placeholder: "Hvad skal den næste vide?",
  save: "Gem note",
  you: "Dig",
  /** @param {string} name */
  never: (name) => `${name} ser aldrig noterne.`,
});

export const LINE = Object.freeze({
  saved: "Alt er gemt",
  unsent: "Noget er ikke sendt endnu",
  connecting: "Forbinder",
  broken: "Ingen forbindelse",
  gone: "Forbindelsen er væk. Det, du skriver, bliver her og sendes, når den er tilbage.",
  urgent: "Haster det for en borger, så ring 112 eller til din vagtleder.",
  givenBack: "Efter et minut går dine samtaler tilbage til køen, så ingen venter forgæves.",
  /** @param {string} left */
  again: (left) => `Prøver igen om ${left}`,
  trying: "Prøver igen nu",
  now: "Prøv nu",
});

export const OPENING = Object.freeze({
  title: "Vi finder dine samtaler.",
  slow: "Det tager lidt tid. Vi prøver igen af os selv.",
});

/** What stands when the line is over. */
export const OVER = Object.freeze({
  loggedOut: {
    title: "Du er logget ud.",
    text: "Log ind i en ny fane, og prøv så igen her. Det, du har skrevet, står her endnu.",
  },
  replaced: {
    title: "Du er i gang i et andet vindue.",
    text: "Konsollen er åbnet flere steder, og dette vindue holder stille. Intet er tabt.",
  },
  refused: {
    title: "Her er der ikke noget, du kan se.",
    text: "Din bruger har ikke adgang til samtaler. Tal med din koordinator, hvis det er en fejl.",
  },
  login: "Log ind i ny fane",
  again: "Prøv igen",
  here: "Brug dette vindue",
  words: "Det, du har skrevet",
});

/** The word about a conversation that left the list. */
export const DEPARTED = Object.freeze({
  /** @param {string} name */
  removed: (name) => `Samtalen med ${name} er ikke hos dig længere. Den er tilbage i køen, hos en anden, eller slettet af borgeren.`,
  /** @param {string} name */
  closed: (name) => `Samtalen med ${name} er afsluttet.`,
  /** @param {string} name */
  ended: (name) => `Samtalen med ${name} er slut.`,
  /** @param {string} name */
  erased: (name) => `${name} har slettet samtalen. Ordene er væk, også her.`,
  unsent: "Det her blev ikke sendt:",
  copy: "Kopiér",
  copied: "Kopieret",
  read: "Det er set",
});

/** Said to those who listen to the screen. */
export const SAID = Object.freeze({
  sent: "Sendt",
  broken: "Forbindelsen er væk. Det, du skriver, bliver her.",
  back: "Forbindelsen er tilbage.",
  /** @param {string} name */
  message: (name) => `Ny besked fra ${name}`,
  /** @param {string} name @param {number} count */
  missed: (name, count) => `${count} nye beskeder fra ${name}`,
  /** @param {string} name */
  acute: (name) => `${name}: risikoen er sat til akut. Nødkortet er åbent.`,
});

export const KEYS = Object.freeze({
  conversation: "samtale", waiting: "næste der venter på dig", take: "ja, den næste",
  decline: "nej", risk: "risiko", handover: "overdragelse", emergency: "nødkort", send: "send",
  line: "ny linje",
});

export const SKIP = "Gå til samtalen";
export const NOW = "Lige nu";
export const VIA = Object.freeze({ web: "web", sms: "SMS" });
/** On a locked screen: no subject, no name, no word of anybody. */
export const NOTIFICATION = Object.freeze({ title: "Vagt", body: "En plads er klar" });
export const TITLE = "Samtaler";
