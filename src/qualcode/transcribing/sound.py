"""The sound of a recording, a stretch at a time, so that a long one is never in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import ModelError, Place, SourceError

if TYPE_CHECKING:
    import numpy as np

RATE = 16_000
"""Samples a second, as Whisper hears."""
STRETCH = 300.0
"""Most seconds that are recognized at a time."""
LOOK_BACK = 30.0
"""Seconds before a stretch's end in which its quietest moment is looked for."""
_MOMENT = 0.2


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some minutes of a recording.

    Attributes:
        begins: Seconds from the recording's start.
        samples: (n_samples,) float32 between -1 and 1, one channel, ``RATE`` a second.
    """

    begins: float
    samples: np.ndarray

    @property
    def ends(self) -> float:
        """Seconds from the recording's start."""
        return self.begins + len(self.samples) / RATE


def duration(path: Path) -> float | None:
    """Seconds that a recording says it lasts; nothing where it does not say.

    Raises:
        SourceError, ModelError: as for :func:`stretches`.
    """
    with _opened(path) as container:
        return container.duration / 1_000_000 if container.duration else None


def stretches(path: Path, *, longest: float = STRETCH) -> Iterator[Stretch]:
    """The recording in stretches that end where it is quiet.

    Args:
        path: A sound file, or a film with sound.
        longest: Most seconds of one.

    Raises:
        SourceError: the file cannot be opened, or has no sound.
        ModelError: PyAV, which decodes, is not installed.
    """
    return cut(_decoded(path), longest=longest)


def cut(blocks: Iterable[np.ndarray], *, longest: float = STRETCH) -> Iterator[Stretch]:
    """Blocks of samples as stretches; each but the last ends at the quietest moment near its end."""
    import numpy as np

    most = int(longest * RATE)
    waiting, held, passed = [], 0, 0
    for block in blocks:
        waiting.append(block)
        held += len(block)
        while held >= most:
            samples = np.concatenate(waiting)
            end = _quietest(samples[:most])
            yield Stretch(passed / RATE, samples[:end])
            waiting, held, passed = [samples[end:]], len(samples) - end, passed + end
    if held:
        yield Stretch(passed / RATE, np.concatenate(waiting))


def _quietest(samples: np.ndarray) -> int:
    """Index of the middle of the quietest moment in the last half minute (or half) of the samples."""
    import numpy as np

    moment = int(_MOMENT * RATE)
    start = len(samples) - min(int(LOOK_BACK * RATE), len(samples) // 2)
    moments = (len(samples) - start) // moment
    if moments < 1:
        return len(samples)
    loudness = np.square(samples[start : start + moments * moment]).reshape(moments, moment).mean(axis=1)
    return start + int(loudness.argmin()) * moment + moment // 2


def _decoded(path: Path) -> Iterator[np.ndarray]:
    """Blocks of samples, in order; what is damaged in between is passed over."""
    import numpy as np

    with _opened(path) as container:
        import av

        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        frames = container.decode(audio=0)
        while True:
            try:
                frame = next(frames, None)
            except av.error.InvalidDataError:
                continue
            except av.error.FFmpegError as error:
                raise _no_sound(path) from error
            for made in resampler.resample(frame):
                yield made.to_ndarray().reshape(-1).astype(np.float32) / 32768.0
            if frame is None:
                return


def _opened(path: Path) -> Any:
    try:
        import av
    except ImportError:
        raise ModelError(
            "PyAV, which reads sound files, is not installed.",
            remedy='Install it with `pip install "qualcode[transcribe]"`.',
        ) from None
    if not path.exists():
        raise SourceError("missing", where=Place(path))
    try:
        # Only files of this machine: a playlist must not have anything fetched.
        container = av.open(str(path), metadata_errors="ignore", options={"protocol_whitelist": "file"})
    except (av.error.FFmpegError, OSError, ValueError) as error:
        denied = isinstance(error, PermissionError)
        raise SourceError("unreadable", where=Place(path)) if denied else _no_sound(path) from error
    if not container.streams.audio:
        container.close()
        raise _no_sound(path)
    return container


def _no_sound(path: Path) -> SourceError:
    return SourceError("no_sound", where=Place(path))
