"""What a screen reader reads, from top to bottom: Chromium's own accessibility tree.

Where a test here fails because a sentence was made better, read the whole aloud before the text is
changed: it is all that somebody who does not see the page has.
"""

# ruff: noqa: E501 (a line that is read is not broken)

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import show
from tests.browser.reader import Reader
from tests.support.drawn import PAGES

FRONT_PAGE = """
navigation Genveje
  link: Gå til indholdet
  link: Forlad siden nu
banner
  Lygten
  link: Forlad siden (Eller tryk Shift tre gange)
complementary
  Det her er en prøveudgave. Har du brug for hjælp, så
  link: ring 112
  .
main
  region Godt, at du kom.
    Vi er her nu. Du venter nok 3 til 4 minutter.
    heading 1: Godt, at du kom.
    list (3)
      Du skriver med en frivillig, som har tid til dig.
      Du behøver ikke sige, hvem du er.
      Du bestemmer, hvem der får noget at vide.
    link: Begynd at skrive
    Kun hvis et liv eller et barn er i fare, kan vi hente hjælp uden at spørge dig. Vi siger det først, hvis vi kan.
    navigation Sprog
      list (6)
        link: Dansk
        link: English
        link: Українська
        link: العربية
        link: Türkçe
        link: Polski
  region Vil du hellere ringe?
    heading 2: Vil du hellere ringe?
    list Vil du hellere ringe? (3)
      link: Nogen er i fare nu Alarm 112. Altid åbent 112
      link: Vold eller frygt hjemme Lev Uden Vold. Altid åbent 1888
      link: Tanker om at dø Livslinien 70 201 201
contentinfo
  list (5)
    link: Skriv trygt
    link: Det gemmer vi
    link: Flere numre
    link: Tilgængelighed
    link: 112
"""
WAITING = """
navigation Genveje
  link: Gå til det, du vil skrive
  link: Forlad siden nu
banner
  Lygten
  link: Forlad siden (Eller tryk Shift tre gange)
complementary
  Det her er en prøveudgave. Har du brug for hjælp, så
  link: ring 112
  .
main
  Du har en plads her
  heading 1: Der er to foran dig.
  Det tager nok 6 til 10 minutter. Trækker det ud, siger vi det her.
  group
    log Beskeder
      list (1)
        Du skrev:
        hej er der nogen
        Set
  status
  form
    Du må gerne skrive nu
    Den, der svarer, læser det først. Så skal du ikke begynde forfra.
    textbox: Du må gerne skrive nu (Den, der svarer, læser det først. Så skal du ikke begynde forfra.)
    button: Send
  group
    fold-out: Ring i stedet
  group
    fold-out: Du må gerne lukke siden
  group
    fold-out: Sprog
  group
    fold-out: Slut samtalen
  region Imens du venter
    heading 2: Imens du venter
    group
      fold-out: Når du er bange for en derhjemme
    group
      fold-out: Når du tænker på at dø
    group
      fold-out: Når du er bange for at slå
    group
      fold-out, open: Træk vejret roligt
      Ånd ind, mens du tæller til fire. Ånd ud, mens du tæller til seks. Bliv ved, så længe det er rart.
    group
      fold-out: Når tankerne kører i ring
    group
      fold-out: Hvad kan jeg skrive om?
    group
      fold-out: Hvad sker der, når jeg får svar?
    Kan det ikke vente?
    link: Ring 112
    form
      heading 2: Hvordan har du det lige nu?
      Ét tryk, hvis du vil. Den, der svarer, ser det ikke. Vi bruger det kun til at se, om det hjælper at skrive.
      group Hvordan har du det lige nu?
        button: Meget svært
        button: Svært
        button: Ikke så godt
        button: Nogenlunde
        button: Okay
contentinfo
  list (5)
    link: Skriv trygt
    link: Det gemmer vi
    link: Flere numre
    link: Tilgængelighed
    link: 112
"""
TALK = """
navigation Genveje
  link: Gå til det, du vil skrive
  link: Forlad siden nu
banner
  Lygten
  link: Forlad siden (Eller tryk Shift tre gange)
complementary
  Det her er en prøveudgave. Har du brug for hjælp, så
  link: ring 112
  .
main
  Kim er her
  group
    fold-out: Mere
  heading 1: Samtale med Kim
  group
    log Beskeder
      list (4)
        Du skrev:
        hej er der nogen
        Set
        Kim
        21.42
        Hej. Jeg hedder Kim.
        Kim
        21.43
        Er du et sted, hvor du kan skrive i fred?
        Du skrev:
        <b>ja</b> han sover
        Sendt kl.
        21.44
  status
  form
    Skriv til Kim
    textbox: Skriv til Kim
    button: Send
"""
READ = {"landing": FRONT_PAGE, "waiting": WAITING, "active": TALK}


@pytest.mark.parametrize("name", READ)
def test_a_page_is_read_in_the_order_it_is_meant(canvas: Page, name: str) -> None:
    reader = Reader(canvas)
    show(canvas, PAGES[name]())
    read = reader.read()
    assert read == READ[name].strip("\n").split("\n"), "\n".join(read)
