"""De-identified copies of a study's sources, as a study that can be shared, coded and read in again.

The folder is a study of its own: texts in ``corpus/`` with turns, speakers and times, ``metadata.csv``, and a
``study.yaml`` that says who speaks, so that nobody's program has to guess.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

from qualcode.deidentify import copied_tables
from qualcode.deidentify.copied_tables import exact_clock
from qualcode.deidentify.older_runs import READ_ME
from qualcode.errors import OutputError, Place
from qualcode.messages import section
from qualcode.study import SETTINGS_FILE, SourceSettings, Study
from qualcode.transcript import Transcript, Turn
from qualcode.writers.cells import guarded

_MARK = "# De-identified copies, written by qualcode deidentify."


def write(study: Study, transcripts: Iterable[Transcript], folder: Path) -> list[str]:
    """Writes the copies, all or none; earlier copies in the folder are replaced.

    Args:
        study: The study as others may see it.
        transcripts: De-identified.
        folder: Where to.

    Returns:
        Names of sources whose copy does not come back with the same turns; their texts are whole.

    Raises:
        OutputError: the folder holds something else, or cannot be written.
    """
    if folder.exists() and any(folder.iterdir()) and not _is_ours(folder):
        raise OutputError(
            "this folder holds something else than de-identified copies.",
            where=Place(folder),
            remedy="Name a new one with --to; nothing was changed.",
        )
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        changed = _write(study, list(transcripts), beside)
        if folder.exists():
            shutil.rmtree(folder)
        os.rename(beside, folder)
    except OSError as error:
        with suppress(OSError):
            shutil.rmtree(beside, ignore_errors=True)
        raise OutputError(
            f"the copies could not be written ({error.strerror or error}).",
            where=Place(error.filename or folder),
            remedy="Close files of the folder that are open, see that the disk has room, and try again.",
        ) from error
    return changed


def text_of(transcript: Transcript) -> str:
    """A transcript as a text file that is read in again to the same turns, speakers and times."""
    return "\n\n".join(_written(transcript, turn) for turn in transcript.turns) + "\n"


def _written(transcript: Transcript, turn: Turn) -> str:
    lines = transcript.words(turn).split("\n")
    if turn.kind == "heading":
        return f"{'#' * min(len(turn.section) + 1, 6)} {' '.join(lines)}"
    stamp = _stamp(turn)
    if turn.speaker:
        # Each line says who speaks: a line that opens with a small letter would be taken for a wrapped one.
        return "\n".join(
            f"{stamp if not number else ''}{turn.speaker}: {line}" for number, line in enumerate(lines)
        )
    return f"{'- ' if turn.kind == 'note' else ''}{stamp}" + "\n".join(lines)


def _stamp(turn: Turn) -> str:
    if turn.begins is None:
        return ""
    until = f" --> {exact_clock(turn.ends)}" if turn.ends is not None else ""
    return f"[{exact_clock(turn.begins)}{until}] "


def _write(study: Study, transcripts: list[Transcript], folder: Path) -> list[str]:
    names = _names(transcripts)
    settings = {names[one.name]: _settings(study, one) for one in transcripts}
    for transcript in transcripts:
        path = folder / "corpus" / names[transcript.name]
        path.parent.mkdir(parents=True, exist_ok=True)
        if copied_tables.is_table(transcript):
            copied_tables.write(transcript, path)
        else:
            path.write_text(text_of(transcript), encoding="utf-8", newline="\n")
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    _metadata(transcripts, names, folder / "corpus" / "metadata.csv")
    given = {"title": study.settings.title, "language": study.settings.language, "sources": settings}
    # JSON is YAML, and needs no care for what stands in a name.
    lines = [
        _MARK,
        *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in given.items() if value),
    ]
    (folder / SETTINGS_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    left = section("deidentify.left", study.settings.outputs.language)
    (folder / READ_ME).write_text(
        "\n\n".join(left[part] for part in ("title", "what", "indirect", "key")) + "\n",
        encoding="utf-8",
        newline="\n",
    )
    return [
        one.name for one in transcripts if not _comes_back(one, folder / "corpus" / names[one.name], settings)
    ]


def _names(transcripts: list[Transcript]) -> dict[str, str]:
    """The copy's name by source: as the source's, but text, or a table where it is one."""
    names: dict[str, str] = {}
    for transcript in transcripts:
        table = copied_tables.is_table(transcript)
        suffix = copied_tables.suffix(transcript) if table else ".txt"
        plain = str(PurePosixPath(transcript.name).with_suffix(suffix))
        names[transcript.name] = plain if plain not in names.values() else f"{transcript.name}{suffix}"
    return names


def _settings(study: Study, transcript: Transcript) -> dict[str, Any]:
    roles = {turn.speaker: turn.role for turn in transcript.turns if turn.speaker and turn.role}
    labels = list(dict.fromkeys(turn.speaker for turn in transcript.turns if turn.speaker))
    language = study.source_settings(transcript.name).language
    found: dict[str, Any] = {"roles": roles, "labels": labels, "language": language}
    if copied_tables.is_table(transcript):
        found |= copied_tables.settings(transcript)
    return {name: value for name, value in found.items() if value}


def _metadata(transcripts: list[Transcript], names: dict[str, str], path: Path) -> None:
    columns = list(dict.fromkeys(column for one in transcripts for column in one.attributes))
    if not columns:
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(["source", *map(guarded, columns)])
        for one in transcripts:
            writer.writerow(
                [names[one.name], *(guarded(one.attributes.get(column, "")) for column in columns)]
            )


def _comes_back(transcript: Transcript, path: Path, settings: dict[str, dict[str, Any]]) -> bool:
    from qualcode import readers
    from qualcode.errors import SourceError

    name = path.name
    given = settings.get(str(name)) or next(
        (one for copy, one in settings.items() if str(path).endswith(str(PurePosixPath(copy)))), {}
    )
    try:
        again = readers.read(path, name, SourceSettings(**given), transcript.attributes)
    except SourceError:
        return False

    table = copied_tables.is_table(transcript)

    def told(one: Transcript) -> list[tuple[Any, ...]]:
        return [
            (turn.kind, turn.speaker, turn.begins, turn.ends, one.words(turn))
            + ((turn.section, turn.attributes) if table else ())
            for turn in one.turns
        ]

    return told(again) == told(transcript)


def _is_ours(folder: Path) -> bool:
    with suppress(OSError, UnicodeDecodeError):
        return (folder / SETTINGS_FILE).read_text("utf-8").startswith(_MARK)
    return False
