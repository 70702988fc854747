"""A YAML file as values and as places."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from qualcode.errors import Place, QualcodeError
from qualcode.located.construction import construct, entries, expanded_size
from qualcode.located.problems import shown, stop_on
from qualcode.located.syntax import syntax_problem

Loc = tuple[str | int, ...]
"""The way to a value: keys and list positions (from 0), as pydantic gives them."""

LARGEST = 200_000
"""Values a file may hold once its aliases are written out; a codebook of 500 examples has some 3,000."""


@dataclass
class Document:
    """A file that is YAML, whatever else is wrong with it.

    Attributes:
        path: As people should read it.
        root: The YAML tree; None for an empty file.
        data: The values: dicts with string keys, lists, strings, numbers, booleans.
        problems: Duplicate keys, misread words and the like.
    """

    path: Path
    root: yaml.Node | None
    data: Any
    problems: list[QualcodeError] = field(default_factory=list)

    def node(self, loc: Loc, *, key: bool = False) -> yaml.Node | None:
        """The YAML node at ``loc`` or the nearest one around it; with ``key`` that of the key."""
        node = self.root
        named = node
        for step in loc:
            if isinstance(node, yaml.MappingNode):
                found = next(((k, v) for k, v, text in entries(node) if text == str(step)), None)
                if found is None:
                    break
                named, node = found
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                named = node = node.value[step]
            else:
                break
        return named if key else node

    def place(self, loc: Loc = (), *, key: bool = False) -> Place:
        """Where the value at ``loc`` starts (with ``key``: its key), or the nearest value around it."""
        node = self.node(loc, key=key)
        if node is None:
            return Place(self.path, 1, 1)
        return Place(self.path, node.start_mark.line + 1, node.start_mark.column + 1)

    def value(self, loc: Loc) -> Any:
        """The value at ``loc``; None if there is none."""
        value = self.data
        for step in loc:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def positions(path: Path, *, error: type[QualcodeError]) -> Document:
    """Where things stand in the file: ``positions(path, error=…).place(("codes", 0, "id"))``."""
    return read(path, error)


def read(path: Path, error: type[QualcodeError]) -> Document:
    """The file's values and places; smaller problems are kept in ``Document.problems``.

    Raises:
        QualcodeError: of the type ``error``: there is no such file, or it is not YAML.
    """
    where = shown(path)
    text = _text(path, where, error)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = loader(text).get_single_node()
        size = expanded_size(root)
    except yaml.YAMLError as bad:
        stop_on([syntax_problem(bad, text, where)], error)
        raise
    except RecursionError:
        size = None
    if size is None or size > LARGEST:
        problem = QualcodeError(
            "the file's aliases (`*name`) or brackets unfold without end.",
            where=Place(where),
            remedy="Write the content out where it belongs.",
        )
        stop_on([problem], error)
    data, problems = construct(root, where, text.splitlines())
    return Document(where, root, {} if data is None else data, problems)


def _text(path: Path, where: Path, error: type[QualcodeError]) -> str:
    try:
        data = path.read_bytes()
    except OSError as bad:
        missing = isinstance(bad, FileNotFoundError)
        problem = QualcodeError(
            "there is no such file." if missing else f"the file cannot be read ({bad.strerror}).",
            where=Place(where),
            remedy="Check the name and the folder you stand in." if missing else "Check who may read it.",
        )
        stop_on([problem], error)
        raise
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        line = data.count(b"\n", 0, bad.start) + 1
        column = bad.start - (data.rfind(b"\n", 0, bad.start) + 1) + 1
        remedy = "Save it as UTF-8 in your editor (in Notepad: Save as, Encoding: UTF-8)."
        problem = QualcodeError("the file is not UTF-8.", where=Place(where, line, column), remedy=remedy)
        stop_on([problem], error)
        raise
