"""Every error a user can meet: what is wrong, where, and what to do.

The command line prints ``str(error)`` and leaves with ``error.exit_status``; a traceback is a defect.

====== ======================================================================
status meaning
====== ======================================================================
0      all done
1      a defect in qualcode itself
2      usage, or a setting in ``study.yaml``
3      done, but some sources could not be read
4      the codebook is not valid
5      ``codebook test``: some examples do not get their codes
6      a model or an optional package is missing, or a model's files are not what was recorded
7      nothing to code: no sources, or none that could be read
8      Prefect could not run the flow
9      a result could not be written, or a check on it failed
10     the key of de-identification needs its passphrase, or was given a wrong one
11     the key of de-identification is damaged or missing
12     people's codings cannot be read or written, or some of them need a person's eye
13     the argumentation is not valid
130    stopped by the user
====== ======================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands; line and column count from 1."""

    path: Path | str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [str(self.path), self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)


class QualcodeError(Exception):
    """An error a user can meet.

    Args:
        what: One sentence, what is wrong.
        where: The place in a file, when there is one.
        remedy: One sentence, what to do about it.
    """

    exit_status = 1

    def __init__(self, what: str, *, where: Place | None = None, remedy: str | None = None) -> None:
        self.what, self.where, self.remedy = what, where, remedy
        text = f"{where}: {what}" if where else what
        super().__init__(f"{text} {remedy}" if remedy else text)

    def __reduce__(self) -> tuple[Any, ...]:
        return _revived, (type(self), self.args, self.__dict__)


class SettingsError(QualcodeError):
    """The command's words or ``study.yaml`` are off."""

    exit_status = 2


class CodebookError(QualcodeError):
    """The codebook is not valid; ``problems`` holds every error found, in the order of the file."""

    exit_status = 4

    def __init__(self, problems: list[QualcodeError]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class ArgumentError(CodebookError):
    """The argumentation is not valid; ``problems`` holds every error found, in the order of the file."""

    exit_status = 13


class SourceError(QualcodeError):
    """One source could not be read; the others go on.

    Args:
        reason: A key under ``source_problems`` in the message catalogue (``empty``, ``encrypted`` …), so that
            the report can say it in Swedish and the terminal in English.
        where: The file, with line and column where they are known.
        details: Values for the message's placeholders.
    """

    exit_status = 3

    def __init__(self, reason: str, *, where: Place | None = None, **details: Any) -> None:
        from qualcode.messages import message

        self.reason, self.details = reason, details
        super().__init__(message(f"source_problems.{reason}", "en", **details), where=where)

    def in_language(self, language: str) -> str:
        """What is wrong and what to do, in the given language, without the place."""
        from qualcode.messages import message

        return message(f"source_problems.{self.reason}", language, **self.details)


class ModelError(QualcodeError):
    """A model is missing, cannot be loaded, or its files do not have the recorded hash."""

    exit_status = 6


class PackageError(QualcodeError):
    """A package that only some commands need is not installed."""

    exit_status = 6


class NothingToCodeError(QualcodeError):
    """There is no source, or none could be read."""

    exit_status = 7


class FlowError(QualcodeError):
    """Prefect could not run the flow."""

    exit_status = 8


class DefectError(QualcodeError):
    """Something that qualcode has not foreseen; its cause is the exception itself, whose message may quote an
    interview and is therefore not repeated."""


class OutputError(QualcodeError):
    """A result could not be written, or a check on it failed."""

    exit_status = 9


class PassphraseError(QualcodeError):
    """The key of de-identification needs a passphrase and got none, or a wrong one."""

    exit_status = 10


class KeyDamagedError(QualcodeError):
    """The key of de-identification is damaged, or is not there where one is needed."""

    exit_status = 11


class CodingsError(QualcodeError):
    """People's codings cannot be read or written, or some of them need a person's eye."""

    exit_status = 12


def _revived(kind: type[QualcodeError], args: tuple[Any, ...], state: dict[str, Any]) -> QualcodeError:
    """An error as it was, in another process."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error
