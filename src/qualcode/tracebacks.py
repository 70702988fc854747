"""Where an unexpected error came from, kept for a report of it, without a word of anybody's text."""

from __future__ import annotations

import sys
import tempfile
import traceback
from pathlib import Path

from qualcode import __version__


def write_traceback(error: BaseException) -> Path:
    """A file with the lines an error passed through; its message, which may quote an interview, is not."""
    lines = []
    current: BaseException | None = error
    while current is not None:
        lines += [*traceback.format_tb(current.__traceback__), f"{type(current).__name__}\n\n"]
        current = current.__cause__ or current.__context__
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="qualcode-", suffix=".txt", delete=False
    ) as file:
        file.write(f"qualcode {__version__}, Python {sys.version}\n\n" + "".join(lines))
    return Path(file.name)
