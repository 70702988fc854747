"""Which coders ``codebook test`` asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qualcode.codebook.rule_trial import RuleTrial

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.study import Study


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


def as_in_a_run(codebook: Codebook, study: Study | None) -> Trial:
    """The coders that a run of the study uses (or, without one, a run with the default settings)."""
    from qualcode.study import Settings

    settings = study.settings if study else Settings()
    if not settings.coders.themes:
        return RuleTrial(codebook)
    from qualcode.codebook.coder_trial import CoderTrial
    from qualcode.learnt import encoder_for, encoder_of

    encoder = encoder_of(study, codebook) if study else encoder_for(settings, codebook)
    return CoderTrial(codebook, settings, encoder, study)
