"""Studies in which people have said something."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode import present, run
from qualcode.decisions import Decision, append
from qualcode.decisions.decision import Judgement, text_hash
from qualcode.job import Job
from qualcode.study import Study


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run of the small study leaves in ``.qualcode/``, for tests that begin where it ended."""
    return tmp_path_factory.mktemp("kept") / ".qualcode"


@pytest.fixture
def small_study(small_study: Path, kept: Path) -> Path:
    """The small study, known from an earlier run of which nothing is left in ``outputs/``."""
    if not kept.is_dir():
        run.run(Study.open(small_study), direct=True)
        shutil.rmtree(small_study / "outputs")
        shutil.copytree(small_study / ".qualcode", kept)
    else:
        shutil.copytree(kept, small_study / ".qualcode")
    return small_study


@pytest.fixture
def judge() -> Callable[..., Decision]:
    """Adds a decision on a quote to a study: ``judge(folder, source, quote, code, judgement, …)``."""

    def add(
        folder: Path,
        source: str,
        quote: str,
        code: str,
        judgement: Judgement = "yes",
        *,
        coder: str = "Anna Ek",
        at: int = 0,
        origin: str = "import:lista.csv",
        memo: str = "",
    ) -> Decision:
        study = Study.open(folder)
        text = present.text(Job(study), source)
        start = text.index(quote)
        decision = Decision(
            source, text_hash(text), start, start + len(quote), quote, code, judgement, coder,
            f"2026-03-01T10:{at:02}:00Z", origin, memo,
        )  # fmt: skip
        append(study.codings, [decision])
        return decision

    return add
