"""Files for the readers, and the ways to read them."""

from __future__ import annotations

import types
from pathlib import Path

import pytest
from files_by_hand import make_docx, make_odt, make_pdf, zipped
from interview_files import INTERVIEW, WRITERS

from qualcode import readers
from qualcode.errors import SourceError
from qualcode.transcript import Transcript

PLAIN = (".txt", ".md", ".docx", ".odt", ".rtf", ".pdf")
CUES = (".srt", ".vtt")


@pytest.fixture
def write(tmp_path):
    """Write ``INTERVIEW`` (or another) in the format of a suffix; returns the path."""

    def write(suffix: str, interview=INTERVIEW) -> Path:
        path = tmp_path / f"intervju{suffix}"
        data = WRITERS[suffix](interview)
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        return path

    return write


@pytest.fixture
def read(tmp_path):
    """Read bytes or text as a file of the given name."""

    def read(content: bytes | str, name: str = "intervju.txt", settings=None, attributes=None) -> Transcript:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return readers.read(path, name, settings, attributes)

    return read


@pytest.fixture
def turns(read):
    """Speaker and words of each turn of a text file."""

    def turns(content: bytes | str, name: str = "intervju.txt", **rest):
        transcript = read(content, name, **rest)
        return [(turn.speaker, transcript.words(turn)) for turn in transcript.turns]

    return turns


@pytest.fixture
def make():
    """Files by hand: ``make.docx(body)``, ``make.odt(body)``, ``make.pdf(pages)``, ``make.zip(parts)``."""
    return types.SimpleNamespace(docx=make_docx, odt=make_odt, pdf=make_pdf, zip=zipped)


@pytest.fixture
def files() -> Path:
    """The same interview as Word's template and LibreOffice wrote it."""
    return Path(__file__).parent / "files"


@pytest.fixture
def read_or_refuse(tmp_path):
    """Read bytes as a file with the given suffix; ``None`` where it is refused by its name."""

    def read_or_refuse(suffix: str, data: bytes) -> Transcript | None:
        path = tmp_path / f"a{suffix}"
        path.write_bytes(data)
        try:
            return readers.read(path, path.name)
        except SourceError as error:
            assert str(error.where).startswith(path.name)
            return None

    return read_or_refuse
