"""A small study, coded by the real transformer, and people who judge its segments."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest

from qualcode.agreement import machine
from qualcode.agreement.material import Material
from qualcode.decisions import Decision, append
from qualcode.decisions.decision import Judgement, text_hash
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
    rules: [{words: [jobb, anställning]}]
  - id: sommarjobb
    name: Sommarjobb
    definition: Jobb på sommaren.
    parent: jobb
    examples: {positive: [Mitt sommarjobb var på ett äldreboende.]}
    rules: [{words: [sommarjobb]}]
  - id: trygghet
    name: Trygghet
    definition: Att känna sig trygg.
    examples:
      positive: [Jag vågar inte gå ut på kvällen., Det känns otryggt vid torget., Där är jag rädd.]
      negative: [Vi läste en bok., Maten var god.]
    rules: [{words: [rädd, otrygg]}]
"""
SAID = (
    "Jag söker jobb på lagret igen.",
    "Vi odlar tomater på gården.",
    "Där är jag rädd när det är mörkt.",
    "Min bror fick ett jobb i våras.",
    "Barnen spelar boll efter maten.",
    "Ett sommarjobb hade räckt för oss.",
    "Bussen var sen i tisdags.",
    "Hon blev rädd vid tunneln.",
    "De lovade jobb åt alla som ville.",
    "Soppan var varm och god.",
)
"""Invented; with a number after each, so that no two segments are alike."""
SOURCES = 6

Judge = Callable[..., list[Decision]]


@pytest.fixture(scope="package")
def coded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Material]:
    """The study's folder, coded once, and its segments."""
    folder = tmp_path_factory.mktemp("agreement") / "studie"
    for name in ("corpus", "codebook"):
        (folder / name).mkdir(parents=True)
    (folder / "study.yaml").write_text("title: Prövad studie\n", "utf-8")
    (folder / "codebook" / "forstudie.yaml").write_text(CODEBOOK, "utf-8")
    for number in range(1, SOURCES + 1):
        turns = [f"Person {at}: {said} Det var gång {number}{at}." for at, said in enumerate(SAID)]
        text = "\n\n".join(f"Intervjuare: Hur var det?\n\n{turn}" for turn in turns)
        (folder / "corpus" / f"intervju-{number}.txt").write_text(text + "\n", "utf-8")
    sources, book = machine.now(Study.open(folder))
    return folder, Material.of(sources, book)


@pytest.fixture
def study(coded: tuple[Path, Material], tmp_path: Path) -> Path:
    """A copy of the study, for a test to work in."""
    folder = tmp_path / "studie"
    shutil.copytree(coded[0], folder)
    return folder


@pytest.fixture
def material(coded: tuple[Path, Material]) -> Material:
    """Its segments, with what the machine gave them."""
    return coded[1]


@pytest.fixture
def judge(study: Path, material: Material) -> Judge:
    """Adds a person's judgements: ``judge("Anna", "jobb", rows, yes)``."""

    def add(
        coder: str,
        code: str,
        rows: Iterable[int],
        yes: np.ndarray | bool,
        *,
        origin: str = "random:pilot",
        at: int = 0,
        memo: str = "",
    ) -> list[Decision]:
        rows = list(rows)
        said = np.broadcast_to(np.asarray(yes), (len(rows),))
        made = []
        for row, judged in zip(rows, said.tolist(), strict=True):
            source = material.sources[material.source_of[row]]
            segment = source.segments[material.number_of[row]]
            quote = source.text[segment.start : segment.end]
            judgement: Judgement = "yes" if judged else "no"
            made.append(
                Decision(
                    source.name,
                    text_hash(source.text),
                    segment.start,
                    segment.end,
                    quote,
                    code,
                    judgement,
                    coder,
                    f"2026-03-01T10:{at:02}:00Z",
                    origin,
                    memo,
                )
            )
        append(study / "codings", made)
        return made

    return add
