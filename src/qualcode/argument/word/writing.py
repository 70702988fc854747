"""A document in the making: what its chapters write with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from qualcode.argument.dossier import ClaimPart, Dossier
from qualcode.argument.dossier_tables import Ref
from qualcode.argument.word import pieces
from qualcode.argument.xmltext import line
from qualcode.messages import message

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


class Writing:
    """A document, its headings so far, and counters of tables and figures.

    Attributes:
        document: The document.
        dossier: What it says.
        language: Of all words.
        headings: Level, words and bookmark of each heading that stands in the table of contents.
    """

    def __init__(self, document: Document, dossier: Dossier) -> None:
        self.document, self.dossier, self.language = document, dossier, dossier.language
        self.say = partial(message, language=dossier.language)
        self.headings: list[tuple[int, str, str]] = []
        self._bookmarks, self._captions = 0, {"table": 0, "figure": 0}
        self._places = {part.id: f"claim_{number}" for number, part in enumerate(dossier.parts, 1)}

    def heading(self, words: str, level: int, *, claim: str = "") -> Paragraph:
        """A heading; those of the first two levels stand in the contents.

        Args:
            words: The words.
            level: From 1.
            claim: Id of the claim that it opens.
        """
        paragraph = self.document.add_heading("", level)
        pieces.text(paragraph, words)
        if level <= 2 or claim:
            self._bookmarks += 1
            name = self._places[claim] if claim else f"heading_{self._bookmarks}"
            pieces.bookmark(paragraph, name, self._bookmarks)
            if level <= 2:
                self.headings.append((level, words, name))
        return paragraph

    def paragraph(self, words: str = "", style: str = "Normal") -> Paragraph:
        """A paragraph."""
        paragraph = self.document.add_paragraph(style=style)
        if words:
            pieces.text(paragraph, words)
        return paragraph

    def item(self, words: str = "") -> Paragraph:
        """A point of a list."""
        return self.paragraph(words, "List Bullet")

    def caption(self, kind: str, words: str) -> None:
        """A caption above a table or picture, with its number."""
        self._captions[kind] += 1
        name = self.say(f"dossier.reading.{kind}")
        paragraph = self.paragraph(f"{name} ", "Caption")
        pieces.field(paragraph, f"SEQ {name} \\* ARABIC", str(self._captions[kind]))
        pieces.text(paragraph, f". {words}")

    def claim(self, paragraph: Paragraph, claim: Ref | str, label: str = "") -> None:
        """A link to a claim's heading."""
        id_ = claim if isinstance(claim, str) else claim.id
        pieces.link(paragraph, label or getattr(claim, "label", id_), anchor=self._places[id_])

    def claims(self, paragraph: Paragraph, claims: Sequence[Ref | ClaimPart]) -> None:
        """Links to several claims."""
        for number, ref in enumerate(claims):
            if number:
                pieces.text(paragraph, "; ")
            self.claim(paragraph, ref.id, line(ref.label))

    def ties(self, ties: Mapping[str, Sequence[Ref]]) -> None:
        """A paragraph of claims that one is tied to, each a link, by the message that says how
        (``dossier.page.*``)."""
        paragraph = None
        for key, refs in ties.items():
            if not refs:
                continue
            before, after = self.say(f"dossier.page.{key}", claims="\0").split("\0")
            paragraph = paragraph or self.paragraph()
            paragraph.paragraph_format.keep_with_next = True
            pieces.text(paragraph, f" {before}" if paragraph.runs else before)
            self.claims(paragraph, refs)
            pieces.text(paragraph, after)
