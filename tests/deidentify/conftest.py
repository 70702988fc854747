"""A study with planted identifiers, and short ways to look for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.deidentify.finder import look
from qualcode.deidentify.found import Found
from qualcode.deidentify.study_list import ListedNames, StudyList
from qualcode.transcript import Piece, Transcript, assemble

PASSPHRASE = "en hemlig fras"
CODEBOOK = """\
title: Liten kodbok
codes:
  - id: jobb
    name: Jobb
    definition: Arbete som försörjning.
    examples:
      positive: [Jag söker jobb varje dag., Det finns inga jobb här., Hon fick anställning på ett lager.]
      negative: [Vädret är fint i dag., Vi åt lunch på torget.]
    rules: [{words: [jobb, anställning]}]
"""


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """The key's passphrase in the environment; none is remembered from another test."""
    from qualcode.deidentify import passphrase

    monkeypatch.setenv(passphrase.VARIABLE, PASSPHRASE)
    passphrase._asked.clear()


def transcript(*turns: str, name: str = "samtal.txt", **attributes: str) -> Transcript:
    """A transcript of ``Label: words`` (a line without a label is a note)."""
    from dataclasses import replace

    pieces = []
    for turn in turns:
        label, parted, words = turn.partition(": ")
        pieces.append(Piece(words, speaker=label) if parted else Piece(turn, kind="note"))
    return replace(assemble(name, pieces), attributes=attributes)


@pytest.fixture
def read_as() -> Callable[..., Transcript]:
    """Makes a transcript of ``Label: words``."""
    return transcript


@pytest.fixture
def marked() -> Callable[..., str]:
    """The words of a text with ⟦marks⟧ around what is found, and the kind of what is no person."""

    def mark(*turns: str, listed: StudyList | None = None, **attributes: str) -> str:
        read = transcript(*[turn if ": " in turn else f"R: {turn}" for turn in turns], **attributes)
        found = look({read.name: read}, ListedNames(listed or StudyList())).findings[read.name].text
        return marks(read.text, found)

    return mark


def marks(text: str, found: list[Found]) -> str:
    """A text with marks around the stretches."""
    parts, at = [], 0
    for one in found:
        kind = "" if one.kind == "person" else f"{one.kind}:"
        parts += [text[at : one.start], f"⟦{kind}{text[one.start : one.end]}⟧"]
        at = one.end
    return "".join([*parts, text[at:]])


@pytest.fixture
def make_study(tmp_path: Path) -> Callable[..., Path]:
    """Makes a study that asks for de-identification."""

    def make(files: dict[str, str], *, settings: str = "", metadata: str = "") -> Path:
        folder = tmp_path / "studie"
        for name in ("corpus", "codebook"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "study.yaml").write_text(f"deidentify: true\n{settings}", "utf-8")
        (folder / "codebook" / "forstudie.yaml").write_text(CODEBOOK, "utf-8")
        for name, text in files.items():
            (folder / "corpus" / name).write_text(text, "utf-8")
        if metadata:
            (folder / "corpus" / "metadata.csv").write_text(metadata, "utf-8")
        return folder

    return make
