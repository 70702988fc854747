"""A document's values as a pydantic model, with every error at its place."""

from __future__ import annotations

import copy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from qualcode.errors import QualcodeError
from qualcode.located.construction import misreading
from qualcode.located.document import Document, Loc
from qualcode.located.wording import problem_of

Model = TypeVar("Model", bound=BaseModel)

_NEUTRAL = {"missing": str, "tuple_type": list, "list_type": list, "model_type": dict, "dict_type": dict}
"""What takes the place of a faulty value, by the error's type."""


def validate(document: Document, model: type[Model]) -> tuple[Model | None, list[QualcodeError]]:
    """The model, and what is wrong with the document.

    Where there are problems the model is what is left when the faulty parts are taken out, so that further
    checks can report theirs at the same time; None if too little is left.
    """
    data = copy.deepcopy(document.data)
    told = {str(problem.where) for problem in document.problems}
    problems: list[QualcodeError] = []
    for repairs in range(5):
        try:
            return model.model_validate(data), problems
        except ValidationError as bad:
            errors = bad.errors(include_url=False)
        # What shows up only after a repair is its effect, not the writer's doing.
        if repairs == 0:
            wrong = [error for error in errors if not _is_number_as_text(error, document)]
            found = [problem_of(error, document, model) for error in wrong]
            distinct = {str(problem): problem for problem in found if str(problem.where) not in told}
            problems = list(distinct.values())
        if not isinstance(data, dict):
            return None, problems
        for error in errors:
            _repair(data, error)
    return None, problems


def _is_number_as_text(error: ErrorDetails, document: Document) -> bool:
    """Whether a number stands where text is wanted and can be taken as it is written (``version: 2``)."""
    number = isinstance(error["input"], int | float) and not isinstance(error["input"], bool)
    return error["type"] == "string_type" and number and not misreading(document.node(error["loc"]))


def _repair(data: Any, error: ErrorDetails) -> None:
    """Takes a faulty part out, without moving anything else in a list."""
    *way, last = error["loc"]
    holder = _at(data, tuple(way))
    if last == "[key]" or holder is None:
        return
    if error["type"] in _NEUTRAL:
        holder[last] = _NEUTRAL[error["type"]]()
    elif error["type"] == "string_type":
        holder[last] = str(error["input"])
    else:
        while not isinstance(holder, dict):
            *way, last = way
            holder = _at(data, tuple(way))
        holder.pop(last, None)


def _at(data: Any, loc: Loc) -> Any:
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
