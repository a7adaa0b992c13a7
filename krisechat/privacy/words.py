"""Danish words for the return code: four of them bring a citizen back ("birk sne kaffe bro").

Plain nouns and adjectives of three to seven letters, in the order of the Danish alphabet, easy to
spell for somebody tired or new to the language: no rude, violent, sad, medical, religious or
political words, and no names. No two differ by a single letter, sound alike, or become the same
when typed without æ, ø and å. 1,024 words make ten bits each, forty bits a code. Taking a word
away would break the living codes that hold it.
"""

from typing import Final

_ROWS: Final = """
aborre abrikos afgrøde aftale aften agurk ahorn akkord aktiv album
alfabet alge almanak alpaka altan ananas andedam anemone anker arena
armbånd armstol aroma atlas atlet auto avis avocado badebro badekar
badetur bagage baggård baghjul balance ballon balsal bambus bamse banan
bane banjo basket batteri begonia bellis bestik beton bikube bil
bilist billede billet billig bingo biograf birk bison bjerg bjælke
blank blazer blok blomkål blomst bluse blyant blæst blød blå
blåbær blåhval boble bog bogreol bogstav boks bolsje bomuld bonde
bord bregne bremse brev brevark brevdue brille brise bro broderi
broget brombær bronze brun brygge bræt brønd bue bugt buket
bundt burger busk busrute butik bydel bygning bypark bænk bær
bæver bøf bøffel bøgetræ bøje bølge bønne børste bøtte båd
camping carport cirkel cirkus citron cykel cyklist dagbog daglig dam
dans dej dejlig delfin diamant digt digter dragt drivhus drøm
duft duftlys dukke dusin dygtig dykker dyne dæk dæmring døgn
dørtrin dåhjort dåse eddike efterår egern egetræ ekko elbil elegant
elev elletræ elm emalje enebær eng enkel erantis eventyr fabrik
fartøj farve fasan fast februar ferie fersken fiffig figen film
filter fin finale firben firkant fisk fisker fjas fjer fjerkræ
fjord fjordby flink flise flittig flod fly fløde fløjl fløjte
fodbad fodbold fodspor folder fontæne forhave forrude forside forstad fortov
forår foto frakke fredag fri frirum frisør fritid frodig frokost
frost frugt fryser fugl fugtig fyrtårn fælles færge får gadedør
gadelys gaffel galakse galleri gangbro garage gardin garn gartner gave
gavmild gazelle gedde genbo genbrug gensyn genvej gepard giraf glad
glasur glimt glæde gnist granit grill grotte grundig gruppe grusvej
gryde græs græskar grøft grøn grønkål grå gråand guitar guld
gulerod gylden gynge gyvel gæst gæstfri gåde gågade gård gås
gåseurt gåtur hagl halm halvø hamster handske hare hassel hav
havblå havesti havfrue hede hejre held herlig hest hilsen hindbær
hjelm hjemlig hjort hjul hjørne hobby honning hotel humle humlebi
hummer humor hund hurtig hus husbåd husmur hvalp hverdag hvid
hvidløg hyben hygge hylde hytte hæfte høg højhus høstak håb
håndbog håndtag hårbånd indgang indkøb ingefær insekt isbjørn isdans isfugl
iskage istap jakke januar jeans jern jordbær jungle jævn kabale
kabine kaffe kage kagedej kahyt kajak kakadue kakao kakkel kaktus
kalkun kalv kamel kamera kanal kanin kano kantine kapitel kaptajn
karamel karklud karpe karry karton kasse kat kegle keramik kerne
kikkert kikærte kilde kilo kimono kiosk kiwi kjole klar klaver
klejne klima klippe klods klog klokke klub knap knaphul koala
kobber kogebog kokos kolibri kollega komet komfur kompas kompost koncert
kontakt kontor kop koral korn kornblå korthus kostald krabbe krave
kreativ kringle krokus krondyr krumme krus krydder kryds krystal krøllet
kuffert kultur kunde kunst kuppel kurv kuvert kvarter kvidder kvik
kvist kylling kyst kæledyr kæmpe kænguru købmand køkken kølig køretur
kørvel kåbe kålrabi lade lagen lagkage lagune lakrids laks lama
lampe landlig landsby lang langsom lastbil latter ledning legehus legetøj
lejr lektie leopard lertøj let letmælk lille lime lind lineal
linse liter livlig lodden loft lokale lomme lommeur lotus luffe
luftig luftrum lun lupin lydhør lygte lykke lynlås lyrik lys
lyseblå lyserød lysning lærer lærred læselys løb løbetur lørdag løve
løvtræ madkurv madplan madras madskål magnet majs makker makrel maler
maling mandag mandel mango mappe maraton marengs mark marked markise
markvej marmor marsvin marts maskot matros medalje mejeri mejse mel
melodi melon menu messing meter metro middag midte milepæl mixer
moderne modig mole morbær morgen mos mosaik mosgrøn muffin muldyr
munter murer mursten murværk museum musik musvit musvåge mynte mægtig
mælk møbel mølle mønster mønt møtrik måne månelys måtte nabo
nabolag narcis narhval natbord natlys nattøj natur nellike nem nisse
nordlys novelle nudel nybagt nyhed nymalet nytår næbdyr nænsom nøgle
odder okse okseøje oktober olie oliven omegn omelet omkvæd onsdag
opera opgang opgave optog orange ordbog oregano ost ostemad ovn
ovnfad pakhus palads pande papir paprika papæske paraply parasol parfume
pasta pastel pause peber pedal pejs pelikan pendul pensel perle
perron pesto pianist pilot pingvin pinje pipfugl pizza pjat pjusket
plakat planet planke plastik plettet plov plæne poesi pokal pony
pool poppel popsang populær porre port portion postbil postbud posthus
pote prikket primula printer prisme propel præcis prægtig præmie puddel
pude pudevår pult pumpe purløg purpur pynt pæn pære pæretræ
pølse påfugl pålæg radio radise ramme ravn regn regnbue regntøj
reje rensdyr reol ribs ridetur ridning ring rist robot rolig
rolle roman roning rose rosin rubin rug rugbrød rundtur rute
rygsæk rytme rytter række ræv rød rødbede rødbrun rødkælk rødkål
rørskov rådyr sadel safari safir saft sagn salami salat salon
saltkar salvie sandal sangbog sangkor sejlbåd selleri sennep serviet shorts
signal sikker sild siv sjælden skaldyr skammel skib skihop skinne
skitur skive skjorte skole skorpe skotøj skov skovbær skovtur skrue
skrå skuffe skur sky skærm skøjte skøn slik slips slot
sludder sløjd sløjfe smag smart smed smidig smuk smule smør
smørgul småkage snak sne snebold snedker snefnug snegl sneugle snevejr
snobrød snude sofa softice sol solbær solhat solskin solsort solstol
sommer sovedyr sovs spade spand spejder spejl spejlæg spil spinat
spiral spire spor spring sprog sprød spurv spætte spøg stakit
stald station statue staude stearin stemme stempel sten stenbed stenbro
steppe sti stige stilhed stilk stille stjerne stolpe storby stork
strand streg stribe struds stræde strøm strømpe stråhat stråtag stue
stykke stær støvle stål sugerør suppe surdej svamp svane sving
svømmer sydvest sykurv symfoni synål syren sytøj sæde særlig sæson
sødmælk søhest søjle sølv sølvgrå søløve søm sømand søndag taburet
tag tagrør tagsten taske tavle taxi teater tebord tegl tekande
tekop telefon telt tempo tennis tepause tepose ternet terning tidsel
timian tinde tjener tjørn tomat tone torsdag torv traktor trappe
trekant trio trofast trold tromme trompet tropisk tryg træ træsko
trætop trøffel trøje tråd tuba tukan tulipan tunnel tur turist
tvebak tydelig tæppe tærte tøj tømmer tørvejr tåge tårn udflugt
udkig udsalg udsigt uge ugeblad ugekort ukrudt uldhue undulat urmager
urskive urt urtebed valnød vals vand vandløb vandpyt vanilje vante
varme varsom vase vaskeri vedbend ven venlig ventil veranda verden
viadukt vibe vifte vikar villa vindue vinge vinkel vinter violet
violin vippe vogn voksdug vovse vulkan væg vægur vækkeur vælling
værelse vært weekend yndig yoga zebra zoo æble æbletræ ædel
ærme æske ønske øre ørepude ørering ørken ørred østers øvelse
åben åkande ålegræs årstid
"""

WORDS: Final[tuple[str, ...]] = tuple(_ROWS.split())
