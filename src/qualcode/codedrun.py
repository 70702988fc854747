"""A run that was written, read again: its sources as they were coded, and the codebook that they follow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import OutputError, Place

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource


def read(folder: Path, purpose: str) -> tuple[list[CodedSource], Codebook]:
    """All sources, in the order of all tables, and the codebook.

    Args:
        folder: The run's.
        purpose: What it is read for, as a participle.

    Raises:
        OutputError: the run lacks what is needed, or that is damaged.
    """
    from qualcode import coded
    from qualcode.writers import codings_spacy, used_codebook

    codebook, packed = used_codebook.read(folder), folder / codings_spacy.NAME
    if codebook is None or not packed.is_file():
        raise OutputError(
            f"this run cannot be {purpose}: it lacks codings.spacy or codebook.json.",
            where=Place(folder),
            remedy="Let study.yaml ask for codings.spacy under outputs: formats:, and run again.",
        )
    with whole(folder):
        return coded.sources(codings_spacy.read(packed)), codebook


@contextmanager
def whole(folder: Path) -> Iterator[None]:
    """While a run's files are read: whatever they make go wrong means that the run is damaged.

    Raises:
        OutputError: something did.
    """
    try:
        yield
    except OutputError:
        raise
    except Exception as error:
        raise OutputError(
            f"this run is damaged ({type(error).__name__}).",
            where=Place(folder),
            remedy="Make another one with `qualcode run --force`.",
        ) from error
