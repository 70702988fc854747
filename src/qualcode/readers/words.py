"""Words that labels are recognized by: who is called what, and what only looks like a speaker."""

from __future__ import annotations

import re
from functools import lru_cache

from qualcode.transcript import Role


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ASKING = _set("""
    i int interv intervjuare intervjuaren intervjuledare intervjuledaren interviewer iv q question fråga
    frågeställare frågeställaren utfrågare forskare forskaren researcher utredaren
""")
_LEADING = _set("""
    mod moderator moderatorn samtalsledare samtalsledaren sl facilitator facilitatorn fac processledare
    processledaren workshopledare workshopledaren gruppledare gruppledaren diskussionsledare
    diskussionsledaren talman talmannen ordförande ordföranden
""")
_ANSWERING = _set("""
    r resp respondent respondenten ip informant informanten inf intervjuperson intervjupersonen intervjuad
    interviewee svar answer svarande
""")
_TAKING_PART = _set("""
    deltagare deltagaren delt participant person kvinna kvinnan man mannen tjej kille ungdom elev boende
    förälder röst bord grupp table group
""")
_ANYBODY = _set("""
    talare speaker spk spr okänd unknown flera alla several everyone oidentifierad s m
""")
# Labels that name a part in the conversation, without their number or letter (``IP1``, ``Deltagare B``).
PARTS: dict[str, Role | None] = {
    **dict.fromkeys(sorted(_ASKING), "interviewer"),
    **dict.fromkeys(sorted(_LEADING), "facilitator"),
    **dict.fromkeys(sorted(_ANSWERING), "respondent"),
    **dict.fromkeys(sorted(_TAKING_PART), "participant"),
    **dict.fromkeys(sorted(_ANYBODY), None),
}
# Letters that mean a part only beside another one: ``F:``/``S:`` is fråga and svar, ``A:`` answers ``Q:``.
PAIRED: dict[str, tuple[Role, frozenset[str]]] = {
    "a": ("respondent", _set("q question fråga")),
    "s": ("respondent", _set("f fråga")),
    "f": ("interviewer", _set("s svar r ip")),
    "m": ("facilitator", _set("d p deltagare delt")),
}
NUMBERED: dict[str, Role] = dict.fromkeys("dpkm", "participant")
# Labels that stand for more than one, or for nobody who could be told.
CROWD = _set("flera alla several everyone okänd unknown oidentifierad")

# What a transcript's head states before anybody speaks.
HEAD = _set("""
    datum date plats place tid time klockan längd varaktighet duration inspelning inspelad inspelningens
    ljudfil fil filnamn projekt studie ämne rubrik titel title språk language antal närvarande frånvarande
    transkriberad transkriberat transkribering transkript transkriberare typ metod ort grupp version kod
    id ålder kön yrke dag lokal start slut
""")
# Written before a colon at a line's beginning, but nobody's name.
NOT_SPEAKERS = HEAD | _set("""
    problem problemet lösning lösningen lösningar förslag förslaget idé idéer ide viktigt obs notera nb ps
    exempel exempelvis syfte mål bakgrund sammanfattning slutsats slutsatser kommentar kommentarer anm
    anmärkning not citat källa källor styrkor styrka svagheter svaghet hot möjligheter möjlighet risk
    risker fördelar fördel nackdelar nackdel nuläge önskeläge framtid vision hinder behov åtgärd åtgärder
    nästa resultat tema teman plus minus bra dåligt positivt negativt summering reflektion observation
    iakttagelse fakta frågor uppgift övning steg del kapitel avsnitt bild figur tabell bilaga tips todo
    fyi tillägg rättelse note notes summary example solution idea important agenda aktivitet uppföljning
    beslut info information webb http https e-post epost mejl tel telefon kl pris kostnad mer mindre först
    sedan slutligen dessutom alltså sammanfattningsvis kort jo nej ja nja nä hej välkommen tack okej
    svaret saken grejen poängen sanningen resultatet frågan
""")
# Nobody's label holds one of these: they make it the beginning of a sentence.
FUNCTION_WORDS = _set("""
    jag du han hon hen vi ni de dom det den detta denna dessa mig dig oss er dem min mitt mina din ditt
    dina sin sitt sina vår vårt våra deras hans hennes en ett och eller men för att som om så här där då
    nu när var vad vem vilka vilken hur varför inte är har hade ska skulle kan kunde vill ville måste får
    fick blir blev säger sa sade tänker tycker tror på till från med utan i under över efter innan mellan
    mot vid hos ju väl nog alltså liksom typ bara också ändå kanske alla mycket många några någon något
    ingen inget ja nej jo okej the a an is are was were it this that and or but to of in on for with not
    you we they he she
""")
QUESTION_WORDS = _set("""
    hur vad varför när var vart vem vilka vilken vilket kan skulle vill har är finns berätta beskriv
    tycker tror känner upplever how what why when where who which can could would do does did are tell
""")
GREETINGS = _set("hej hejsan välkommen välkomna tack okej ja jo hallå hello hi welcome thanks")
# What transcribers write in brackets; nobody is called so.
EVENTS = _set("""
    skratt skrattar skrattande paus pauser tystnad tyst ohörbart ohörbar otydligt oklart osäkert hostar
    hosta suck suckar suckande musik applåd applåder telefon telefonen buller brus stön gråter gråt
    harkling harklar nickar pekar visar viskar andas avbrott avbryter inspelningen bakgrundsljud ljud
    namn stad plats ort laughter laughs laughing inaudible pause silence crosstalk music applause unclear
    unintelligible noise coughs sighs överlappande samtidigt svordom
""")
PARTICLES = _set("af av von van de del el al bin ibn la och & +")

_PART = re.compile(r"^([a-zåäöé]+?)(?:[ _.-]*\d{1,3}|[ _.-][a-zåäö])$")
# Before a surname: ``Dr. Holm``, ``Bo Å. Lind``, ``K.G. Berg``. Their full stops end no sentence.
_TITLE = re.compile(
    r"(?<!\w)(?:(?i:dr|prof|doc|docent|mr|mrs|ms|hr|fr|ing|jur|fil|med|tekn|st)|[A-ZÅÄÖÉÜ])\.\s*(?=[A-ZÅÄÖÉÜ])"
)
# What is told of a speaker after the label: ``IP1 (kvinna, 34)``, ``Respondent 3 – Kista``, ``IP2, Alby``.
_IN_BRACKETS = re.compile(r"(?P<label>[^()]*[^()\s])\s*\((?P<told>[^()]*)\)$")
_AFTER_NUMBER = re.compile(
    r"(?P<label>[^\W\d_]+[ _.-]*(?:\d{1,3}|\b[A-ZÅÄÖ]))(?:\s+[–—-]\s+|,\s+)(?P<told>[^\W_].*)$"
)
_TOLD = _set("kvinna man tjej kille flicka pojke år åring ung äldre vuxen förälder elev")
_MOST_TOLD = 4
_MAY_TELL = frozenset("(–—-,")
_ENDING_INITIAL = re.compile(r"\w\s[^\W\d_]\.$")
_INITIALS = re.compile(r"^[A-ZÅÄÖ]{1,3}[ _-]?\d{0,3}$")


@lru_cache(maxsize=2**16)
def key(label: str) -> str:
    """What makes two spellings of a label the same: ``ANNA``, ``Anna`` and ``Anna.``."""
    return " ".join(label.casefold().strip(" .*_[]<>{}@").split())


@lru_cache(maxsize=2**16)
def part(label: str) -> str | None:
    """The part in the conversation that a label names, without number or letter: ``IP 1`` → ``ip``.

    Examples:
        >>> part("Intervjuare 2"), part("SPEAKER_00"), part("IP1 (kvinna, 34)"), part("Karin")
        ('intervjuare', 'speaker', 'ip', None)
    """
    plain = key(without_qualifier(label))
    if plain in PARTS:
        return plain
    found = _PART.match(plain)
    return found.group(1) if found and found.group(1) in PARTS else None


def without_qualifier(label: str) -> str:
    """The label without what it tells of the speaker.

    Examples:
        >>> without_qualifier("IP1 (kvinna, 34)"), without_qualifier("Respondent 3 – Kista")
        ('IP1', 'Respondent 3')
        >>> without_qualifier("Anna – Kista")
        'Anna – Kista'
    """
    if not _MAY_TELL & set(label):
        return label
    if found := _IN_BRACKETS.match(label):
        return found["label"]
    found = _AFTER_NUMBER.match(label)
    told = re.split(r"[,\s]+", found["told"]) if found else []
    if not told or len(told) > _MOST_TOLD or not _PART.match(key(found["label"])):
        return label
    tells = all(
        (one[0].isupper() or one[0].isdigit() or one in _TOLD) and key(one) not in FUNCTION_WORDS
        for one in told
        if one
    )
    return found["label"] if tells else label


def ends_in_initial(label: str) -> bool:
    """The label's last full stop is an initial's: ``Anna B.``"""
    return _ENDING_INITIAL.search(label) is not None


def is_initials(label: str) -> bool:
    """One to three capitals, with or without a number: ``AB``, ``K2``."""
    return _INITIALS.match(label.strip(" .")) is not None


def without_titles(label: str) -> str:
    """The label without titles and initials before a surname: ``Dr. Holm`` → ``Holm``."""
    return _TITLE.sub("", label)


def is_titled(label: str) -> bool:
    """A name with a title, an initial or a party, as no sentence begins: ``Dr. Holm``, ``Anna Ek (V)``."""
    return is_name(label) and (label.endswith(")") or without_titles(label) != label)


def is_name(label: str) -> bool:
    """Every word is written as a name's: ``Anna``, ``Eva-Lena af Berg``, ``FATIMA``, ``Anna (SFI)``."""
    words = re.sub(r"\s*\([^)]*\)$", "", label.strip(" .")).split()
    if not words or len(words) > 4:
        return False
    return words[0][0].isupper() and all(
        word[0].isupper() or word in PARTICLES or word.isdigit() for word in words
    )
