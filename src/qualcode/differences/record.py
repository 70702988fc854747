"""A run as its folder keeps it: what it was made from, its segments and its codings."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from qualcode.codebook.model import Codebook
from qualcode.decisions.decision import Decision, Judgement
from qualcode.errors import OutputError, Place
from qualcode.runfolder import MANIFEST
from qualcode.writers import decisions_csv, used_codebook
from qualcode.writers.cells import unguarded


@dataclass(frozen=True, slots=True)
class Said:
    """A segment as ``segments.csv`` has it; ``start`` and ``end`` are code points of the source's text."""

    start: int
    end: int
    text: str
    speaker: str
    role: str
    coded: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A coding as ``codings.csv`` has it: a code on the segment with this index in its source.

    Attributes:
        segment: Index of the segment, from 0.
        code: The code's id.
        score: Probability; nothing where a person gave it.
        threshold: From which it is given; nothing where no threshold was asked.
        coder: Who voted for it.
        rules: Names of the rules that matched.
        matched: The words that they matched.
        nearest: The nearest example that has the code.
        similarity: Its cosine.
        implied_by: Id of the code below that brought it.
    """

    segment: int
    code: str
    score: float | None
    threshold: float | None
    coder: str
    rules: tuple[str, ...] = ()
    matched: tuple[str, ...] = ()
    nearest: str = ""
    similarity: float | None = None
    implied_by: str = ""


@dataclass(frozen=True)
class SourceRecord:
    """One source of a run.

    Attributes:
        name: The source's name.
        sha256: Of the file's bytes.
        segments: In the order of the text.
        codings: By index of the segment and code id.
    """

    name: str
    sha256: str
    segments: list[Said] = field(default_factory=list)
    codings: dict[tuple[int, str], Given] = field(default_factory=dict)

    @cached_property
    def by_segment(self) -> dict[int, list[Given]]:
        """Codings by index of the segment."""
        found: dict[int, list[Given]] = {}
        for given in self.codings.values():
            found.setdefault(given.segment, []).append(given)
        return found


@dataclass(frozen=True)
class RunRecord:
    """A run.

    Attributes:
        folder: The run's folder.
        manifest: What its manifest says.
    """

    folder: Path
    manifest: dict[str, Any]

    @classmethod
    def of(cls, folder: Path) -> RunRecord:
        """The run in a folder; tables are read when they are asked for.

        Raises:
            OutputError: there is no run, or its manifest cannot be read.
        """
        try:
            manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise OutputError(
                "there is no run here." if isinstance(error, OSError) else "the manifest is damaged.",
                where=Place(folder / MANIFEST),
                remedy="Name a folder of outputs/ that qualcode wrote.",
            ) from error
        return cls(folder, manifest)

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.manifest.get("run") or self.folder.name)

    @property
    def settings(self) -> dict[str, Any]:
        """The settings it was made with."""
        return dict(self.manifest.get("settings") or {})

    @cached_property
    def codebook(self) -> Codebook | None:
        """The codebook it was made with; nothing if it kept none."""
        return used_codebook.read(self.folder)

    @property
    def fingerprint(self) -> str:
        """That codebook's fingerprint."""
        return str((self.manifest.get("codebook") or {}).get("fingerprint") or "")

    @property
    def judged(self) -> bool:
        """Whether people's decisions are in its codings."""
        return "people" in self.manifest

    @cached_property
    def decisions(self) -> list[Decision] | None:
        """People's decisions that held when it was made, as the run itself tells them: without the hash of
        the text. Nothing where it does not."""
        if "decisions" in self.manifest and not self.judged:
            return []
        try:
            return [_decision(row) for row in self._rows(decisions_csv.NAME)]
        except (OutputError, KeyError, ValueError, csv.Error):
            return None

    def uncoded(self, names: Collection[str]) -> dict[str, SourceRecord]:
        """Some sources with their segments alone.

        Raises:
            OutputError: there is no ``segments.csv``, or it is damaged.
        """
        found = {
            each["source"]: SourceRecord(each["source"], each["sha256"])
            for each in self.manifest.get("inputs", ())
            if each["source"] in names
        }
        with self._telling_damage():
            for row in self._rows("segments.csv"):
                if row["source"] in found:
                    found[row["source"]].segments.append(_said(row))
        return found

    @cached_property
    def sources(self) -> dict[str, SourceRecord]:
        """By name, in the order of its tables.

        Raises:
            OutputError: it has no ``segments.csv`` and ``codings.csv``, or they are damaged.
        """
        inputs = {each["source"]: each["sha256"] for each in self.manifest.get("inputs", ())}
        found = {name: SourceRecord(name, sha256) for name, sha256 in inputs.items()}
        with self._telling_damage():
            for row in self._rows("segments.csv"):
                source = found.setdefault(row["source"], SourceRecord(row["source"], ""))
                source.segments.append(_said(row))
            for row in self._rows("codings.csv"):
                given = _given(row)
                found[row["source"]].codings[given.segment, given.code] = given
        return found

    @contextmanager
    def _telling_damage(self) -> Iterator[None]:
        try:
            yield
        except (KeyError, ValueError, csv.Error) as error:
            raise OutputError(
                "a table of this run is damaged, or was edited.",
                where=Place(self.folder),
                remedy="Compare with another run, or make a new one with `qualcode run --force`.",
            ) from error

    def _rows(self, file: str) -> Iterator[dict[str, str]]:
        csv.field_size_limit(2**31 - 1)
        path = self.folder / file
        try:
            with path.open(encoding="utf-8-sig", newline="") as opened:
                reader = csv.reader(opened, delimiter=";")
                header = next(reader, [])
                for row in reader:
                    yield dict(zip(header, row, strict=True))
        except OSError as error:
            raise OutputError(
                "the run has no such table.",
                where=Place(path),
                remedy="Let study.yaml ask for codings.csv under outputs: formats:, and run again.",
            ) from error


def _said(row: dict[str, str]) -> Said:
    words = (unguarded(row[name]) for name in ("text", "speaker", "role"))
    return Said(int(row["start"]), int(row["end"]), *words, row["coded"] == "1")


def _decision(row: dict[str, str]) -> Decision:
    source, quote, coder, made, origin, memo = (
        unguarded(row[name]) for name in ("judged_source", "judged_text", "coder", "made", "origin", "memo")
    )
    place = int(row["judged_start"]), int(row["judged_end"])
    judgement = cast("Judgement", row["judgement"])
    return Decision(
        source, "", *place, quote, unguarded(row["code_id"]), judgement, coder, made, origin, memo
    )


def _given(row: dict[str, str]) -> Given:
    return Given(
        int(row["segment"]) - 1,
        row["code_id"],
        float(row["score"]) if row["score"] else None,
        float(row["threshold"]) if row["threshold"] else None,
        unguarded(row["coder"]),
        _parts(row["rule"]),
        _parts(row["matched"]),
        unguarded(row["nearest"]),
        float(row["similarity"]) if row["similarity"] else None,
        row["implied_by"],
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in unguarded(cell).split("; ") if part)
