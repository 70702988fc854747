"""Which coders ``codebook test`` asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qualcode.codebook.rule_trial import RuleTrial

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.study import Settings


class Trial(Protocol):
    """Coders on single texts.

    Attributes:
        name: Who they are, as ``codings.csv`` names them.
    """

    name: str

    def give(self, texts: list[str]) -> list[set[str]]:
        """The codes of each text, those above a code included."""
        ...

    def explain(self, text: str, code: str, given: bool) -> str:
        """Why a text, one of those last seen, was or was not given the code."""
        ...


def as_in_a_run(codebook: Codebook, settings: Settings) -> Trial:
    """The coders that a run with these settings uses."""
    return RuleTrial(codebook)
