"""pydantic's findings in words for the person who writes the file."""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel
from pydantic_core import ErrorDetails

from qualcode.errors import QualcodeError
from qualcode.located.construction import misread, misreading
from qualcode.located.document import Document, Loc
from qualcode.located.problems import nearest

_LIST = "Write each item on a line of its own after '- ', or all in brackets: [one, two]."
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "greater_than": ("more than", "gt"),
    "less_than_equal": ("at most", "le"),
    "less_than": ("less than", "lt"),
}


def problem_of(error: ErrorDetails, document: Document, model: type[BaseModel]) -> QualcodeError:
    """A validation error as a problem with its place and remedy."""
    loc: Loc = tuple(step for step in error["loc"] if step != "[key]")
    kind, given = error["type"], error["input"]
    node = document.node(loc)
    if kind in ("missing", "extra_forbidden"):
        what, remedy = _key_problem(kind, loc, document, model)
        where = document.place(loc if kind == "extra_forbidden" else loc[:-1], key=kind == "extra_forbidden")
        return QualcodeError(what, where=where, remedy=remedy)
    if kind == "string_type" and isinstance(node, yaml.ScalarNode) and misreading(node):
        return misread(node, document.path)
    what, remedy = _value_problem(error, loc, given, model)
    return QualcodeError(what, where=document.place(loc), remedy=remedy)


def _key_problem(kind: str, loc: Loc, document: Document, model: type[BaseModel]) -> tuple[str, str]:
    name, inside = loc[-1], _inside(loc[:-1], document)
    if kind == "missing":
        return f"'{name}' is missing{inside}.", f"Add `{name}: …`."
    known = keys_of(_model_at(model, loc[:-1]))
    near = nearest(str(name), known)
    remedy = f"Did you mean '{near}'?" if near else f"Known keys here: {', '.join(known)}."
    return f"unknown key '{name}'{inside}.", remedy


def _value_problem(error: ErrorDetails, loc: Loc, given: Any, model: type[BaseModel]) -> tuple[str, str]:
    kind, name = error["type"], _name(loc)
    if kind == "string_type" and isinstance(given, dict):
        key = next(iter(given), "")
        return (
            f"a colon makes '{key}' a key here, where {name} should be text.",
            "Put the whole text in quotes.",
        )
    if kind == "string_type":
        return (
            f"{name} should be text, not a list.",
            "Remove the dashes or brackets, or quote it.",
        )
    if kind in ("tuple_type", "list_type"):
        return f"{name} should be a list.", _LIST
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        known = keys_of(_model_at(model, loc))
        return f"{name} should hold keys with values.", f"Known keys: {', '.join(known)}." if known else (
            "Write `key: value` on lines of their own under it."
        )
    if kind == "literal_error":
        expected = error["ctx"]["expected"]
        near = nearest(str(given), expected.replace("'", "").replace(" or ", ", ").split(", "))
        hint = f"Did you mean '{near}'? " if near else ""
        return f"{name} cannot be '{given}'.", f"{hint}It can be {expected}."
    if kind.startswith("bool_"):
        return f"{name} should be yes or no, not '{given}'.", "Write true or false."
    if kind.startswith(("int_", "float_")):
        number = "a whole number" if kind.startswith("int_") else "a number"
        return f"{name} should be {number}, not '{given}'.", "Write digits; decimals after a point."
    if kind in _BOUNDS:
        words, bound = _BOUNDS[kind]
        return f"{name} should be {words} {error['ctx'][bound]}, but is {given}.", "Choose another number."
    text = error["msg"].removeprefix("Value error, ")
    return f"{name}: {text[:1].lower()}{text[1:]}.", f"Change '{given}'."


def _name(loc: Loc) -> str:
    words = [step for step in loc if isinstance(step, str)]
    if not words:
        return "the file"
    if isinstance(loc[-1], int):
        return f"item {loc[-1] + 1} of '{words[-1]}'"
    return f"'{words[-1]}'"


def _inside(loc: Loc, document: Document) -> str:
    for end in range(len(loc), 0, -1):
        value = document.value(loc[:end])
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            return f" in '{value['id']}'"
    return f" in {_name(loc)}" if loc else ""


def keys_of(model: Any) -> tuple[str, ...]:
    """The keys that a model's YAML may have."""
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return ()
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _model_at(model: Any, loc: Loc) -> Any:
    """The annotation at a place in a model: a model, or something that has no keys of its own."""
    for step in loc:
        model = _unwrapped(model)
        if isinstance(model, type) and issubclass(model, BaseModel):
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            if step not in fields:
                return None
            model = fields[str(step)].annotation
        else:
            inner = get_args(model)
            if not inner:
                return None
            model = inner[1] if get_origin(model) is dict else inner[0]
    return _unwrapped(model)


def _unwrapped(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        return next((part for part in get_args(annotation) if part is not type(None)), None)
    return annotation
