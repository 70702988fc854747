"""What cannot be done, said in the reviewer's language; what they sent is not repeated."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError

from qualcode.desk.acts import RefusedError
from qualcode.desk.answer import Answer
from qualcode.errors import CodingsError, Place
from qualcode.messages import message

if TYPE_CHECKING:
    from qualcode.study import Study

CHANGED = 409
"""What was asked for does not fit what there is (any more)."""
NOT_UNDERSTOOD, NO_ROOM = 422, 507
_WHY = {
    errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EACCES: "locked", errno.EPERM: "locked",
    errno.EROFS: "locked", errno.EBUSY: "locked",
}  # fmt: skip


def tell(app: FastAPI, study: Callable[[], Study]) -> None:
    """Has an application say what it refuses, and what could not be written.

    Args:
        app: The application.
        study: Gives the study, as its settings are now.
    """

    def refused(request: Request, error: Exception) -> Answer:
        key = error.key if isinstance(error, RefusedError) else "request"
        words = message(f"desk.refused.{key}", study().settings.outputs.language)
        return Answer({"refused": key, "words": words}, CHANGED if key != "request" else NOT_UNDERSTOOD)

    def unwritten(request: Request, error: Exception) -> Answer:
        assert isinstance(error, CodingsError)
        language, cause = study().settings.outputs.language, error.__cause__
        why = _WHY.get(cause.errno or 0, "other") if isinstance(cause, OSError) else "other"
        words = message(
            "desk.refused.unwritten",
            language,
            where=shown(error.where, study()) if error.where else "",
            why=message(f"desk.unwritten.{why}", language),
        )
        return Answer({"refused": "unwritten", "words": words}, NO_ROOM)

    app.add_exception_handler(RefusedError, refused)
    app.add_exception_handler(RequestValidationError, refused)
    app.add_exception_handler(CodingsError, unwritten)


def shown(place: Place, study: Study) -> str:
    """A place as one finds it from the study's folder: file, line and column."""
    from pathlib import Path

    root, path = study.root.resolve(), Path(place.path).resolve()
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    return str(Place(name, place.line, place.column))
