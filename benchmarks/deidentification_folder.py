"""Transcripts in a folder with what is planted in them, as others may have written them.

A folder holds ``NAME.txt`` with ``NAME.json`` beside it, and perhaps ``metadata.csv`` and the study's list
``deidentify.yaml``. The ``.json`` says where in the file's text (code points, line ends as ``\\n``) something
that identifies somebody stands: a list of ``{"start", "end", "kind", "text"}``, or an object that has the
list under ``spans``. All files are one study. What is replaced in a label, in the text or in a heading is
laid back onto the file, so that one measure holds for all of it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from qualcode import corpus, readers
from qualcode.deidentify import study_list
from qualcode.deidentify.finder import look
from qualcode.deidentify.findings import Findings
from qualcode.deidentify.found import Found
from qualcode.study import Folders, Settings, Study
from qualcode.transcript import Transcript

Counts = dict[str, tuple[int, int, int, int]]
KINDS = {"name": "person", "email": "mail", "e-mail": "mail", "personal_number": "id", "pnr": "id"}


@dataclass
class Measured:
    """What was counted, and lines that show what was missed or found in vain.

    Attributes:
        counts: Planted, found whole, replaced and rightly replaced, by kind; by file under ``files``.
        files: The same by file, of all kinds together.
        shown: A line for each stretch that was missed or found in vain.
    """

    counts: Counts = field(default_factory=dict)
    files: Counts = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)


def measure(folder: Path, only: set[str] | None = None) -> Measured:
    """Measures all transcripts of a folder, looked at together.

    Args:
        folder: Where they lie.
        only: Stems of the files to count; all by default. What is not counted is looked at all the same.
    """
    study = Study(folder, Settings(folders=Folders(corpus=".")))
    survey = corpus.survey(study)
    read: dict[str, Transcript] = {}
    for name, path in survey.sources.items():
        if path.suffix == ".txt" and path.with_suffix(".json").is_file():
            read[name] = readers.read(path, name, study.source_settings(name), survey.attributes[name])
    listed = study_list.ListedNames(study_list.load(folder / study_list.NAME))
    findings = look(read, listed).findings
    by_kind: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    by_file: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    done = Measured()
    for name, transcript in read.items():
        stem = Path(name).stem
        if only is not None and stem not in only:
            continue
        path = survey.sources[name]
        text = path.read_text("utf-8-sig").replace("\r\n", "\n")
        planted = _planted(path.with_suffix(".json"), text)
        kept: set[int] = set()
        replaced = list(_on_file(text, transcript, findings[name], kept))
        _compare(stem, text, planted, (replaced, kept), (by_kind, by_file[stem]), done.shown)
    done.counts = {kind: tuple(numbers) for kind, numbers in by_kind.items()}
    done.files = {kind: tuple(numbers) for kind, numbers in by_file.items()}
    return done


def _planted(path: Path, text: str) -> list[Found]:
    given = json.loads(path.read_text("utf-8"))
    spans = given["spans"] if isinstance(given, dict) else given
    found = []
    for one in spans:
        words = text[one["start"] : one["end"]]
        if "text" in one and one["text"] != words:
            raise SystemExit(f"{path}: {one} stands elsewhere; the file has {words!r} there.")
        kind = str(one.get("kind") or one.get("type") or one.get("label")).casefold()
        found.append(Found(one["start"], one["end"], KINDS.get(kind, kind), "", words))
    return found


def _on_file(text: str, transcript: Transcript, findings: Findings, kept: set[int]) -> Iterator[Found]:
    """What was found in a transcript, where it stands in the file that it was read from.

    What reading leaves out (a label that is repeated) is not in ``kept`` afterwards: it goes nowhere.
    """
    at = 0
    for turn in transcript.turns:
        parts = [(turn.speaker, findings.labels.get(turn.speaker, []), 0)] if turn.speaker else []
        words = transcript.words(turn)
        here = [one for one in findings.text if turn.start <= one.start < turn.end]
        for part, found, start in (*parts, (words, here, turn.start)):
            # A turn may have had more line breaks, marks and labels within it.
            on_file: dict[int, int] = {}
            for token in re.finditer(r"\w+|[^\w\s]", part):
                place = text.find(token.group(), at)
                if place < 0:
                    raise SystemExit(f"{transcript.name}: {token.group()!r} of {part[:60]!r} is not there.")
                on_file |= {token.start() + number: place + number for number in range(len(token.group()))}
                at = place + len(token.group())
            for one in found:
                first, last = on_file[one.start - start], on_file[one.end - start - 1]
                yield Found(first, last + 1, one.kind, one.rule, one.about)
            kept |= set(on_file.values())


def _compare(
    stem: str,
    text: str,
    planted: list[Found],
    done: tuple[list[Found], set[int]],
    counts: tuple[dict[str, list[int]], list[int]],
    shown: list[str],
) -> None:
    (by_kind, whole_file), (replaced, kept) = counts, done
    covered = set().union(*(range(one.start, one.end) for one in replaced))
    for one in planted:
        # A genitive's s may stay.
        end = one.end - (one.about[-1:] in "sS" and one.kind not in ("phone", "mail", "id"))
        whole = covered.issuperset(place for place in range(one.start, end) if place in kept)
        for numbers in (by_kind[one.kind], whole_file):
            numbers[0] += 1
            numbers[1] += whole
        if not whole:
            shown.append(f"missed {one.kind:12} {stem[:24]:24} {around(text, one)}")
    for one in replaced:
        right = any(one.start < other.end and other.start < one.end for other in planted)
        for numbers in (by_kind[one.kind], whole_file):
            numbers[2] += 1
            numbers[3] += right
        if not right:
            shown.append(f"vain   {one.kind:12} {stem[:24]:24} {around(text, one)} ({one.rule})")


def around(text: str, one: Found) -> str:
    """A stretch with some words on each side."""
    before, after = text[max(0, one.start - 30) : one.start], text[one.end : one.end + 25]
    return f"{before}⟦{text[one.start : one.end]}⟧{after}".replace("\n", "¶")
