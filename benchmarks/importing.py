"""How exactly transcripts come in, whatever they were written with.

    python benchmarks/importing.py
    python benchmarks/importing.py docx --show 3
    python benchmarks/importing.py --keep renderings

Invented transcripts (`renderings/texts/`: interviews, a focus group, workshop notes, a survey) are written by
python-docx, odfpy, LibreOffice, reportlab, Chromium, webvtt-py, srt, openpyxl, pympi … into every format and
encoding, read as a study would read them, and compared with what was written. Texts are compared in NFC, with
every run of white space as one space; a turn counts when its speaker and its text agree.

Needs `pip install --group benchmark`; what LibreOffice (`soffice`) and Chromium would write is left out, and
said to be, where they are not installed. Exit status 1 where an aim is missed: all text and a turn F1 of .99
in every format but PDF (.98 of both), and so of its times. Files below the aim are listed all the same.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from qualcode import readers
from qualcode.errors import QualcodeError
from renderings import LeftOut, Rendering, truth
from renderings.scoring import Score, score

FAMILIES = ("plain", "word", "opendocument", "rich", "timed", "exports", "sheets", "converted", "printed")
AIMS = {"pdf": (0.98, 0.98)}
AIM = (1.0, 0.99)
COLUMNS = ("text", "f1", "speakers", "roles", "times", "structure")


@dataclass
class Row:
    """A format's renderings with what became of each."""

    results: list[tuple[Rendering, Score | None, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def mean(self, column: str) -> float | None:
        """Over renderings, of those that say such a thing."""
        values = [getattr(one, column) for _, one, _ in self.results if one is not None]
        values = [value for value in values if value is not None]
        return fmean(values) if values else None

    def below(self, format: str) -> list[tuple[Rendering, Score | None, str]]:
        """Renderings that do not reach the format's aim."""
        return [
            (made, one, why)
            for made, one, why in self.results
            if one is None or not reached(format, one.text, one.f1, one.times)
        ]

    def reached(self, format: str) -> bool:
        """Whether the format's aim is reached; not where it cannot be read."""
        return not self.results or reached(format, *(self.mean(column) for column in ("text", "f1", "times")))


def reached(format: str, text: float | None, f1: float | None, times: float | None) -> bool:
    """Whether shares are as high as they should be; those that a file does not have are."""
    aim_of_text, aim_of_turns = AIMS.get(format, AIM)
    return (
        text is not None
        and text >= aim_of_text
        and all(share is None or share >= aim_of_turns for share in (f1, times))
    )


def measure(wanted: list[str], keep: Path) -> dict[str, Row]:
    """Render, read and score; by format."""
    truths, rows, known = truth.load(), dict[str, Row](), readers.suffixes()
    for family in FAMILIES:
        module = importlib.import_module(f"renderings.{family}")
        if wanted and not set(wanted) & set(module.FORMATS):
            continue
        for number, made in enumerate(module.render(truths)):
            if wanted and made.format not in wanted:
                continue
            row = rows.setdefault(made.format, Row())
            if isinstance(made, LeftOut):
                row.left_out.append(made.why)
                continue
            path = keep / made.format / f"{number:03} {_file_name(made)}{made.suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made.data)
            if made.suffix not in known:
                row.results.append((made, None, "no reader"))
                continue
            try:
                read, why = readers.read(path, path.name, made.settings), ""
            except QualcodeError as error:
                read, why = None, str(error)
            except Exception as error:
                read, why = None, f"defect: {type(error).__name__}: {error}"
            row.results.append((made, score(made, read), why))
    return rows


def table(rows: dict[str, Row]) -> Iterable[str]:
    """A line a format, means over its renderings."""
    yield f"{'format':7}{'files':>6}{'exact':>7}" + "".join(f"{column:>11}" for column in COLUMNS) + "  aim"
    for format, row in rows.items():
        if not row.results:
            yield f"{format:7}     –  left out: {'; '.join(row.left_out)}"
            continue
        if all(why == "no reader" for _, _, why in row.results):
            yield f"{format:7}{len(row.results):6}  no reader yet"
            continue
        whole = sum(one is not None and one.text == 1 and one.f1 in (None, 1) for _, one, _ in row.results)
        shares = "".join(f"{_share(row.mean(column)):>11}" for column in COLUMNS)
        aim = "reached" if row.reached(format) else "missed"
        left_out = f"; left out: {'; '.join(row.left_out)}" if row.left_out else ""
        yield f"{format:7}{len(row.results):6}{whole:7}{shares}  {aim}{left_out}"


def differences(rows: dict[str, Row], show: int) -> Iterable[str]:
    """What is amiss in the renderings below their aim, and the first ``show`` pieces that differ."""
    for format, row in rows.items():
        for made, one, why in row.below(format):
            if one is None:
                continue
            shares = "  ".join(f"{column} {_share(getattr(one, column))}" for column in COLUMNS[:5])
            yield f"{format}: {made.text}, {made.layout}: {why or shares}"
            if not why:
                yield from (f"    – {piece[:110]}" for piece in one.missed[:show])
                yield from (f"    + {piece[:110]}" for piece in one.extra[:show])


def _share(value: float | None) -> str:
    # Only what is wholly right is shown as 1.
    return "–" if value is None else "1" if value == 1 else f"{min(value, 0.9999):.4f}"


def _file_name(made: Rendering) -> str:
    layout = "".join(
        character if character.isalnum() or character in " -," else "_" for character in made.layout
    )
    return f"{made.text} {layout}"


def main() -> int:
    """Measures, prints the table, and says whether every aim is reached."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("formats", nargs="*", help="only these, e.g. docx pdf")
    parser.add_argument("--show", type=int, default=2, help="differing pieces shown of each file")
    parser.add_argument("--keep", type=Path, help="leave the files in this folder")
    options = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(options.formats, options.keep or Path(folder))
    print(*differences(rows, options.show), sep="\n")
    print(*table(rows), sep="\n")
    print(f"{time.perf_counter() - started:.0f} s")
    return int(not all(row.reached(format) for format, row in rows.items()))


if __name__ == "__main__":
    sys.exit(main())
