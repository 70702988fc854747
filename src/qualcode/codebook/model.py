"""The codebook as the program holds it: codes with definitions, examples and rules, in a tree."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Rule(_Part):
    """One reason to give a code: exactly one of ``words``, ``phrases``, ``regex`` and ``pattern``.

    Attributes:
        words: Dictionary forms; each finds its inflections and, as ``compounds`` says, compounds with it
            (``trygghet`` finds *trygghetsvandringen*). A trailing ``*`` matches any ending.
        phrases: Words in a row, each matched on its dictionary form; ``_`` is a gap of up to three words.
        regex: Regular expression, searched in the segment's text without regard to case.
        pattern: A spaCy ``Matcher`` token pattern.
        compounds: Where in a compound a word may stand: as its ``first`` part, its ``last``, in ``any``
            place, or ``none``.
        exceptions: Words, phrases or ``/regular expressions/`` (``except`` in YAML) that cancel a match that
            they overlap (``arbete`` except ``arbetet med frågan``).
        unless: The same, cancelling the rule in a segment where one stands anywhere.
        requires: The same, of which one must stand in the same segment.
        id: A name for the rule; the report shows it. Without one it is called by its kind and place.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    regex: str | None = None
    pattern: tuple[dict[str, Any], ...] | None = None
    compounds: Literal["any", "first", "last", "none"] = "any"
    exceptions: tuple[str, ...] = Field(default=(), alias="except")
    unless: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    id: str | None = None


class Examples(_Part):
    """Texts that show a code's border."""

    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


class Code(_Part):
    """A theme. A coding of a code is a coding of every code above it as well.

    Attributes:
        id: Short name that coded data refer to (lowercase ASCII letters, digits and hyphens).
        name: What people read, in the study's language.
        definition: What the code means, in a sentence or two.
        parent: The id of the code it stands under.
        include: What belongs to it.
        exclude: What does not, though it looks so.
        examples: Positive and negative examples.
        rules: What the rule coder looks for.
        veto: Words, phrases or ``/regular expressions/`` that cancel overlapping matches of all its rules.
        color: ``#rrggbb`` in reports and spreadsheets.
        memo: The methodologist's notes.
    """

    id: str
    name: str
    definition: str
    parent: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: Examples = Examples()
    rules: tuple[Rule, ...] = ()
    veto: tuple[str, ...] = ()
    color: str | None = None
    memo: str = ""


class LabelledText(_Part):
    """A text with all the codes it has (and, by their absence, those it has not)."""

    text: str
    codes: tuple[str, ...] = ()
    kind: str = Field(default="", alias="register")


class Codebook(_Part):
    """Codes in the order of the file.

    Attributes:
        title: The codebook's name.
        version: As its editor counts.
        language: Of the codes' names and examples.
        memo: Notes on the whole.
        examples_file: A ``.jsonl`` beside the codebook with fully labelled texts (one :class:`LabelledText` a
            line) that the theme coder learns from as well.
        codes: The codes.
        labelled: Fully labelled texts; loading a codebook adds those of ``examples_file``.
    """

    title: str
    version: str = "1"
    language: str = "sv"
    memo: str = ""
    examples_file: str | None = None
    codes: tuple[Code, ...]
    labelled: tuple[LabelledText, ...] = ()

    def __getitem__(self, code_id: str) -> Code:
        return self._by_id[code_id]

    def __contains__(self, code_id: object) -> bool:
        return code_id in self._by_id

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As pydantic's, without what is remembered of the codes that there were before."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("_by_id", None)
        copy.__dict__.pop("_lineages", None)
        return copy

    @cached_property
    def _by_id(self) -> dict[str, Code]:
        return {code.id: code for code in self.codes}

    @cached_property
    def _lineages(self) -> dict[str, tuple[str, ...]]:
        return {}

    @property
    def ids(self) -> tuple[str, ...]:
        """All code ids in the order of the file."""
        return tuple(code.id for code in self.codes)

    @property
    def themes(self) -> tuple[Code, ...]:
        """The codes that stand under no other."""
        return tuple(code for code in self.codes if code.parent is None)

    def children(self, code_id: str) -> tuple[Code, ...]:
        """The codes right under a code."""
        return tuple(code for code in self.codes if code.parent == code_id)

    def lineage(self, code_id: str) -> tuple[str, ...]:
        """Ids from the theme down to the code itself."""
        known = self._lineages.get(code_id)
        if known is None:
            line: list[str] = []
            current: str | None = code_id
            while current is not None:
                line.append(current)
                current = self[current].parent
            known = self._lineages[code_id] = tuple(reversed(line))
        return known

    def path(self, code_id: str) -> str:
        """``theme/subcode``, as tables show it."""
        return "/".join(self.lineage(code_id))
