"""Codebooks as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.codebook import Codebook, load
from qualcode.errors import CodebookError

SMALL = """\
title: Liten kodbok
codes:
  - id: trygghet
    name: Trygghet
    definition: Hur trygg platsen känns.
    color: "#1b7f79"
    examples:
      positive:
        - Jag tar omvägen när lamporna är släckta.
        - Vi behöver en trygghetsvandring.
      negative:
        - Jag vill ha en trygg anställning.
    rules:
      - id: trygg-ord
        words: [trygg, trygghet, otrygghet]
      - phrases: [gå hem ensam]
        unless: [buss]
    veto: [trygg anställning]
  - id: belysning
    name: Belysning
    definition: Ljus och mörker.
    parent: trygghet
    examples:
      positive: [Lampan vid tunneln har varit trasig sedan i höstas.]
    rules:
      - words: [lampa]
        except: [lampa i köket]
  - id: jobb
    name: Jobb
    definition: Arbete som försörjning.
    rules:
      - regex: '\\bprao\\w*'
"""


@pytest.fixture
def codebook_file(tmp_path, monkeypatch) -> Callable[..., Path]:
    """Writes a codebook (the small one by default) and examples files to where one stands."""
    monkeypatch.chdir(tmp_path)

    def write(content: str = SMALL, name: str = "kod.yaml", **files: str) -> Path:
        for other, text in files.items():
            (tmp_path / f"{other}.jsonl").write_text(text, "utf-8")
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return path

    return write


@pytest.fixture
def edited(codebook_file) -> Callable[..., Path]:
    """The small codebook's file with a passage replaced by another."""

    def edit(old: str = "", new: str = "", **how: str) -> Path:
        assert old in SMALL
        return codebook_file(SMALL.replace(old, new, 1) if old else SMALL, **how)

    return edit


@pytest.fixture
def changed(edited) -> Callable[..., Codebook]:
    """The small codebook with a passage replaced by another."""
    return lambda *edit, **files: load(edited(*edit, **files))


@pytest.fixture
def problems(codebook_file) -> Callable[..., list[str]]:
    """What is said of a codebook, or of the small one with a passage replaced."""

    def find(content: str, new: str | None = None, **files: str) -> list[str]:
        if new is not None:
            assert content in SMALL
            content = SMALL.replace(content, new, 1)
        with pytest.raises(CodebookError) as caught:
            load(codebook_file(content, **files))
        assert caught.value.exit_status == 4
        return [str(problem) for problem in caught.value.problems]

    return find
