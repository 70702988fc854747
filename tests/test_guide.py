"""The guide in docs/: every command in it does what it says, on the study in the repository."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import openpyxl
import pytest

HERE = Path(__file__).parents[1]
GUIDE = HERE / "docs" / "guide"
CHAPTERS = (
    sorted(path.name for path in GUIDE.glob("*.md") if path.name != "README.md") if GUIDE.is_dir() else []
)
STEP = re.compile(r"```console\n(?P<console>.*?)```|<!-- hand: (?P<hand>\w+) -->", re.DOTALL)
WORDS = {"jobb": ("jobb", "arbet"), "trygghet": ("trygg", "rädd"), "demokrati": ("möte", "fråga")}
STATUS = re.compile(r"\s+# slutar med (\d+)$")

pytestmark = pytest.mark.skipif(not CHAPTERS, reason="the guide is not in what is installed")


@pytest.fixture(scope="session")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's study, coded once."""
    study = tmp_path_factory.mktemp("guide") / "studie"
    for name in ("corpus", "codebook", "flows"):
        shutil.copytree(HERE / name, study / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("study.yaml", "prefect.yaml"):
        shutil.copy(HERE / name, study)
    assert _run(study, "qualcode run")[0] == 0
    return study


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_command_of_the_guide_does_what_it_says(chapter: str, coded: Path, tmp_path: Path) -> None:
    study = tmp_path / "studie"
    shutil.copytree(coded, study, symlinks=True)
    for step in _steps(GUIDE / chapter):
        if isinstance(step, str):
            globals()[f"_{step}"](study)
            continue
        command, status, shown = step
        if command.startswith("qualcode review"):
            found, told = 0, _reviewed(study, command)
        else:
            found, told = _run(study, command)
        assert found == status, f"{command}\n{told}"
        for line in shown:
            assert _bare(line) in _bare(told), f"{command} does not say {line!r}, but\n{told}"


def test_pictures_and_pages_that_the_guide_names_are_there() -> None:
    for page in GUIDE.glob("*.md"):
        for name in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / name).is_file(), f"{page.name}: {name}"


def _steps(page: Path) -> Iterator[str | tuple[str, int, list[str]]]:
    for found in STEP.finditer(page.read_text("utf-8")):
        if found["hand"]:
            yield found["hand"]
            continue
        for part in re.split(r"^\$ ", found["console"], flags=re.MULTILINE)[1:]:
            command, *shown = part.strip().splitlines()
            status = STATUS.search(command)
            yield STATUS.sub("", command), int(status[1]) if status else 0, shown


def _bare(words: str) -> str:
    """Without the width of the terminal."""
    return " ".join(words.split())


def _environment(study: Path) -> dict[str, str]:
    quote = study / ".citat"
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "BROWSER": "true",
        "COLUMNS": "110",
        "QUALCODE_PASSPHRASE": "ett eget påhittat lösenord",
        "CITAT": quote.read_text("utf-8") if quote.exists() else "",
    }


def _run(study: Path, command: str) -> tuple[int, str]:
    done = subprocess.run(
        ["bash", "-c", _of_this_python(command)],
        cwd=study, env=_environment(study), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        stdin=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout


def _of_this_python(command: str) -> str:
    return re.sub(r"^qualcode\b", f"'{sys.executable}' -m qualcode", command)


def _reviewed(study: Path, command: str) -> str:
    """Opens the desk as its address says, and ends it with Ctrl-C."""
    server = subprocess.Popen(
        ["bash", "-c", f"exec {_of_this_python(command)} --no-open"],
        cwd=study, env=_environment(study), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    told = ""
    try:
        assert server.stdout is not None
        while "Ctrl-C" not in told:
            line = server.stdout.readline()
            assert line, told
            told += line
        address = re.search(r"http://\S+", told)
        assert address
        with httpx.Client(follow_redirects=True) as client:
            page = client.get(address[0])
        assert page.status_code == 200 and "<html" in page.text
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(30)
    assert server.returncode in (0, 130)
    return told


def _edit_rule(study: Path) -> None:
    path = study / "codebook" / "forstudie.yaml"
    before, mark, after = path.read_text("utf-8").partition("words: [")
    assert mark
    path.write_text(f"{before}{mark}skrivare, {after}", "utf-8")


def _fill_sheets(study: Path) -> None:
    """Two people who read the same but for a word: invented judgements by a plain rule."""
    sheets = sorted((study / "codings" / "samples").glob("*/*.xlsx"))
    assert len(sheets) == 2
    for number, path in enumerate(sheets):
        book = openpyxl.load_workbook(path)
        sheet = book["Kodning"]
        keys = [cell.value for cell in sheet[1]]
        for row in range(3, sheet.max_row + 1):
            text = str(sheet.cell(row, keys.index("text") + 1).value or "").lower()
            for column, key in enumerate(keys, 1):
                if str(key).startswith("code:"):
                    words = WORDS.get(str(key)[5:], ())[: 2 - number]
                    said = any(word in text for word in words)
                    sheet.cell(row, column).value = "ja" if said else "nej"
        book.save(path)


def _decide_quotes(study: Path) -> None:
    path = study / "outputs" / "latest" / "quotes.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Citat"]
    names = [cell.value for cell in sheet[1]]
    for row, decision in ((2, "behåll"), (3, "ta bort")):
        sheet.cell(row, names.index("Beslut") + 1).value = decision
        sheet.cell(row, names.index("Granskare") + 1).value = "Granskare Ett"
    book.save(path)


def _choose_quote(study: Path) -> None:
    book = openpyxl.load_workbook(study / "outputs" / "dossier" / "dossier.xlsx")
    rows = [[str(cell or "") for cell in row] for row in book["Citat"].iter_rows(values_only=True)]
    keys = [cell.value for cell in book["Citat"][1]]
    of_claim = next(row for row in rows if row[keys.index("claim_id")] == "driften-ger-arbete")
    quote = of_claim[keys.index("id")]
    (study / ".citat").write_text(quote, "utf-8")
