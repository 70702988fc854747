"""RTF's tokens, code pages and special characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z'])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SIGNS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
SYMBOLS = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\\par", "\r": "\\par"}
CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
DOCUMENT_PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
# Groups that hold no words of the document's body.
LEFT_OUT = _set("""
    colortbl info pict object objdata themedata colorschememapping datastore latentstyles listtable
    listoverridetable rsidtbl generator xmlnstbl filetbl revtbl fldinst sp sn sv bkmkstart bkmkend atnid
    atnauthor atntime atnicn atnref atnparent atrfstart atrfend mmathPr wgrffmtfilter pgdsctbl nonshppict
    ftnsep ftnsepc aftnsep aftnsepc aftncn ftncn private template passwordhash userprops docvar xe tc
    shppict nonesttables shprslt mvfmf mvtof background
""")
FURNITURE = _set("header headerl headerr headerf footer footerl footerr footerf")


class Token(NamedTuple):
    """One token: a control word with its number, a sign, a brace, bytes or text."""

    kind: str
    text: str
    number: int | None = None


def tokens(source: str) -> Iterator[Token]:
    """The tokens of an RTF file whose bytes were decoded as Latin-1, without binary data."""
    position = 0
    while found := _TOKEN.search(source, position):
        position = found.end()
        kind = found.lastgroup if found.lastgroup != "number" else "word"
        if kind == "word":
            number = int(found["number"]) if found["number"] else None
            if found["word"] == "bin":
                position += max(number or 0, 0)
                continue
            yield Token("word", found["word"], number)
        else:
            yield Token(kind, found[kind])


def code_page(number: int | None) -> str:
    """The codec of ``\\ansicpg1252``; Windows-1252 where there is none of that number."""
    import codecs

    name = {10000: "mac_roman", 65001: "utf-8"}.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
