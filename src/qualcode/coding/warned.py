"""What a person should know of a run's coders before they trust them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.equipment import Equipment

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
    if equipment.study.settings.coders.llm is not None:
        from qualcode.coding.llm_client import host_of, is_local

        url = equipment.study.settings.coders.llm.url
        if not is_local(url):
            found.append(("llm_elsewhere", {"host": host_of(url)}))
    return found
