"""How much of what is planted in invented transcripts is found, and how much else is taken for it.

    python benchmarks/deidentification.py                 # the half that rules were made on
    python benchmarks/deidentification.py --kept          # the half that was kept apart
    python benchmarks/deidentification.py --show          # and what was missed or found in vain
    python benchmarks/deidentification.py --folder DIR    # transcripts by others: NAME.txt with NAME.json

Recall is the share of planted identifiers that are replaced whole; precision the share of replaced stretches
that touch a planted one. Names in labels and in names of files are counted as their own kinds. The study's
list of organizations and places holds the planted ones, as a study's own list does.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from qualcode.deidentify.finder import look
from qualcode.deidentify.found import Found
from qualcode.deidentify.study_list import ListedNames, StudyList
from qualcode.transcript import Piece, Transcript, assemble

FOLDER = Path(__file__).parent / "deidentification"
KINDS = {
    "P": "person", "T": "phone", "M": "mail", "N": "id", "A": "address", "O": "organization", "L": "place",
}  # fmt: skip
_MARK = re.compile(r"\{([PTMNAOL]) ([^}]*)\}")


@dataclass
class Planted:
    """A transcript, and where what is planted stands in its text, labels and name."""

    transcript: Transcript
    text: list[Found] = field(default_factory=list)
    labels: dict[str, list[Found]] = field(default_factory=dict)
    attributes: dict[str, list[Found]] = field(default_factory=dict)
    name: list[Found] = field(default_factory=list)


def plain(marked: str) -> tuple[str, list[Found]]:
    """The words without marks, and the marked stretches."""
    parts, found, at, length = [], [], 0, 0
    for match in _MARK.finditer(marked):
        before = marked[at : match.start()]
        length += len(before)
        found.append(Found(length, length + len(match[2]), KINDS[match[1]], "", match[2]))
        parts += [before, match[2]]
        length += len(match[2])
        at = match.end()
    return "".join([*parts, marked[at:]]), found


def read(path: Path) -> list[Planted]:
    """The transcripts of a file."""
    found: list[Planted] = []
    for block in re.split(r"^=== ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        head, *lines = [line for line in block.split("\n") if line.strip()]
        name, _, about = head.partition(" | ")
        attributes: dict[str, str] = {}
        planted = Planted(Transcript("", "", ()))
        for pair in filter(None, about.split("; ")):
            column, _, value = pair.partition("=")
            attributes[column], planted.attributes[column] = plain(value)
        pieces, at = [], 0
        for line in lines:
            label, _, said = line.partition("|")
            label, in_label = plain(label.strip())
            words, in_words = plain(said.strip())
            planted.labels[label] = in_label
            planted.text += [replace(one, start=one.start + at, end=one.end + at) for one in in_words]
            pieces.append(Piece(words, kind="speech" if label else "note", speaker=label or None))
            at += len(words) + 2
        name, planted.name = plain(name.strip())
        transcript = assemble(name, pieces)
        planted.transcript = replace(transcript, attributes=attributes)
        found.append(planted)
    return found


def measure(planted: list[Planted], *, show: bool = False) -> dict[str, tuple[int, int, int, int]]:
    """Planted, found whole, replaced and rightly replaced, by kind."""
    listed = StudyList(
        organizations=tuple(
            {one.about for each in planted for one in each.text if one.kind == "organization"}
        ),
        places=tuple({one.about for each in planted for one in each.text if one.kind == "place"}),
    )
    findings = look({each.transcript.name: each.transcript for each in planted}, ListedNames(listed)).findings
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for each in planted:
        got = findings[each.transcript.name]
        _compare(each.transcript.text, each.text, got.text, counts, "", show)
        for label, gold in each.labels.items():
            _compare(label, gold, got.labels.get(label, []), counts, "label", show)
        for column, gold in each.attributes.items():
            value = each.transcript.attributes[column]
            _compare(value, gold, got.attributes[column], counts, "metadata", show)
        _compare(each.transcript.name, each.name, got.name, counts, "file name", show)
    return {kind: tuple(numbers) for kind, numbers in counts.items()}


def _compare(
    text: str, gold: list[Found], got: list[Found], counts: dict[str, list[int]], kind: str, show: bool
) -> None:
    for one in gold:
        # A genitive's s may stay.
        end = one.end - (one.about[-1] in "sS" and one.kind in ("person", "organization", "place"))
        covered = set().union(*(range(other.start, other.end) for other in got))
        letters = [place for place in range(one.start, end) if text[place].isalnum()]
        whole = covered.issuperset(letters)
        counts[kind or one.kind][0] += 1
        counts[kind or one.kind][1] += whole
        if show and not whole:
            print(f"missed {kind or one.kind:12} {_around(text, one)}")
    for one in got:
        right = any(one.start < other.end and other.start < one.end for other in gold)
        counts[kind or one.kind][2] += 1
        counts[kind or one.kind][3] += right
        if show and not right:
            print(f"vain   {kind or one.kind:12} {_around(text, one)} ({one.rule})")


def _around(text: str, one: Found) -> str:
    before, after = text[max(0, one.start - 30) : one.start], text[one.end : one.end + 25]
    return f"{before}⟦{text[one.start : one.end]}⟧{after}".replace("\n", "¶")


def main() -> None:
    """Prints the figures."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--kept", action="store_true", help="the half that was kept apart")
    arguments.add_argument("--show", action="store_true", help="what was missed or found in vain")
    arguments.add_argument("--folder", type=Path, help="transcripts with what is planted in them")
    arguments.add_argument(
        "--files", nargs="*", help="with --folder: count only these (names without suffix)"
    )
    chosen = arguments.parse_args()
    if chosen.folder:
        import deidentification_folder as others

        measured = others.measure(chosen.folder, set(chosen.files) if chosen.files else None)
        print(*(measured.shown if chosen.show else ()), sep="\n")
        if chosen.show:
            _print("by file", len(measured.files), measured.files)
        return _print("kind", len(measured.files), measured.counts)
    planted = read(FOLDER / ("kept_apart.txt" if chosen.kept else "developed_on.txt"))
    _print("kind", len(planted), measure(planted, show=chosen.show))


def _print(what: str, transcripts: int, counts: dict[str, tuple[int, int, int, int]]) -> None:
    total = [sum(numbers[place] for numbers in counts.values()) for place in range(4)]
    print(f"{transcripts} transcripts\n{what:24}{'planted':>8}{'recall':>8}{'replaced':>10}{'precision':>10}")
    for kind, (n, whole, replaced, right) in [*sorted(counts.items()), ("all", tuple(total))]:
        recall = f"{whole / n:.3f}" if n else "–"
        precision = f"{right / replaced:.3f}" if replaced else "–"
        print(f"{kind[:23]:24}{n:>8}{recall:>8}{replaced:>10}{precision:>10}")


if __name__ == "__main__":
    sys.exit(main())
