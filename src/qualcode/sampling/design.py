"""How a sample was drawn: ``codings/samples/<name>/design.json``, beside its sheets.

It says what is needed to weight shares by it later: strata, and each segment's probability of being drawn.
Nothing of what the machine says of a segment is in it, for coders can open it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.decisions.decision import text_hash
from qualcode.errors import CodingsError, Place

if TYPE_CHECKING:
    from qualcode.study import Study

FOLDER, FILE = "samples", "design.json"
BY_LOT = ("random", "stratified")
"""Kinds of samples that speak for the whole material."""
KINDS = (*BY_LOT, "uncertain")


@dataclass(frozen=True)
class Sample:
    """A sample's design.

    Attributes:
        name: What it is called; decisions by it have the origin ``<kind>:<name>``.
        kind: ``random``, ``stratified`` or ``uncertain``.
        made: When, in UTC.
        seed: Of the lot.
        population: How many segments it was drawn from.
        drawn: How many were.
        only_new: Whether segments were left out: for a sample by lot those that earlier ones by lot have,
            which leaves a random part of the material; for an uncertain one all that was drawn or judged.
        stratified_by: ``source`` and attributes.
        strata: ``values``, ``population``, ``drawn``, ``probability``, ``weight`` of each stratum.
        codes: Ids of the codes asked for.
        codebook: ``path``, ``version``, ``fingerprint``.
        run: Name of the latest run when it was drawn; empty if there was none.
        size: Where the number comes from: ``width``, ``of``, ``share``, ``kappa``; empty if it was given.
        sources: Hash of the text of each source that something was drawn from.
        sheets: File by coder.
        units: Of each segment ``source``, ``segment`` (from 1), ``start``, ``end``, ``stratum``,
            ``probability`` and ``weight`` (null if not drawn by lot), and ``coders``.
        frame: What a sample by lot speaks for: ``text`` (hash) and ``segments`` of every source there was.
    """

    name: str
    kind: str
    made: str
    seed: int
    population: int
    drawn: int
    only_new: bool = False
    stratified_by: list[str] = field(default_factory=list)
    strata: list[dict[str, Any]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    codebook: dict[str, str] = field(default_factory=dict)
    run: str = ""
    size: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    units: list[dict[str, Any]] = field(default_factory=list)
    frame: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """As decisions state it."""
        return f"{self.kind}:{self.name}"

    def weight(self, stratum: Sequence[str] = ()) -> float | None:
        """How many segments of the material one that was drawn stands for, also after its text was edited.

        Args:
            stratum: Its values of what was stratified by; empty for a random sample.
        """
        for each in self.strata:
            if list(each["values"].values()) == list(stratum):
                weight: float | None = each["weight"]
                return weight
        return None


def within(frame: Mapping[str, Mapping[str, Any]], texts: Mapping[str, str]) -> dict[str, str]:
    """The sources as they are now that a frame has, and what it calls them.

    Args:
        frame: Of a sample.
        texts: Every source's text, by its name.
    """
    found = {name: name for name in texts if name in frame}
    gone = {str(known["text"]): name for name, known in frame.items() if name not in texts}
    if gone:
        hashes = {name: text_hash(text) for name, text in texts.items() if name not in frame}
        found |= {name: gone[judged] for name, judged in hashes.items() if judged in gone}
    return found


def folder(study: Study, name: str = "") -> Path:
    """Where a sample lies, or all samples do."""
    return study.codings / FOLDER / name if name else study.codings / FOLDER


def write(sample: Sample, path: Path) -> None:
    """Writes a design into a sample's folder."""
    text = json.dumps(asdict(sample), ensure_ascii=False, indent=1)
    (path / FILE).write_text(text + "\n", encoding="utf-8", newline="\n")


def read(path: Path) -> Sample:
    """The design in a sample's folder.

    Raises:
        CodingsError: it cannot be read.
    """
    try:
        return Sample(**json.loads((path / FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise CodingsError(
            f"the sample's design cannot be read ({type(error).__name__}).",
            where=Place(path / FILE),
            remedy="Take the file back from a backup; without it the sample cannot be weighted.",
        ) from error


def all_of(study: Study) -> list[Sample]:
    """The designs of all samples of a study, in the order of their names.

    Raises:
        CodingsError: one cannot be read.
    """
    return [read(path.parent) for path in sorted(folder(study).glob(f"*/{FILE}"))]
