"""Swedish words around names: what introduces one, what stands before one, what only people do."""

from __future__ import annotations


def set_of(words: str) -> frozenset[str]:
    """The words of a text that are parted by white space."""
    return frozenset(words.split())


NAMED = set_of("heter hette hetat heta kallas kallades kallad kallat döptes döpt")
PERSONS = set_of("""
    jag han hon hen du ni vi de dom som barnen barn sonen son dottern dotter mannen man frun fru maken makan
    pappa mamma pappan mamman brorsan syrran brodern systern bror syster chefen chef läraren lärare kompisen
    kompis grannen granne killen kille tjejen tjej kvinnan kvinna gubben tanten handläggaren kollegan
    kuratorn tränaren kompanjonen rektorn rektor kusinen kusin farfar morfar mormor farmor svärson
    svärdotter pojken flickan personen ägaren ledaren tolken hyresvärden sambon sambo exmannen killarna
    tjejerna polisen läkaren sköterskan assistenten förvaltaren pojkvän flickvän coachen snubben människan
    damen herrn vaktmästaren
""")
"""Of whom *heter* makes a name; of anything else (*gatan heter …*) it does not."""
FILLERS = set_of("""
    ju då alltså faktiskt nog väl eh öh typ liksom egentligen bara förresten också visst ba va ja eller asså
    lixom då för
""")
NOT_NAMED = set_of("""
    inte vad det den något nåt som så likadant samma annorlunda hur aldrig ingenting och men fast om för på
    i av till eller att bara nu va ju jag du han hon hen vi ni de dom din min ditt mitt er era era det den
    deras sitt då
""")
PRONOUNS = set_of("jag du han hon hen ni vi de dom")
NAME_WORDS = set_of("""
    namn namnet förnamn förnamnet efternamn efternamnet smeknamn smeknamnet mellannamn
""")
TITLES = set_of("""
    professor docent doktor doktorn dr rektor rektorn lektor fru fröken herr hr frk tant farbror moster
    faster morbror kusin kusinen bror brodern brorsan syster systern syrran syrra brorsa morsan farsan mamma
    pappa mormor morfar farmor farfar son sonen dotter dottern man mannen maken maka hustru hustrun sambo
    sambon frun flickvän pojkvän tjej tjejen kille killen svärson svärsonen svärdotter svärmor svärfar
    svägerska svåger systerson brorson systerdotter dotterson sonson barnbarn granne grannen kompis kompisen
    polare polaren vän vännen väninna väninnan kollega kollegan chef chefen lärare läraren fritidsledare
    fritidsledaren coach coachen tränare tränaren handläggare handläggaren socialsekreterare
    socialsekreteraren socialassistent socialassistenten kurator kuratorn vaktmästare vaktmästaren
    områdespolis områdespolisen polisen ordförande ordföranden sekreterare sekreteraren nämndsekreterare
    nämndsekreteraren vd direktör direktören förvaltare förvaltaren imam imamen präst prästen biskop pastor
    bibliotekarie bibliotekarien sjuksköterska sjuksköterskan läkare läkaren advokat advokaten jurist
    juristen upphandlare upphandlaren projektledare projektledaren samordnare samordnaren strateg strategen
    trafikplanerare trafikplaneraren planerare planeraren arkitekt arkitekten minister ministern kommunalråd
    kommunalrådet borgmästare kompanjon kompanjonen lillebror storebror lillasyster storasyster tvillingbror
    familjen familjerna makarna bröderna systrarna syskonen exman exmannen ersättare ersättaren företrädare
    företrädaren farbrorn tolken tolk kvinnojoursföreståndaren föreståndaren enhetschef enhetschefen
    områdeschef näringslivschef näringslivschefen trygghetssamordnare boendekoordinator
    näringslivsutvecklare utredare utredaren intervjuare intervjuaren moderator moderatorn säljaren ägaren
    frisören skräddaren kioskägaren pappan mamman grabb grabben svärmodern svärfadern brorsonen systersonen
    styvpappa styvmamma bonuspappa bonusmamma gubben tanten mentor mentorn pater fader kassör kassören
    fastighetsskötare fastighetsskötaren undersköterska undersköterskan biståndshandläggare
    biståndshandläggaren hemspråkslärare hemspråksläraren väktare väktaren barnmorska barnmorskan
    lilla stackars kära snälla gamle gamla unge unga bästa lill långa abbe familj ordningsvakt
    ordningsvakten magister magistern fröknarna kapten majoren överste domaren ingenjör pastorn biskopen
""")
"""What stands right before a name."""
ABBREVIATED = set_of("dr prof doc ing adj hr fr frk ordf sekr lekt insp fam just led suppl")
HELLO = set_of("""
    hej hejsan tjena hallå tack välkommen välkomna hälsa hälsar hälsade fråga frågade frågar ring ringde
    ringer ringa mejla mejlade kontakta kontaktade träffade träffa smsa bjud tacka tackar adjö hejdå snälla
    lyssna vänta förlåt älskade saknar intervjuade anlitade anställde kontakt kontaktperson
""")
"""After which somebody is spoken to, or spoken of by name."""
SPOKE = set_of("""
    sa sade säger tyckte tycker menade menar undrade undrar berättade svarade frågade skrek ropade ringde
""")
CALLED = set_of("kallar kallade")
WHOM = set_of("mig honom henne dig oss dem")
BESIDE = set_of("hos med av till från åt för om mot och som än sen såsom utan")
FOLLOWED_BY_NAME = set_of("""
    prata pratade pratat snacka snackade talade tala talat gå gick jobbade jobbar bodde bor skrev skriver
    skriva samtal intervju möte mejl vänd vände lyssnade tror
""")
SHE_AND_HE = set_of("min mitt mina hans hennes vår våra vårt deras din ditt er en")
ONLY_PEOPLE = set_of("""
    säger sa sade sagt berättar berättade tycker tyckte tror trodde menar menade ringer ringde ringt bor
    bodde flyttade jobbar jobbade arbetar arbetade heter hette hjälper hjälpte skriver skrev skrivit frågar
    frågade svarar svarade lovar lovade gråter grät skrattar skrattade sitter satt pluggar pluggade dog
    lagar lagade kör körde fyller undrar undrade föreslog känner kände vet visste minns mindes hälsade lånar
    hade fick vill ville kan kunde kom kommer gick slutade började tränar tränade spelar spelade lärde sålde
    köpte säljer köper bjöd brukar brukade väntar väntade sover vägrade tjatar städar städade cyklar älskar
    älskade hatar ler log suckar nickar växte uppvuxen föddes gifte skilde
""")
FIRMS_TOO = set_of("""
    vill kan hade kom kommer kunde ville började slutade köpte sålde säljer köper skriver skrev svarar
    svarade lovar lovade menar hjälper hjälpte fick tycker gick brukar brukade arbetar arbetade jobbar
    jobbade säger sa
""")
"""Of these, what offices and firms do too."""
ALSO_PEOPLE = set_of("""
    är var har hade blev blir ska skulle måste går fick får kan kunde kommer tar tog står stod ger gav gör
    gjorde ser såg sitter ligger låg lever behöver hittade hämtade slog slår sprang springer bad ber lade
    lägger la drog drar åt äter drack dricker sov läste läser skrek skriker ropade vann vinner förlorade
    tappade glömde glömmer frös lyssnar tittar bar bär höll håller ledde leder följer satte sätter föll
    faller reste reser började slutade lät låter betalade betalar lagar tränar tänker tänkte försökte
    försöker tvingades stannade stannar
""")
KIN = set_of("""
    mamma pappa mor far bror brorsa syster syrra son dotter fru man make maka sambo tjej kille kompis barn
    ungar barnbarn kusin farbror farfar farmor mormor morfar chef granne mejl telefon nummer adress lägenhet
    bil hus rum föräldrar familj vän vänner kollega namn personnummer jobb svärson ersättare arbetsdag kiosk
    lokal butik affär bageri företag firma
""")
RELATED = set_of("min mitt mina hans hennes vår våra alltså")
DETERMINERS = set_of("""
    hans mina dina sina inga vår din min dess hon han er ni vi de den det du jag set max
""")
"""Names whose words are used to open sentences all the time."""
LEADS_TO_PLACE = set_of("""
    i på vid mot kring runt genom norra södra östra västra inne ute uppe nere kvarteret linje linjen gatan
    området stadsdelen byn staden mellan
""")
ENGLISH_LEADS_TO_PLACE = set_of("in at from to near around through into across outside inside via the")
WHERE = LEADS_TO_PLACE | set_of("""
    till från ur via över längs hela halva utanför innanför ovanför nära förbi bakom framför efter den det
    de denna detta dessa en ett ny nya gammal svenska tidningen företaget firman bolaget kommunen föreningen
    klubben laget gruppen projektet programmet appen butiken affären kaféet restaurangen skolan kyrkan
    torget parken spelet filmen serien boken låten märket partiet heter kallas som
""")
"""Before a capitalized word these say that it is no person, or leave it open."""
MAKES_A_PLACE = set_of("""
    kommun län skola centrum torg kyrka park station sjukhus gymnasium bibliotek museum ab hb if ff fc ik bk
    förening församling grupp koncernen förskola vårdcentral gård älv å sjö väg gata stad by hamn marknad
    pizzeria livs bageri restaurang café kafé hotell badhus simhall mack bostäder basket hockey fotboll
    handboll innebandy bygg städ taxi energi fastigheter
""")
"""After one these make a place, a firm or a club of it."""
STREETS = set_of("väg gata gränd torg park backe stig allé esplanad kaj court street road square")
"""After a name, or its genitive, these make a street of it."""
PUBLIC = set_of("""
    församling kyrka gymnasium kommun län centrum torg sjukhus bibliotek förskola vårdcentral skola park court
    church school street road square club station
""")
"""After a name that has no genitive these make a place of it."""
SHOPS = set_of("livs bygg städ taxi bil el fastigheter energi")
"""With a capital after a name, what is called so is a firm: *Bäckby Livs*."""
OF_A_FAMILY = set_of("von af")
PARTICLES = set_of("""
    von af de van der den del la al el bin bint ibn da dos di du ben abu abou ter la le do
""")
CALLED_BY_PART = TITLES | KIN | PERSONS | RELATED
"""What people are called by who they are, with a capital too (*Rektor*, *Mamma*), and not by name."""
SIGNED = set_of("""
    kontakt kontaktperson närvarande frånvarande deltagare justeras justerare sekreterare ordförande
    ansvarig antecknat antecknare pennan mvh hälsningar hälsar intervjuare moderator respondent informant
    intervjuad namn medverkande anmälda skrivet inskrivet underskrift undertecknat mötesledare
    förhinder jäv suppleant suppleanter ledamot ledamöter revisor revisorer valberedning föredragande
    adjungerad adjungerade frånvaro justerare tangentbordet pennan mötessekreterare mötesordförande
    protokollförare transkriberat transkriberad vänliga deltog vikarie ledare samtalsledare tolk
""")
VERB_ENDING = ("ade", "tte", "dde")
BEFORE_NAME = set_of("umm oum abu abou")
"""Mother and father of somebody, which people are called by: *Umm Mahmoud*."""
MAKES_LISTS = (", ", " och ", " & ", ", och ", " eller ", " samt ", "/")
