"""In which language a source is spoken, where the study does not say so of it: Swedish or English.

The words around a name are known in these two; a source in English within a Swedish study (an interview with
somebody who does not speak Swedish) is told by its function words.
"""

from __future__ import annotations

import re

from qualcode.deidentify.naming_words import set_of
from qualcode.transcript import Transcript

_WORD = re.compile(r"[^\W\d_]+")
_OF = {
    "sv": set_of("och att det är jag som på inte har för med en ett vi så om men de dom var han hon till av"),
    "en": set_of("and the to of is was it you that they we my with for but are this have not he she his her"),
}
_LEAST = 10


def spoken(transcript: Transcript, said: str) -> str:
    """The language of a source.

    Args:
        transcript: The source.
        said: What the study says of it, or of all its sources; kept where neither language prevails.

    Examples:
        >>> from qualcode.transcript import Piece, assemble
        >>> english = "They moved to the house that was my aunt's and it was not for us but for her. "
        >>> spoken(assemble("a.txt", [Piece(english * 3)]), "sv")
        'en'
    """
    if said not in _OF:
        return said
    words = [word.casefold() for word in _WORD.findall(transcript.text)]
    counts = {language: sum(word in of for word in words) for language, of in _OF.items()}
    if sum(counts.values()) < _LEAST:
        return said
    most = max(counts, key=lambda language: counts[language])
    return most if counts[most] > 2 * min(counts.values()) else said
