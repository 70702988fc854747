"""What a person should know of a run's coders before they trust them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.equipment import Equipment
    from qualcode.study import Settings

Warned = tuple[str, dict[str, str]]


def coder_warnings(equipment: Equipment) -> list[Warned]:
    """Keys under ``source_warnings`` with their values: a trained coder that the codebook has left behind, and
    an address beyond this machine that interview text is sent to.

    Args:
        equipment: Of a run.
    """
    found: list[Warned] = []
    if equipment.trained is not None:
        from qualcode.training.trained import staleness

        name = equipment.trained.name
        stale = staleness(equipment.trained, equipment.codebook)
        for key, codes in (
            ("trained_added", stale.added),
            ("trained_gone", stale.gone),
            ("trained_changed", stale.changed),
        ):
            if codes:
                found.append((key, {"coder": name, "codes": ", ".join(codes)}))
    if host := host_elsewhere(equipment.study.settings):
        found.append(("llm_elsewhere", {"host": host}))
    return found


def host_elsewhere(settings: Settings) -> str:
    """The host beyond this machine that a study's settings send interview text to; empty if none."""
    if settings.coders.llm is None:
        return ""
    from qualcode.coding.llm_client import host_of, is_local

    return "" if is_local(settings.coders.llm.url) else host_of(settings.coders.llm.url)


def warn_before_sending(settings: Settings) -> None:
    """Says on the terminal, before anything is sent, that interview text will leave this machine.

    Args:
        settings: The study's.
    """
    if host := host_elsewhere(settings):
        from rich.console import Console

        from qualcode.messages import message

        said = message("source_warnings.llm_elsewhere", "en", host=host)
        Console(stderr=True).print(f"Warning: {said}", style="bold yellow", markup=False, soft_wrap=True)
