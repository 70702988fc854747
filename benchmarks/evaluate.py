"""Repeats the figures that README states, from files that are not part of the project.

    python benchmarks/evaluate.py                 measure, and write the table to benchmarks/results/
    python benchmarks/evaluate.py --check         measure, and say whether README states the same
    python benchmarks/evaluate.py --write         measure, write the table and README's figures
    python benchmarks/evaluate.py gold            only these measurements (see benchmarks/proof/)

The files are looked for in ``../shared`` beside the repository; ``--shared FOLDER`` names another place. The
same files and program give the same table.

Exit status: 0 done (with --check: README states what was measured), 1 README states something else, 2 usage,
3 files are missing; what could be measured was.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from proof import entries, rows

ROOT = Path(__file__).resolve().parents[1]
DIFFERS, MISSING = 1, 3
HEAD = """\
# What was measured

Written by `make evaluate`; README's figures are taken from here. Intervals (95 %) are of {draws} bootstrap
draws: of whole documents (`groups`) for what is learnt from the codebook alone; of units for the default
coder, those of a transcript within it; of sentences for SIB-200, and of examples too where they were drawn.
The labels of written and spoken text are those of two language models that worked from the codebook by
reading, not of people; `n` leaves out units on which the two did not agree.
All figures, with four decimals, are in `evaluation.csv`.

"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, writes and compares; returns the exit status."""
    known = entries()
    asked = _parser(list(known)).parse_args(arguments)
    if unknown := [name for name in asked.only if name not in known]:
        print(
            f"There is no measurement {', '.join(unknown)}; there are: {', '.join(known)}.", file=sys.stderr
        )
        return 2
    chosen = {name: known[name] for name in asked.only or known}
    found: dict[str, list[rows.Row]] = {}
    status = 0
    for name, entry in chosen.items():
        if lacking := [file for file in entry.NEEDS if not (asked.shared / file).is_file()]:
            print(
                f"{name} cannot be measured: {asked.shared} has no {', '.join(lacking)}. Put the files there,"
                " or name the folder that has them: make evaluate SHARED=FOLDER.",
                file=sys.stderr,
            )
            status = MISSING
            continue
        found[name] = entry.measure(asked.shared, asked.study)
        print(rows.to_markdown(row for row in found[name] if row.of in ("macro", "all")))
    blocks = {
        name: chosen[name].block(each) for name, each in found.items() if hasattr(chosen[name], "block")
    }
    if asked.check:
        return _check(asked.readme, blocks) or status
    if found and not asked.only:
        _write_table(asked.results, [row for each in found.values() for row in each])
    if asked.write:
        asked.readme.write_text(_with_blocks(asked.readme.read_text("utf-8"), blocks), "utf-8", newline="\n")
    return status


def _parser(known: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="evaluate.py"
    )
    parser.add_argument("only", nargs="*", help=f"measurements; all by default: {', '.join(known)}")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of the files")
    parser.add_argument("--study", type=Path, default=ROOT, help="the study whose codebook and encoder it is")
    parser.add_argument("--readme", type=Path, default=ROOT / "README.md", help=argparse.SUPPRESS)
    parser.add_argument(
        "--results", type=Path, default=ROOT / "benchmarks" / "results", help=argparse.SUPPRESS
    )
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--check", action="store_true", help="say whether README states what was measured")
    does.add_argument("--write", action="store_true", help="write what was measured into README")
    return parser


def _write_table(folder: Path, measured: Sequence[rows.Row]) -> None:
    from proof.grouped import DRAWS

    folder.mkdir(parents=True, exist_ok=True)
    text = HEAD.format(draws=DRAWS) + rows.to_markdown(measured)
    for name, content in (("evaluation.md", text), ("evaluation.csv", rows.to_csv(measured))):
        (folder / name).write_text(content, "utf-8", newline="\n")
        print(f"Wrote {folder.name}/{name}.")


def _check(readme: Path, blocks: dict[str, str]) -> int:
    stated = readme.read_text("utf-8")
    measured = _with_blocks(stated, blocks)
    if stated == measured:
        print(f"{readme.name} states what was measured.")
        return 0
    lines = difflib.unified_diff(
        stated.splitlines(), measured.splitlines(), "stated", "measured", "", "", 0, ""
    )
    print("\n".join(lines))
    print(f"{readme.name} states something else than was measured; --write puts it right.", file=sys.stderr)
    return DIFFERS


def _with_blocks(text: str, blocks: dict[str, str]) -> str:
    """README with blocks in their places; one that has no place is told."""
    for name, block in blocks.items():
        begin, end = f"<!-- measured: {name} -->", f"<!-- end: {name} -->"
        place = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if not place.search(text):
            raise SystemExit(
                f"README has no place for {name}: put {begin} and {end} where its figures belong."
            )
        text = place.sub(lambda _, said=f"{begin}\n{block}\n{end}": said, text)
    return text


if __name__ == "__main__":
    sys.exit(main())
