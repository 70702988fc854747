"""YAML nodes to values, without YAML 1.1 reading words as something else behind the writer's back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from qualcode.errors import Place, QualcodeError

_TAG = "tag:yaml.org,2002:"
_SCALARS = yaml.SafeLoader("")
_TAKEN_FOR_COMMENT = re.compile(r":?\s*(#[^\s#]\S*)")
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


def entries(node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node, str]]:
    """Key node, value node and key text of a mapping; its own first, then those merged in with ``<<``."""
    merged: list[yaml.Node] = []
    for key, value in node.value:
        if key.tag == _TAG + "merge":
            merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
        elif isinstance(key, yaml.ScalarNode):
            yield key, value, unicodedata.normalize("NFC", key.value)
    for source in merged:
        if isinstance(source, yaml.MappingNode):
            yield from entries(source)


def expanded_size(root: yaml.Node | None) -> int | None:
    """Values under a node once aliases are written out; None if an alias stands inside what it names."""
    sizes: dict[int, int | None] = {}

    def size(node: yaml.Node) -> int | None:
        if isinstance(node, yaml.ScalarNode):
            return 1
        if id(node) in sizes:
            return sizes[id(node)]
        sizes[id(node)] = None
        inner = node.value
        if isinstance(node, yaml.MappingNode):
            inner = [part for pair in inner for part in pair]
        total = 1
        for part in inner:
            below = size(part)
            if below is None:
                return None
            total += below
        sizes[id(node)] = total
        return total

    return 0 if root is None else size(root)


def misreading(node: yaml.Node | None) -> str | None:
    """What YAML 1.1 makes of an unquoted word that most people would take for text; None if it keeps it.

    A number that reads back as it is written (``7``, ``2.5``) is no misreading.
    """
    if not isinstance(node, yaml.ScalarNode) or node.style in ("'", '"', "|", ">"):
        return None
    kind = node.tag.removeprefix(_TAG)
    if kind == "bool":
        return f"the truth value {str(_SCALARS.construct_yaml_bool(node)).lower()}"
    if kind == "timestamp":
        return "a date"
    if kind == "null" and node.value:
        return "nothing at all"
    if kind in ("int", "float"):
        value = _number(node)
        return None if _reads_back(node, value) else f"the number {value}"
    return None


def misread(node: yaml.ScalarNode, path: Path) -> QualcodeError:
    """The problem of a word that YAML reads as something else."""
    return QualcodeError(
        f"YAML reads the unquoted `{node.value}` as {misreading(node)}.",
        where=_place(node, path),
        remedy=f'Write "{node.value}" in quotes to mean the word.',
    )


def construct(root: yaml.Node | None, path: Path, lines: Sequence[str]) -> tuple[Any, list[QualcodeError]]:
    """The values of a tree, and what is wrong with it whatever it is meant to be.

    A key without a value counts as not written. Text is NFC, as transcripts are.

    Args:
        root: The tree; None for an empty file.
        path: The file as people should read it.
        lines: The file's lines.
    """
    problems: list[QualcodeError] = []
    known: dict[int, Any] = {}

    def value_of(node: yaml.Node) -> Any:
        if id(node) not in known:
            if isinstance(node, yaml.MappingNode):
                known[id(node)] = mapping(node)
            elif isinstance(node, yaml.SequenceNode):
                known[id(node)] = [item(part) for part in node.value]
            else:
                known[id(node)] = scalar(node)
        return known[id(node)]

    def item(node: yaml.Node) -> Any:
        value = value_of(node)
        if value is not None:
            return value
        if misreading(node):
            problems.append(misread(node, path))
        elif comment_after(node.start_mark):
            return ""
        else:
            remedy = "Write something after the dash, or remove it."
            problems.append(
                QualcodeError("the list has an empty item.", where=_place(node, path), remedy=remedy)
            )
        return ""

    def comment_after(mark: yaml.Mark) -> bool:
        """Reports text that starts with # where a value should stand, as an unquoted colour does."""
        line = lines[mark.line] if mark.line < len(lines) else ""
        word = _TAKEN_FOR_COMMENT.match(line, mark.column)
        if word:
            problems.append(
                QualcodeError(
                    f"YAML takes `{word[1]}` for a comment.",
                    where=Place(path, mark.line + 1, word.start(1) + 1),
                    remedy=f'Write "{word[1]}" in quotes (and comments with a space after the #).',
                )
            )
        return bool(word)

    def mapping(node: yaml.MappingNode) -> dict[str, Any]:
        values: dict[str, Any] = {}
        first: dict[str, yaml.Node] = {}
        own = {id(key) for key, _ in node.value}
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                remedy = "Put text that starts with [ or { in quotes."
                problems.append(
                    QualcodeError("a key must be a word.", where=_place(key, path), remedy=remedy)
                )
        for key, inner, text in entries(node):
            if id(key) in own:
                if misreading(key):
                    problems.append(misread(key, path))
                elif "\u00a0" in text:
                    problems.append(
                        QualcodeError(
                            "there is a non-breaking space in the key.",
                            where=_place(key, path),
                            remedy="Replace it by an ordinary space, or indent with ordinary spaces.",
                        )
                    )
                if text in first:
                    problems.append(_twice(text, key, first[text], path))
                    continue
                first[text] = key
            elif text in first:
                continue
            value = value_of(inner)
            if value is None and id(key) in own:
                comment_after(key.end_mark)
            elif value is not None:
                values.setdefault(text, value)
        return values

    def scalar(node: yaml.ScalarNode) -> Any:
        kind = node.tag.removeprefix(_TAG)
        if kind == "null":
            return None
        if kind == "bool":
            return _SCALARS.construct_yaml_bool(node)
        if kind == "timestamp" or (kind in ("int", "float") and ":" in node.value):
            problems.append(misread(node, path))
        elif kind in ("int", "float"):
            return _number(node)
        elif kind not in ("str", "value", "merge"):
            remedy = "Put text that starts with an exclamation mark in quotes."
            what = f"`{node.tag.replace(_TAG, '!!')}` is a YAML tag, and tags have no meaning here."
            problems.append(QualcodeError(what, where=_place(node, path), remedy=remedy))
        return unicodedata.normalize("NFC", node.value)

    return (None if root is None else value_of(root)), problems


def _number(node: yaml.ScalarNode) -> int | float:
    if node.tag == _TAG + "int":
        return _SCALARS.construct_yaml_int(node)
    return _SCALARS.construct_yaml_float(node)


def _reads_back(node: yaml.ScalarNode, value: int | float) -> bool:
    return bool(_PLAIN_NUMBER.fullmatch(node.value)) and str(value) == node.value


def _twice(text: str, key: yaml.Node, first: yaml.Node, path: Path) -> QualcodeError:
    return QualcodeError(
        f"the key '{text}' stands twice (first at line {first.start_mark.line + 1}).",
        where=_place(key, path),
        remedy="Remove or merge one of them.",
    )


def _place(node: yaml.Node, path: Path) -> Place:
    return Place(path, node.start_mark.line + 1, node.start_mark.column + 1)
