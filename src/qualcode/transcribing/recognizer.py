"""Whisper by faster-whisper, from a fetched model or a local folder, in the language it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from qualcode.encoders import store
from qualcode.encoders.offline import stay_offline
from qualcode.errors import ModelError, Place

if TYPE_CHECKING:
    from qualcode.transcribing.sound import Stretch

# Without a tokenizer of its own faster-whisper would look for one on the hub.
NEEDED = ("model.bin", "config.json", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Heard:
    """A few words and when they were said, in seconds from the recording's start."""

    begins: float
    ends: float
    words: str


class Recognizer(Protocol):
    """What hears words in sound.

    Attributes:
        name: Model and revision, as a person is told.
    """

    name: str

    def hear(self, stretch: Stretch) -> Iterator[Heard]:
        """What is said in a stretch, in order."""
        ...


class Whisper:
    """A Whisper model in CTranslate2's format, run by the processor in int8.

    Args:
        model: As it was fetched, or a folder with ``model.bin``.
        language: What is spoken (``sv``); it is never guessed.
        revision: The fetched commit (or its beginning); without one, the only one that was fetched.
        threads: Threads; 0 lets the machine decide.

    Raises:
        ModelError: faster-whisper or the model is missing, or the model does not know the language.
    """

    def __init__(self, model: str, *, language: str, revision: str | None = None, threads: int = 0) -> None:
        stay_offline()
        folder, called, commit = locate(model, revision)
        self.name = f"{called}@{commit[:12]}"
        self._language = language
        self._model = _load(folder, called, threads)
        if language not in self._model.supported_languages:
            raise ModelError(
                f"{called} does not know the language {language}.",
                where=Place(folder),
                remedy="Name a multilingual or Swedish model, like KBLab/kb-whisper-small.",
            )

    def hear(self, stretch: Stretch) -> Iterator[Heard]:
        """What is said in a stretch; silence is left out before Whisper can imagine words in it."""
        segments, _ = self._model.transcribe(
            stretch.samples,
            language=self._language,
            task="transcribe",
            vad_filter=True,
            # A wrong sentence must not lead the next ones astray.
            condition_on_previous_text=False,
        )
        for segment in segments:
            if words := " ".join(segment.text.split()):
                yield Heard(stretch.begins + segment.start, stretch.begins + segment.end, words)


def locate(model: str, revision: str | None = None) -> tuple[Path, str, str]:
    """A model's folder, its name, and its revision: of a local folder, the hash of its weights.

    Raises:
        ModelError: it is neither a folder nor fetched, is no CTranslate2 Whisper, or is not as recorded.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        _require_files(folder)
        return folder, folder.resolve().name, store.sha256(folder / "model.bin")
    fitting = [one for one in store.stored(model) if one.revision.startswith(revision or "")]
    if not fitting:
        at, wanted = (f" at revision {revision}", f" --revision {revision}") if revision else ("", "")
        raise ModelError(
            f"{model}{at} is neither a folder nor a fetched model.",
            remedy=f"Fetch it once with `qualcode models fetch {model}{wanted}`, or name a folder: --model.",
        )
    if len(fitting) > 1:
        found = ", ".join(one.revision[:12] for one in fitting)
        raise ModelError(
            f"several revisions of {model} have been fetched ({found}).", remedy="Say which with --revision."
        )
    (one,) = fitting
    one.require_unchanged()
    _require_files(one.folder)
    return one.folder, model, one.revision


def _require_files(folder: Path) -> None:
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"this is no Whisper model in CTranslate2's format: {', '.join(missing)} missing.",
            where=Place(folder),
            remedy="Name one that is, like KBLab/kb-whisper-small or Systran/faster-whisper-small.",
        )


def _load(folder: Path, called: str, threads: int) -> Any:
    try:
        from faster_whisper import WhisperModel
    except ImportError:
        raise ModelError(
            "faster-whisper, which transcribes, is not installed.",
            remedy='Install it with `pip install "qualcode[transcribe]"`.',
        ) from None
    try:
        return WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
    except (RuntimeError, ValueError, OSError) as error:
        reason = str(error).strip().splitlines()
        raise ModelError(
            f"{called} cannot be loaded ({reason[0] if reason else type(error).__name__}).",
            where=Place(folder),
            remedy="Fetch it again with `qualcode models fetch`, or name another with --model.",
        ) from error
