"""Codes that ``study.yaml`` names, held against the codebook: a misspelt demand must not pass unseen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.errors import SettingsError
from qualcode.located import nearest, positions, stop_on

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.study import Study


def check(study: Study, codebook: Codebook) -> None:
    """Sees that thresholds, the gate's demands and wishes of training are those of codes that there are.

    Args:
        study: The study.
        codebook: Its codebook.

    Raises:
        SettingsError: the codebook does not have a code that is named.
    """
    unknown = [keys for keys in _named(study) if keys[-1] not in codebook]
    if not unknown:
        return
    from qualcode.study import SETTINGS_FILE

    places = positions(study.root / SETTINGS_FILE, error=SettingsError)
    problems = []
    for keys in unknown:
        near = nearest(keys[-1], codebook.ids)
        problems.append(
            SettingsError(
                f"the codebook has no code '{keys[-1]}'.",
                where=places.place(keys, key=True),
                remedy=f"Did you mean '{near}'?" if near else "Name one of its ids, or remove the line.",
            )
        )
    stop_on(problems, SettingsError)


def _named(study: Study) -> Iterator[tuple[str, ...]]:
    settings = study.settings
    yield from (("thresholds", code) for code in settings.thresholds)
    yield from (("gate", "codes", code) for code in settings.gate.codes)
    yield from (("training", "wishes", code) for code in settings.training.wishes)
