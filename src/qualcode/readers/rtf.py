"""Rich text: paragraphs with styles, lists, tables, footnotes and tracked changes."""

from __future__ import annotations

from qualcode.errors import Place, SourceError
from qualcode.readers.lines import Reading
from qualcode.readers.rtf_document import Document
from qualcode.readers.rtf_tokens import tokens
from qualcode.study import SourceSettings

SUFFIXES = (".rtf",)
# Word's own files nest groups some tens deep.
_DEEPEST = 10_000


def read(data: bytes, name: str, settings: SourceSettings) -> Reading:
    """The document's lines.

    Raises:
        SourceError: ``truncated``, the file ends inside a group; ``damaged``, its groups have no end.
    """
    document = Document()
    for token in tokens(data.decode("latin-1")):
        document.take(token)
        if len(document.groups) > _DEEPEST:
            raise SourceError("damaged", where=Place(name))
        if not document.groups:
            break
    if document.groups != [] or not document.opened:
        raise SourceError("truncated", where=Place(name))
    document.end()
    warnings = [(key, {"count": str(count)}) for key, count in sorted(document.seen.items()) if count]
    furniture = " ".join("".join(document.texts.get("furniture", [])).split())
    if any(character.isalpha() for character in furniture):
        warnings.append(("page_furniture", {"text": furniture}))
    return Reading(document.lines + document.notes, warnings)
