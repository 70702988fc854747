"""What the page sends, held against what there is before anything is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from pydantic import BaseModel, ConfigDict, Field

from qualcode.argument.choices import Side
from qualcode.decisions.incoming.taken import coder_name
from qualcode.desk.acts import Act, Kind, RefusedError
from qualcode.desk.line import Asked, Order, Status
from qualcode.desk.stances import Kind as StanceKind
from qualcode.desk.stances import Stand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qualcode.desk.material import Material, Numbers
    from qualcode.desk.voices import Stretch

LONGEST_NAME = 80


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Sent):
    """A stretch of a source, in UTF-16 units, with the words that the reviewer sees there."""

    source: int = Field(ge=0)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    words: str

    def stretch(self, material: Material, numbers: Numbers) -> Stretch:
        """The same in code points.

        Raises:
            RefusedError: there is no such place, or other words stand there.
        """
        if self.source >= len(numbers.sources):
            raise RefusedError("stretch")
        name = numbers.sources[self.source]
        if name not in material.offsets:
            raise RefusedError("run")
        try:
            start, end = (material.offsets[name].points(each) for each in (self.start, self.end))
        except ValueError:
            raise RefusedError("stretch") from None
        if start >= end or material.texts[name][start:end] != self.words:
            raise RefusedError("words")
        return name, start, end


class _OfRun(_Sent):
    """Something done on the page of a run, which may be the one before: it counts all the same where the
    new one has the same words. ``quote`` is the one that was open."""

    run: str
    quote: str = Field(default="", max_length=40)

    def _numbers(self, material: Material, former: Mapping[str, Numbers]) -> Numbers:
        if self.run == material.run:
            return material.numbers
        if self.run not in former:
            raise RefusedError("run")
        return former[self.run]


class Sent(_OfRun):
    """Something that a reviewer does; see :mod:`qualcode.desk.acts`. Codes are their numbers."""

    kind: Kind
    place: Place
    code: int | None = None
    codes: tuple[int, ...] = ()
    new: Place | None = None
    memo: str = Field(default="", max_length=20_000)

    def act(self, reviewer: Reviewer, material: Material, former: Mapping[str, Numbers]) -> Act:
        """The act.

        Args:
            reviewer: Whose.
            material: The run.
            former: What the numbers meant in runs that were shown before.

        Raises:
            RefusedError: what it names is not there.
        """
        numbers = self._numbers(material, former)
        # No to all other codes is meant for those that were shown.
        if self.kind == "only" and numbers.codes != material.numbers.codes:
            raise RefusedError("run")
        return Act(
            self.kind,
            reviewer.name,
            self.place.stretch(material, numbers),
            "" if self.code is None else _code_of(self.code, numbers),
            tuple(_code_of(number, numbers) for number in self.codes),
            self.new.stretch(material, numbers) if self.new else None,
            _note(self.memo),
            reviewer.blind,
        )


class Stood(_OfRun):
    """Something that a reviewer does with a quote under a claim; see :mod:`qualcode.desk.stances`."""

    kind: StanceKind
    place: Place
    claim: str = Field(max_length=200)
    side: Side = ""
    memo: str | None = Field(default=None, max_length=20_000)

    def stand(self, reviewer: Reviewer, material: Material, former: Mapping[str, Numbers]) -> Stand:
        """The same as it is done; see :meth:`Sent.act`.

        Raises:
            RefusedError: the place is not there.
        """
        numbers = self._numbers(material, former)
        memo = None if self.memo is None else _note(self.memo)
        stretch = self.place.stretch(material, numbers)
        return Stand(self.kind, reviewer.name, stretch, self.claim, self.side, memo)


class Reviewer(_Sent):
    """Who asks, and whether they see others' codes."""

    name: str
    blind: bool

    @classmethod
    def of(cls, name: str | None, blind: str | None, locked: bool) -> Reviewer:
        """The reviewer whom a request's head names.

        Args:
            name: The name, percent-encoded.
            blind: ``1`` for blind.
            locked: Whether everybody is.

        Raises:
            RefusedError: it is no name, or a machine's.
        """
        found = coder_name(unquote(name or ""))
        if found is None or len(found) > LONGEST_NAME or not found.isprintable():
            raise RefusedError("name")
        return cls(name=found, blind=locked or blind == "1")


class Choice(_Sent):
    """What a reviewer wants to see of the line."""

    codes: tuple[int, ...] = ()
    claims: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()
    attributes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    low: float = Field(default=0.0, ge=0, le=1)
    high: float = Field(default=1.0, ge=0, le=1)
    status: Status = "all"
    order: Order = "place"

    def asked(self, reviewer: Reviewer, material: Material) -> Asked:
        """The same with names and ids; what there is no more (after a new run) is passed over."""
        ids = list(material.code_numbers)
        return Asked(
            reviewer.name,
            reviewer.blind,
            frozenset(ids[number] for number in self.codes if 0 <= number < len(ids)),
            frozenset(self.claims),
            frozenset(
                material.sources[number].name
                for number in self.sources
                if 0 <= number < len(material.sources)
            ),
            {name: frozenset(values) for name, values in self.attributes.items()},
            self.low,
            self.high,
            self.status,
            self.order,
        )


class Wanted(_Sent):
    """Quotes whose rows the page wants."""

    ids: tuple[str, ...] = Field(max_length=200)


class Sought(_Sent):
    """Words to find; see :mod:`qualcode.search`."""

    words: str = Field(max_length=500)


def _code_of(number: int, numbers: Numbers) -> str:
    if not 0 <= number < len(numbers.codes):
        raise RefusedError("code")
    return numbers.codes[number]


def _note(memo: str) -> str:
    return memo.replace("\0", " ").strip()
