"""Runs and copies made before a name was known: which of them hold it in clear.

Nobody's runs are removed by a run. It names them, in the terminal and in its manifest, and
``qualcode deidentify --purge`` removes them.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from qualcode.deidentify.name_lists import is_word
from qualcode.runfolder import MANIFEST, runs
from qualcode.study import Study
from qualcode.transcript import Transcript

_ALL_TEXT = ("segments.csv", MANIFEST)
"""Files of a run that hold every word and every name of a source that any of its files holds."""
READ_ME = "README.txt"
_TOKEN = re.compile(r"[^\W_]+")
_DOCBIN_HEAD = 16


def names_to_look_for(originals: Iterable[str], transcripts: Iterable[Transcript]) -> set[str]:
    """What was replaced and would be a leak in an older run: what stands nowhere in the sources now.

    Args:
        originals: What was replaced, as it is written.
        transcripts: De-identified.
    """
    parts: list[str] = []
    for one in transcripts:
        parts += [one.text, one.name, *one.attributes.values()]
        parts += dict.fromkeys(turn.speaker for turn in one.turns if turn.speaker)
    kept = "\n".join(f" {' '.join(_TOKEN.findall(part))} " for part in parts)
    found = set()
    for original in originals:
        name = " ".join(_TOKEN.findall(unicodedata.normalize("NFC", original)))
        if len(name) > 2 and f" {name} " not in kept:
            found.add(name)
    return found


def with_names(study: Study, names: Iterable[str]) -> list[str]:
    """Folders of complete runs that hold one of these names in clear, oldest first.

    Args:
        study: The study.
        names: As :func:`names_to_look_for` gave them.
    """
    by_token = _by_token(names)
    return [run.name for run in runs(study) if by_token and _holds(run, by_token)]


def copies_have_names(folder: Path, names: Iterable[str]) -> bool:
    """Whether earlier de-identified copies in a folder hold one of these names in clear."""
    by_token = _by_token(names)
    return bool(by_token) and folder.is_dir() and _holds(folder, by_token)


def not_deidentified(study: Study) -> list[str]:
    """Folders of complete runs that were made without de-identification, oldest first."""
    return [run.name for run in runs(study) if not _was_deidentified(run)]


def _by_token(names: Iterable[str]) -> dict[str, list[list[str]]]:
    """What follows a name's first word, for each name that begins with it."""
    found: dict[str, list[list[str]]] = {}
    for name in names:
        first, *rest = name.split()
        found.setdefault(first, []).append(rest)
    return found


def _was_deidentified(run: Path) -> bool:
    with suppress(OSError, ValueError, AttributeError):
        manifest = json.loads((run / MANIFEST).read_text("utf-8"))
        return bool(manifest["settings"].get("deidentify", {}).get("enabled"))
    return False


def _holds(run: Path, by_token: dict[str, list[list[str]]]) -> bool:
    files = [run / name for name in _ALL_TEXT]
    if not all(path.is_file() for path in files):
        files = sorted(path for path in run.rglob("*") if path.is_file())
    for path in files:
        for text in _texts(path):
            tokens = _TOKEN.findall(unicodedata.normalize("NFC", text))
            for at, token in enumerate(tokens):
                for rest in by_token.get(token, by_token.get(token.removesuffix("s"), ())):
                    if not rest and _has_own_words(path) and is_word(token.casefold()):
                        continue
                    following = tokens[at + 1 : at + 1 + len(rest)]
                    if following == rest or (
                        rest and following[:-1] == rest[:-1] and following[-1] == f"{rest[-1]}s"
                    ):
                        return True
    return False


def _has_own_words(path: Path) -> bool:
    """Whether a file says more than the sources do (*Per källa*): a word in it may be nobody's name."""
    return path.suffix not in (".csv", ".txt") or path.name == READ_ME


def _texts(path: Path) -> Iterator[str]:
    """A file's text; what stands in archives and in DocBins unpacked."""
    try:
        data = path.read_bytes()
        if is_zipfile(path):
            with ZipFile(path) as archive:
                yield from (archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
            return
    except (OSError, BadZipFile):
        return
    for packed in (data, data[_DOCBIN_HEAD:]):
        with suppress(zlib.error):
            data = zlib.decompress(packed)
            break
    text = data.decode("utf-8", "replace")
    if path.suffix == ".json":
        with suppress(ValueError):
            text = json.dumps(json.loads(text), ensure_ascii=False)
    yield text
