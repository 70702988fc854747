"""A small study with a run, copied for each edit, and what came of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from qualcode.differences.changed import Change, Differences
from qualcode.differences.choice import chosen
from qualcode.differences.compare import compare
from qualcode.encoders.cache import encoder_of
from qualcode.run import Finished
from qualcode.run import run as code
from qualcode.study import Study

CODEBOOK = """\
title: Två koder
codes:
  - id: jobb
    name: Jobb
    definition: Arbete som försörjning.
    examples:
      positive: [Jag söker jobb varje dag., Det finns inga jobb här., Hon fick anställning på ett lager.]
      negative: [Vädret är fint i dag., Vi åt lunch på torget.]
    rules: [{id: arbetsord, words: [jobb, anställning]}]
  - id: trygghet
    name: Trygghet
    definition: Att känna sig trygg.
    examples:
      positive: [Jag vågar inte gå ut på kvällen., Det känns otryggt vid torget., Där är jag rädd.]
      negative: [Vi läste en bok., Maten var god.]
    rules: [{id: oro, words: [rädd, otrygg]}, {id: morker, words: [mörker]}]
"""
SETTINGS = "title: Liten studie\nthresholds: {trygghet: 0.3}\n"
DARK = "Bakom skolan är det mörker varenda vinter."
SAID = {
    "anna": ("Jag har sökt jobb i två år. Det är tungt att vänta.", "Vi grillar korv i parken på söndagar."),
    "bilal": ("På kvällen är jag rädd vid tunnelbanan. Ingen annan går där.", "Min cykel är från 1970."),
    "cecilia": ("Vi odlar tomater på gården. Barnen vattnar.", DARK),
}


TO_BE_SAID = [
    "Jag lagar cykeln ibland.",
    "Att laga sin gamla cykel ibland.",
    "Vi söker jobb och odlar tomater på gården. Barnen vattnar.",
    "Jag fick anställning på ett lager i våras.",
    "Jag har sökt jobb i två år.",
    "Det är tungt att vänta.",
    "På kvällen är jag rädd vid tunnelbanan.",
    "Ingen annan går där.",
    "Vi odlar tomater på gården.",
    "Barnen vattnar.",
    "Bakom skolan är det mörkt varenda vinter.",
    "Bakom skolan är det mörker nästan varenda vinter.",
    "Vädret är grått i dag.",
    "Tunnelbanan går om fem minuter.",
    "Här odlar vi tomater på gården. Barnen vattnar.",
    "=1+1 Vi söker jobb och odlar tomater på gården. Barnen vattnar.",
    "Jag vill ha jobb och har sökt jobb i två år. Det är tungt att vänta.",
    "Jag fick anställning på ett lager.",
]


def transcript(name: str, turns: tuple[str, ...]) -> str:
    """An invented interview."""
    return "".join(f"Intervjuare: Vad mer?\n{name.title()}: {words}\n" for words in turns)


@dataclass
class Edited:
    """A study that has a run and can be edited and run again."""

    folder: Path
    as_it_was = SETTINGS

    @property
    def study(self) -> Study:
        """The study as its settings are now."""
        return Study.open(self.folder)

    @property
    def codebook(self) -> Path:
        """The codebook's file."""
        return self.folder / "codebook" / "forstudie.yaml"

    def source(self, name: str) -> Path:
        """A source's file."""
        return self.folder / "corpus" / f"{name}.txt"

    def edit(self, path: Path, old: str, new: str) -> None:
        """Replaces words that stand in a file."""
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def settings(self, text: str) -> None:
        """Writes ``study.yaml``."""
        (self.folder / "study.yaml").write_text(text, "utf-8")

    def run(self) -> Finished:
        """A new run, whatever has changed."""
        return code(self.study, direct=True, force=True)

    def compared(self, *, least: float = 0.05) -> Differences:
        """The last two runs."""
        return compare(self.study, *chosen(self.study), least=least)

    def after(self, old: str = "", new: str = "") -> Differences:
        """What an edit of the codebook comes to."""
        if old:
            self.edit(self.codebook, old, new)
        self.run()
        return self.compared()


@pytest.fixture(scope="session")
def once_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("jamfort") / "studie"
    for name in ("corpus", "codebook"):
        (folder / name).mkdir(parents=True)
    (folder / "study.yaml").write_text(SETTINGS, "utf-8")
    (folder / "codebook" / "forstudie.yaml").write_text(CODEBOOK, "utf-8")
    for name, turns in SAID.items():
        (folder / "corpus" / f"{name}.txt").write_text(transcript(name, turns), "utf-8")
    study = Study.open(folder)
    code(study, direct=True)
    # What the tests will say: otherwise each of them would load the model for a sentence or two.
    encoder_of(study).encode(TO_BE_SAID)
    return folder


@pytest.fixture
def edited(once_run: Path, tmp_path: Path) -> Edited:
    """The study with one run."""
    shutil.copytree(once_run, tmp_path / "studie", symlinks=True)
    return Edited(tmp_path / "studie")


@pytest.fixture
def change_of() -> Callable[..., Change]:
    """The one change of a code at the place with some words."""

    def of(found: Differences, code: str, words: str) -> Change:
        (change,) = (each for each in found.changes if each.code == code and words in each.here.text)
        return change

    return of
