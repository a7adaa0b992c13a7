/** The sentences of the emergency card. They promise no help that is not under way. */

export const EMERGENCY = Object.freeze({
  heading: "Fare for liv",
  not: "Hvis det bliver farligt",
  notMore: "Kortet er her, hvis du får brug for det. Sæt risiko til akut, så bliver vagtlederen kaldt.",
  /** @param {string} name */
  youStay: (name) => `Du bliver hos ${name}.`,
  /** @param {string} who */
  rang: (who) => `${who} har ringet 112.`,
  youRang: "Du har ringet 112.",
  /** @param {string} who */
  leadHere: (who) => `${who} er her.`,
  leadCalled: "Vagtlederen er kaldt.",
  /** @param {string} who */
  called: (who) => `${who} er kaldt.`,
  onItsWay: "Hjælpen er på vej.",
  arrived: "Hjælpen er fremme.",
  ringYourself: "Ring selv, hvis I ikke har aftalt andet.",
  /** @param {string} at */
  calledAt: (at) => `Kaldt ${at}`,
  guest: "Du er her som vagtleder.",
  /** @param {string} who */
  guestOf: (who) => `${who} har samtalen og bliver i den.`,
  here: "Jeg er her",
  leave: "Gå ud igen",
  write: "Skriv op",
  call: "Ring",
  callYourself: "Ring selv",
  /** @param {string} number */
  rangIt: (number) => `Jeg har ringet ${number}`,
  rangShort: "Jeg har ringet",
  /** @param {string} who @param {string} at */
  onIt: (who, at) => `${who} ringede ${at}`,
  you: "Du",
  /** What 112 and 114 are for; other numbers bring their own name. */
  numbers: {
    112: { what: "Fare for liv lige nu", who: "Politi, ambulance, brand" },
    114: { what: "Politiet, ikke akut", who: "Bed om den sociale vagt, kommunens døgnvagt" },
  },
  ask: "Spørg om én ting ad gangen",
  questions: ["Hvor er du lige nu?", "Er du alene, eller er der nogen hos dig?", "Kan du gå et sted hen, hvor du kan låse?"],
  tell: "Sig til dem, der svarer",
  facts: ["Du sidder i en anonym chat og kan ikke se, hvor borgeren er.", "Hvad du ved: sted, hvem der er der, hvad der sker.", "Om borgeren kan tale, eller kun kan skrive."],
  reads: "Skriv, som om en anden læser med på telefonen. Lov ikke hjælp, der ikke er på vej.",
  done: "Det er gjort",
  nothingYet: "Intet er skrevet op endnu. Det, du trykker på her, bliver stående med tid og navn.",
  flag: "Sæt risiko til akut",
  over: "Faren er ovre",
  failed: "Det blev ikke skrevet op. Prøv igen.",
});

/** The steps on record, after whoever did them, by the server's codes. */
export const DONE = Object.freeze({
  flagged_acute: "satte risiko til akut",
  asked_for_help: "bad om hjælp",
  lead_came: "kom ind i samtalen",
  lead_left: "gik ud af samtalen igen",
  address_known: "fik adressen",
  called_112: "ringede 112",
  called_114: "ringede 114",
  called_night_duty: "ringede til kommunens døgnvagt",
  called_region_line: "ringede til regionens vagt",
  stays_with_citizen: "bliver i samtalen",
  help_on_its_way: "har fået at vide, at hjælpen er på vej",
  help_arrived: "har fået at vide, at hjælpen er fremme",
  cleared: "tog risikoen ned fra akut",
});

export const STEPS = Object.freeze({
  somebody: "Nogen",
  youWereCalled: "Du blev kaldt som vagtleder",
  lead_called: "Vagtlederen blev kaldt",
  /** @param {string} who */
  lead_called_by: (who) => `Vagtlederen, ${who}, blev kaldt`,
});

/** What I may put on record with one press, in the order in which it usually happens. */
export const BY_HAND = Object.freeze({
  address_known: "Adressen er kendt",
  help_on_its_way: "Hjælpen er på vej",
  help_arrived: "Hjælpen er fremme",
});
