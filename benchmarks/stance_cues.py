"""Words that show stance in Swedish, written from knowledge of the language and not fitted to any file."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

CUES = {
    "denies": (
        r"\b(?:inte|aldrig|ingen|inget|inga|ingenting|icke|knappast|varken|nej|nä|ej|utan att|"
        r"omöjlig\w*|vägra\w*)\b"
    ),
    "opposes": (
        r"\b(?:men|dock|trots|ändå|emellertid|däremot|istället|i stället|snarare|fast|fastän|"
        r"tvärtom|å andra sidan|även om|samtidigt)\b"
    ),
    "problem": (
        r"\b(?:problem\w*|risk\w*|far(?:a|lig\w*|or)|hot\w*|skad\w*|kris\w*|brist\w*|fel\w*|"
        r"misslyck\w*|försämr\w*|sämre|sämst|dålig\w*|allvarlig\w*|katastrof\w*|konsekvens\w*|"
        r"lida\w*|lidande|död\w*|drabba\w*|förstör\w*|orättvis\w*|oacceptab\w*|orimlig\w*|onödig\w*|"
        r"slöser\w*|meningslös\w*|tyvärr|besvik\w*|oro\w*|svår\w*)\b"
    ),
    "cost": (
        r"\b(?:kosta\w*|kostnad\w*|dyr\w*|skatt\w*|pengar|miljon\w*|miljard\w*|betala\w*|slöseri|"
        r"resurs\w*)\b"
    ),
    "use": (
        r"\b(?:fördel\w*|nytta|nyttig\w*|bra|bättre|bäst|förbättr\w*|hjälp\w*|bidra\w*|stärk\w*|"
        r"öka\w*|skydd\w*|säker\w*|rädda\w*|möjlig\w*|effektiv\w*|lösning\w*|positiv\w*|gynna\w*|"
        r"viktig\w*|värdefull\w*|framgång\w*|lyck(?:as|ats|ad\w*))\b"
    ),
    "lessens": (
        r"\b(?:minsk\w*|sänk\w*|förlora\w*|hindra\w*|stopp\w*|förbjud\w*|förbud|avskaffa\w*|"
        r"lägg\w* ned|ta(?:s|r)? bort|begräns\w*)\b"
    ),
    "duty": (
        r"\b(?:bör|borde|måste|ska|skall|skulle|får inte|kräv\w*|behöv\w*|rätt(?:en|ighet\w*)? till|"
        r"rättighet\w*)\b"
    ),
    "reason": (
        r"\b(?:eftersom|därför|för att|på grund av|leder till|orsak\w*|innebär|resulter\w*|"
        r"medför\w*|gör att|så att|därmed)\b"
    ),
    "claim": (
        r"\b(?:hävda\w*|mena[rdt]\w*|anse\w*|anser|tro[rd]?\w*|tycker|tyckte|påstå\w*|argument\w*|"
        r"kritik\w*|kritiser\w*|motstånd\w*|förespråk\w*|anhängare|stöd\w*|mot|emot|för)\b"
    ),
    "source": (
        r"\b(?:enligt|studie\w*|forsk\w*|rapport\w*|undersökning\w*|statistik\w*|procent|visar|"
        r"funnit)\b|%|\d"
    ),
    "doubt": (
        r"\b(?:tvek\w*|tvivel|tveksam\w*|osäker\w*|ifrågasätt\w*|undra\w*|varför|hur kan|vad hände|"
        r"räcker|bara|endast|ännu|fortfarande|redan|egentligen|påstådd\w*|så kallad\w*|sägs|lova\w*|"
        r"löfte\w*)\b|\?"
    ),
    "value": (
        r"\b(?:moral\w*|etisk\w*|omoralisk\w*|grym\w*|rättvis\w*|frihet\w*|liv\w*|mord\w*|"
        r"oskyldig\w*|mänsklig\w*|omänsklig\w*)\b"
    ),
    "first person": r"\b(?:jag|vi|oss|mig|vår\w*|min\w*)\b",
    "quotation": r"""[\"”“»]""",
    "exclamation": r"!",
}
_CUES = [re.compile(each, re.IGNORECASE) for each in CUES.values()]
_MOST = 4


def cues(texts: Sequence[str]) -> np.ndarray:
    """(n_texts, 2 × n_cues + 1): whether each kind is there, how often for the length, and the length."""
    found = np.zeros((len(texts), 2 * len(_CUES) + 1))
    for row, text in enumerate(texts):
        n_words = max(len(text.split()), 1)
        for place, cue in enumerate(_CUES):
            n = len(cue.findall(text))
            found[row, 2 * place : 2 * place + 2] = min(n, 1), min(n, _MOST) / n_words**0.5
        found[row, -1] = np.log(n_words)
    return found
