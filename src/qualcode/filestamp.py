"""What tells, without reading it, that a file is not the one that it was."""

from __future__ import annotations

import os

Stamp = tuple[int, int, int]
"""Size in bytes, time of the last change in nanoseconds, inode."""


def stamp(status: os.stat_result) -> Stamp:
    """Of a file's status."""
    return status.st_size, status.st_mtime_ns, status.st_ino
