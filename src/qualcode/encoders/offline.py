"""Hugging Face's libraries kept from the network: only ``qualcode models fetch`` does without this."""

from __future__ import annotations

import os

_SILENT = {
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
}


def stay_offline() -> None:
    """Set the libraries' switches; to be called before they are imported for the first time."""
    for name, value in _SILENT.items():
        os.environ.setdefault(name, value)
