"""A study with an argument: four invented local interviews and an expert's, run once with rules alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode import run
from qualcode.argument import of_study
from qualcode.argument.dossier import Dossier
from qualcode.study import Study

CODEBOOK = """\
title: Prov
codes:
  - id: jobb
    name: Jobb
    definition: Arbete.
    rules: [{words: [jobb, anställning, lärling]}]
  - id: jobb-unga
    parent: jobb
    name: Unga
    definition: Ungas arbete.
    rules: [{words: [sommarjobb]}]
  - id: trygghet
    name: Trygghet
    definition: Trygghet.
    rules: [{words: [trygg, otrygg, rädd]}]
  - id: invandning
    name: Invändningar
    definition: Kritik.
    rules: [{phrases: [tomma löften, blev ingenting]}]
"""
ARGUMENT = """\
title: Prov av ett argument
group: [grupp]
place: [stadsdel]
critical: [invandning]
outside:
  - attributes: {grupp: [forskare]}
groups:
  - id: ungdom
    name: Ungdomar
    members:
      - attributes: {ålder: ["16–24"]}
cues:
  - id: fick
    name: att någon fick något
    rules: [{phrases: [få jobb, få lärling]}]
claims:
  - id: hypotes
    kind: hypothesis
    name: Hypotesen
    text: Förnyelse ger jobb.
    rests_on: [ger-jobb, ger-bad]
  - id: ger-jobb
    name: Det ger jobb
    text: Förnyelsen ger jobb åt dem som bor här.
    concerns: {groups: [ungdom, boende, politiker], places: ["*"]}
    supports:
      - codes: [jobb]
        cues: [fick]
        reason: Någon fick jobb
    challenges:
      - codes: [jobb]
        stance: critical
        reason: Någon säger att det inte blev jobb
    asked: [jobb]
  - id: ger-bad
    name: Det ger bad
    text: Förnyelsen ger badplatser.
    supports: [{search: [badplats]}]
    asked: [bad]
  - id: tomma
    kind: objection
    name: Det är tomma löften
    text: Det som lovas blir inte av.
    against: [ger-jobb]
    supports: [{codes: [invandning]}]
    challenges: [{codes: [jobb-unga], stance: uncritical}]
  - id: vardar
    kind: measure
    name: Fler vuxna
    text: Fler vuxna ute ger trygghet.
    supports: [{any_codes: [trygghet], search: [vuxna]}]
"""
METADATA = """\
fil;grupp;stadsdel;ålder
anna.txt;boende;Alby;35–49
bilal.txt;boende;Fittja;16–24
cecilia.txt;förening;Fittja;35–49
dawit.txt;boende;Alby;50–64
expert.txt;forskare;;50–64
"""
SAID = {
    "anna": "Min son fick jobb på bygget. Det var bra. Nu trivs han där.",
    "bilal": "Jag fick jobb en sommar, men sen var det bara tomma löften.",
    "cecilia": "Vi frågade om jobb. Det blev ingenting. Min dotter har sommarjobb. "
    "Jag är rädd när inga vuxna är ute.",
    "dawit": "De lovade oss jobb, det var tomma löften. Min granne fick jobb, fast någon annanstans.",
    "expert": "I en annan stad fick hundra personer jobb. Det blev ingenting av resten av alla jobb.",
}
SPEAKERS = {"expert": "Erik"}


def write_study(folder: Path) -> Path:
    """Writes the study's files."""
    for name in ("corpus", "codebook"):
        (folder / name).mkdir(parents=True)
    settings = "title: Provstudie\ncoders: {themes: false, learnt: false}\nsegmentation: {sentences: 1}\n"
    (folder / "study.yaml").write_text(settings, "utf-8")
    (folder / "codebook" / "forstudie.yaml").write_text(CODEBOOK, "utf-8")
    (folder / "codebook" / "argumentation.yaml").write_text(ARGUMENT, "utf-8")
    (folder / "corpus" / "metadata.csv").write_text(METADATA, "utf-8")
    for name, words in SAID.items():
        asked = "Blev det några jobb här?" if name == "anna" else "Hur är det att bo här?"
        speaker = SPEAKERS.get(name, name.title())
        text = f"Intervjuare: {asked}\n{speaker}: {words}\n"
        (folder / "corpus" / f"{name}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study with a run, never changed."""
    folder = write_study(tmp_path_factory.mktemp("argument") / "studie")
    run.run(Study.open(folder), direct=True)
    return folder


@pytest.fixture
def study(coded: Path, tmp_path: Path) -> Path:
    """A copy of the study with its run."""
    return Path(shutil.copytree(coded, tmp_path / "studie", symlinks=True))


@pytest.fixture
def argued(study: Path) -> Callable[..., Dossier]:
    """The study's dossier, after replacements in its argumentation."""

    def make(*edits: tuple[str, str]) -> Dossier:
        path = study / "codebook" / "argumentation.yaml"
        text = path.read_text("utf-8")
        for before, after in edits:
            assert before in text
            text = text.replace(before, after)
        path.write_text(text, "utf-8")
        return of_study.dossier(Study.open(study))

    return make
