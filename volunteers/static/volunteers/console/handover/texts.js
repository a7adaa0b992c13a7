/** The sentences of the handover panel. Same voice as everywhere: du, one thought a sentence. */

export const HANDOVER = Object.freeze({
  /** @param {string} name */
  heading: (name) => `Skrevet med ${name}`,
  citizen: "Borgeren",
  loading: "Henter det, der er skrevet",
  failed: "Overdragelsen kan ikke hentes lige nu. Det, der er skrevet, er gemt.",
  refused: "Du har ikke samtalen længere, og kan derfor ikke se overdragelsen.",
  again: "Prøv igen",
  path: "Hvilken vej",
  /** @param {string} name */
  openAtClose: (name) => `${name} har ikke sagt ja til overdragelsen endnu. Den bliver stående, og ${name} kan stadig læse den, men du kan ikke rette den, når samtalen er slut.`,
  begin: "Begynd at skrive", beginAgain: "Skriv en ny",
  other: "I skriver allerede på en anden vej. Den skal være færdig eller taget tilbage først.",
  /** What each path is, before anything is written. */
  paths: {
    consent: { word: "Med samtykke", means: "Borgeren vil gerne have, at kommunen tager over. De læser det, retter det og siger ja, før nogen ser det." },
    advice: { word: "Anonymt råd", means: "Kommunen bliver spurgt til råds uden at få at vide, hvem det er. Borgeren siger ja først." },
    concern: { word: "Bekymring", means: "En underretning om et barn, du er bekymret for." },
  },
  saved: "gemt",
  /** @param {string} at */
  savedAt: (at) => `gemt ${at}`,
  saving: "gemmer",
  away: "gemt her, sendes når forbindelsen er tilbage",
  notSaved: "ikke gemt",
  missing: "Mangler endnu",
  nothingMissing: "Det, der skal med, er her.",
  /** @param {string} name */
  ownWords: (name) => `${name}s egne ord`,
  ownWordsHint: "Skriv det, som det blev sagt. Det er det første, kommunen læser.",
  /** @param {string} name */
  wishes: (name) => `Hvad håber ${name} på nu?`,
  situation: "Hvad sker der?",
  agreed: "Aftalt i nat",
  agreedHint: "Det, I har aftalt for at være i sikkerhed, og det, du har lovet.",
  safe: "Tryg kontakt",
  how: "Hvordan", howHint: "fx ring, læg ingen besked",
  when: "Hvornår", whenHint: "fx hverdage 12–14",
  notSafe: "Hvad er ikke trygt?", notSafeHint: "fx ring ikke, han har telefonen",
  textOk: "En kort, neutral sms er tryg",
  begins: "fra", ends: "til",
  household: "Hvem bor sammen",
  adults: "Voksne", children: "Børn",
  relation: "Hvem", age: "Alder",
  addAdult: "Voksen", addChild: "Barn",
  remove: "Fjern",
  involved: "Hvem hjælper allerede?",
  involvedHint: "fx sundhedsplejerske, skole, læge",
  couldBeContact: "må gerne være kontaktperson",
  addInvolved: "En mere",
  who: "Hvem er det?",
  name: "Navn, hvis de vil", phone: "Telefon, hvis de vil",
  nameless: "Intet navn og intet nummer går med.",
  risk: "Risiko",
  where: "Hvor skal det hen?",
  postcode: "Postnummer",
  whichOne: "Postnummeret ligger i flere kommuner. Hvilken er det?",
  choose: "Vælg kommune",
  chooseOther: "Vælg en anden",
  unknownPostcode: "Vi kender ikke postnummeret. Vælg kommunen.",
});

export const FOOT = Object.freeze({
  /** @param {string} place */
  to: (place) => `Til ${place}.`,
  /** @param {string} name */
  askingByText: (name) => `Send det til ${name} som sms, og vent på svaret. Intet går videre uden et ja.`,
  chooseOne: "Vælg kommunen, så er det klar.",
  nowhere: "Skriv et postnummer, så finder vi kommunen.",
  /** @param {string} when @param {string} name */
  arrives: (when, name) => `Leveres ${when}, når ${name} har sagt ja.`,
  /** @param {string} when */
  arrivesSure: (when) => `Leveres ${when}.`,
  longGap: "Der er mange dage til. Aftal, hvad der sker imens.",
  notReadThere: "Ingen i den kommune tager imod her endnu. Ring til kommunen i stedet.",
  /** @param {string} name */
  show: (name) => `Vis det til ${name}`,
  /** @param {string} name */
  showAgain: (name) => `Vis det igen til ${name}`,
  showing: "Et øjeblik",
  needsWords: "De egne ord skal stå her først.",
  /** @param {string} name */
  asking: (name) => `${name} kan læse det nu. Intet går videre uden et ja.`,
  /** @param {string} name */
  changed: (name) => `Det er ændret, siden ${name} fik det vist.`,
  /** @param {string} name */
  declined: (name) => `${name} sagde: ikke nu. I kan rette det og vise det igen.`,
  /** @param {string} name */
  approved: (name) => `${name} har sagt ja.`,
  rewrite: "Ret det",
  /** @param {string} name */
  rewriteHint: (name) => `Ændrer du noget, skal ${name} læse det igen.`,
  putInField: "Læg teksten i feltet",
  /** @param {string} name */
  theirAnswer: (name) => `Svarede ${name} ja på sms? Vælg beskeden.`,
  them: "borgeren",
  noAnswerYet: "Der er ikke kommet en sms siden.",
  thisIsYes: "Det her er et ja",
  /** As a text message: what the citizen is asked. @param {string} words @param {string} wishes */
  asText: (words, wishes) => `Det her vil jeg give videre, hvis du siger ja: "${words}"${wishes ? ` Du håber på: "${wishes}"` : ""} Er det sådan, du vil sige det? Svar ja eller nej. Du må også rette det.`,
});

export const CONCERN = Object.freeze({
  first: "Er barnet i fare nu, så ring først.",
  firstMore: "112 ved fare for liv. 114 og bed om den sociale vagt, når det haster i nat. Underretningen kommer oveni, aldrig i stedet.",
  heading: "Underretning om et barn",
  duty: "Den kræver ikke et ja fra nogen, og ingen kan standse den. Den leveres med det samme, døgnet rundt.",
  problem: "Hvad er det, der bekymrer dig?",
  choose: "Vælg",
  observed: "Hvad er set eller hørt, og af hvem?",
  observedHint: "Skriv det, du ved, og hvor du ved det fra. To sætninger hjælper meget.",
  since: "Siden hvornår?",
  child: "Barnet", childHint: "navn eller kendetegn",
  age: "Alder",
  place: "Hvor er barnet?", placeHint: "bopæl, skole, eller hvor barnet er nu",
  reporter: "Hvem underretter?", reporterHint: "navn, eller anonymt",
  reporterPhone: "Telefon dertil",
  dangerNow: "Barnet er i fare lige nu",
  familyKnows: "Ved familien, at der bliver underrettet?",
  knows: { yes: "Ja", no: "Nej", unknown: "Ved ikke" },
  missing: "Det her mangler. Du må godt sende alligevel.",
  send: "Send underretningen nu",
  sure: "Den går af sted nu og kan ikke trækkes tilbage.",
  yes: "Send nu", wait: "Vent lidt",
  sent: "Underretningen er sendt.",
});

/** The problems of the form, by the server's codes. */
export const PROBLEMS = Object.freeze({
  violence: "Vold", sexual_abuse: "Seksuelle overgreb", neglect: "Omsorgssvigt",
  substance_abuse: "Misbrug i hjemmet", mental_illness: "Psykisk sygdom i hjemmet",
  conflict: "Konflikt mellem forældre", school: "Skole eller dagtilbud", crime: "Kriminalitet",
  own_harm: "Barnet skader sig selv", other: "Noget andet",
});

/** What is still missing, by code. */
export const MISSING = Object.freeze({
  own_words: "de egne ord", safe_contact: "tryg kontakt", reach: "en måde at nå dem på",
  municipality: "kommunen", problem: "hvad det drejer sig om", observed: "hvad der er set eller hørt",
  observed_short: "lidt mere om, hvad der er set", child_age: "barnets alder", child: "hvem barnet er",
  place: "hvor barnet er", reporter: "hvem der underretter", since: "siden hvornår",
});

/** The way of a handover, by the server's codes. */
export const WAY = Object.freeze({
  heading: "Hvor det er nu",
  /** @param {string} by */
  steps: {
    drafted: "Begyndt", shown: "Vist til borgeren", declined: "Borgeren sagde: ikke nu",
    reopened: "Åbnet igen", approved: "Borgeren sagde ja", consent_lapsed: "Samtykket er udløbet",
    shown_114: "114 blev vist først", delivered: "Leveret til kommunen",
    acknowledged: "Kommunen har læst det", assigned: "En bestemt person har den",
    contacted: "Kontakt til borgeren", closed: "Afsluttet", returned: "Sendt tilbage",
    climbed: "Fristen gik, lederen har fået besked", word: "Et ord mellem jer",
    withdrawn: "Taget tilbage", erased: "Slettet af borgeren",
  },
  /** @param {string} who */
  contact: (who) => `${who} er kontaktperson.`,
  /** @param {string} when */
  deadline: (when) => `Næste skridt senest ${when}.`,
  late: "Fristen er gået. Lederen i kommunen har fået besked, du skal ikke gøre noget.",
  readOnly: "Kommunen har ordene nu. Her ser du, hvordan det går.",
  cameBack: "Kommunen har sendt den tilbage. Borgeren ved det. Find en anden vej sammen.",
  takenBack: "Den er trukket tilbage. Ingen skal gøre mere.",
  words: "Ord mellem jer og kommunen",
  newWord: "Skriv til kommunen",
  sendWord: "Send",
  helpline: "Os", municipality: "Kommunen",
});
