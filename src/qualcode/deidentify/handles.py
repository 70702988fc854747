"""Names of accounts, as people write and say them: ``@kajsa_l``, ``tindra.k``, ``omar_99``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from qualcode.deidentify.found import Found
from qualcode.deidentify.naming_words import set_of

_AT = re.compile(r"(?<![\w.@])@(?P<name>[^\W\d_][\w.-]{1,40}\w)(?![\w@])")
_JOINED = re.compile(
    r"(?<![\w.@/-])(?P<name>[^\W\d_]{2,30}(?:[._][^\W_]{1,30}){1,3}|[^\W\d_]{3,30}_?\d{2,4})(?![\w@/-]|\.\w)"
)
_ENDINGS = set_of("""
    se com nu org net eu info fi no dk de io txt docx pdf doc jpg png xlsx csv rtf odt md
""")
_PART = re.compile(r"[^\W\d_]+")


def find(text: str, is_name: Callable[[str], bool], is_word: Callable[[str], bool]) -> Iterator[Found]:
    """Every account's name in the text; after ``@`` any word is one, but a label in front of a colon.

    Args:
        text: The text.
        is_name: Whether a word is somebody's name, which a word with a dot, an underscore or figures must
            have.
        is_word: Whether a part is an ordinary word and no name: somebody forgot a space.
    """
    for match in _AT.finditer(text):
        if text[match.end() : match.end() + 1] != ":":
            yield Found(match.start("name"), match.end("name"), "person", "handle", match["name"])
    for match in _JOINED.finditer(text):
        parts = _PART.findall(match["name"])
        if (parts[-1].casefold() in _ENDINGS and len(parts) > 1) or any(
            part[:1].isupper() for part in parts[1:]
        ):
            continue
        long = [part for part in parts if len(part) > 2]
        if any(map(is_name, long)) and not any(map(is_word, long)):
            yield Found(match.start("name"), match.end("name"), "person", "handle", match["name"])
