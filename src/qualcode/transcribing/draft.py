"""A machine's draft of a transcript: WebVTT that says it is one, written once and never over anything."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import __version__
from qualcode.errors import OutputError, Place, SourceError
from qualcode.messages import message
from qualcode.readers.vtt import DRAFT

if TYPE_CHECKING:
    from qualcode.encoders import Progress
    from qualcode.study import Study
    from qualcode.transcribing.recognizer import Heard, Recognizer


def place_for(recording: Path, study: Study) -> Path:
    """Where a recording's draft belongs: beside it if it lies in ``corpus/``, else right in it.

    Raises:
        OutputError: there is something already.
    """
    folder, inside = study.corpus, recording.absolute()
    if inside.is_relative_to(study.corpus.absolute()):
        folder = inside.parent
    target = folder / f"{recording.stem}.vtt"
    if target.exists() or target.is_symlink():
        raise OutputError(
            f"{target.name} is there already and is not written over.",
            where=Place(target),
            remedy="Perhaps somebody has corrected it. Move or rename it to have a new draft.",
        )
    return target


def transcribe(
    recording: Path,
    study: Study,
    recognizer: Recognizer,
    *,
    progress: Progress = lambda done, total: None,
) -> Path:
    """Writes a recording's draft into ``corpus/``; nothing is written before all is heard.

    Args:
        recording: A sound file, or a film with sound.
        study: The study.
        recognizer: What hears the words.
        progress: Called with seconds that are done, and all seconds (0 where the file does not say).

    Returns:
        The draft.

    Raises:
        OutputError: a file is there already, or it cannot be written.
        SourceError: the recording cannot be read, or nothing is said in it.
        ModelError: what reads sound is not installed.
    """
    from qualcode.transcribing.sound import duration, stretches

    target = place_for(recording, study)
    total = int(duration(recording) or 0)
    heard: list[Heard] = []
    progress(0, total)
    for stretch in stretches(recording):
        for one in recognizer.hear(stretch):
            heard.append(one)
            progress(int(one.ends), total)
        progress(int(stretch.ends), total)
    if not heard:
        raise SourceError("nothing_said", where=Place(recording))
    language = study.settings.outputs.language
    return _write(target, webvtt(heard, note(recording.name, recognizer.name, language)))


def webvtt(heard: Iterable[Heard], about: str) -> str:
    """Words and times as WebVTT, with a note at its head.

    Args:
        heard: In order; a cue each. Each lasts at least a thousandth of a second.
        about: The note; without empty lines, which would end it.
    """
    return "\n\n".join(["WEBVTT", f"NOTE\n{about}", *map(_cue, heard)]) + "\n"


def note(recording: str, model: str, language: str = "sv") -> str:
    """What a draft says of itself: that a machine made it, of what and with what, and what is to be done."""
    told = message("transcription.note", language, recording=recording, model=model, version=__version__)
    # An arrow would make it a cue.
    return f"{DRAFT}\n{told.strip()}".replace("-->", "→")


def stamp(seconds: float) -> str:
    """``hh:mm:ss.ttt``.

    Examples:
        >>> stamp(3725.5)
        '01:02:05.500'
    """
    whole, thousandths = divmod(round(max(0.0, seconds) * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths:03}"


def _cue(one: Heard) -> str:
    ends = max(one.ends, one.begins + 0.001)
    return f"{stamp(one.begins)} --> {stamp(ends)}\n{html.escape(one.words, quote=False)}"


def _write(target: Path, text: str) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise OutputError(
            f"{target.name} has been written by something else meanwhile.",
            where=Place(target),
            remedy="Move or rename it and transcribe again.",
        ) from None
    except OSError as error:
        raise OutputError(
            f"the draft could not be written ({error.strerror or error}).",
            where=Place(target),
            remedy="See that the disk has room and that the folder is writable.",
        ) from error
    return target
