"""What a job's sources say as they are now, before anything is coded: texts and segments.

What cannot be read is left out; the job has noted it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from qualcode.errors import SourceError

if TYPE_CHECKING:
    from qualcode.coded import CodedSource
    from qualcode.job import Job


def text(job: Job, name: str) -> str:
    """A source's text as decisions and offsets refer to it; of a de-identified study the de-identified one.

    Raises:
        SourceError: it cannot be read.
    """
    job.read(name)
    return job.source(name).transcript().text


def texts(job: Job) -> dict[str, str]:
    """The texts of all sources, by name."""
    found: dict[str, str] = {}
    for name in job.sources:
        with suppress(SourceError):
            found[name] = text(job, name)
    return found


def segmented(job: Job) -> list[CodedSource]:
    """All sources cut into segments, without codings."""
    from qualcode import coded

    found = []
    for name in job.sources:
        with suppress(SourceError):
            job.read(name)
            job.annotate(name)
            found.append(coded.source(job.source(name).doc()))
    return found
