"""Coders beside rules and themes, by one interface and found by name: zero-shot inference, a language model.

A new one is a module with a function ``open_coder(study, codebook)`` and a line in :data:`MODULES`; its
settings stand in ``study.yaml`` under ``coders:`` by the same name, and it is off without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

import numpy as np

from qualcode.encoders import Progress

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.study import Study

MODULES = {"nli": "qualcode.coding.nli", "llm": "qualcode.coding.llm"}
"""By name in the settings, the module whose ``open_coder`` makes it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a coder is asked about.

    Attributes:
        source: Name of the source; what is kept of the answer goes with it.
        text: The segment.
        before: What stands right before it.
    """

    source: str
    text: str
    before: str = ""


@dataclass(frozen=True)
class Votes:
    """What a coder says.

    Attributes:
        probability: (n_units, n_codes); NaN where it said nothing.
        quotes: By unit and column, the words that it goes by.
    """

    probability: np.ndarray
    quotes: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def silent(self) -> int:
        """Units of which it said nothing."""
        return int(np.isnan(self.probability).any(axis=1).sum())


class OtherCoder(Protocol):
    """A coder.

    Attributes:
        kind: Its name in :data:`MODULES`.
        name: ``name@revision``, as codings name it.
        weight: Its share of the log-odds, where none has been learnt.
        fingerprint: Of all that its answers depend on, beside the text.
    """

    kind: str
    name: str
    weight: float
    fingerprint: str

    def vote(self, units: Sequence[Unit], *, progress: Progress | None = None) -> Votes:
        """What it says of units; what it has said before is not asked again.

        Raises:
            ModelError: it cannot be asked.
        """
        ...


@dataclass(frozen=True)
class Voted:
    """A coder's votes on the segments of a source, with who gave them.

    Attributes:
        kind: Its name in :data:`MODULES`.
        name: ``name@revision``.
        weight: Its share of the log-odds, where none has been learnt.
        votes: What it said.
        question: A hash of what it was asked beside the text.
    """

    kind: str
    name: str
    weight: float
    votes: Votes
    question: str = ""


def open_others(study: Study, codebook: Codebook) -> list[OtherCoder]:
    """The coders that a study names beside rules and themes.

    Args:
        study: The study.
        codebook: What they code with.

    Raises:
        ModelError, SettingsError: one of them is not there, or its settings are off.
    """
    return [
        import_module(module).open_coder(study, codebook)
        for kind, module in MODULES.items()
        if getattr(study.settings.coders, kind) is not None
    ]


def ask(others: Sequence[OtherCoder], units: Sequence[Unit], progress: Progress | None = None) -> list[Voted]:
    """What each says of the same units."""
    return [
        Voted(each.kind, each.name, each.weight, each.vote(units, progress=progress), each.fingerprint)
        for each in others
    ]
