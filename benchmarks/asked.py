"""What most measurements are told on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

FOLDERS = {"gold": "folder with the coded text", "shared": "folder with gold/ and benchmarks/"}


def parser(doc: str, folder: str) -> argparse.ArgumentParser:
    """A parser of the folder that the files lie in, and of where vectors are kept.

    Args:
        doc: The measurement's docstring; its first line says what it does.
        folder: One of :data:`FOLDERS`.
    """
    made = argparse.ArgumentParser(description=doc.splitlines()[0])
    made.add_argument(folder, type=Path, help=FOLDERS[folder])
    made.add_argument("--vectors", type=Path, default=Path(".qualcode/vectors"), help="cache of vectors")
    return made


def writing(doc: str, folder: str) -> argparse.Namespace:
    """What was asked of a measurement that can keep its table: ``--write`` beside what :func:`parser` has."""
    made = parser(doc, folder)
    made.add_argument("--write", action="store_true", help="keep the table")
    return made.parse_args()
