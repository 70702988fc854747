"""Studies in which people have said something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.decisions import Decision, append
from qualcode.decisions.decision import Judgement, text_hash
from qualcode.job import Job
from qualcode.study import Study


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
        text = Job(study).text(source)
        start = text.index(quote)
        decision = Decision(
            source, text_hash(text), start, start + len(quote), quote, code, judgement, coder,
            f"2026-03-01T10:{at:02}:00Z", origin, memo,
        )  # fmt: skip
        append(study.codings, [decision])
        return decision

    return add
