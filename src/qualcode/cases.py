"""Cases: who or what is compared by its attributes.

A source is one case, unless it is a table of responses: then every response is a case of its own, with the
attributes of its row and those that ``metadata.csv`` gives the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from qualcode.coded import CodedSource

FEW = 5
"""A group of fewer cases is read as counts, not as shares: one case more could change the picture."""


def names(ordered: list[CodedSource]) -> tuple[str, ...]:
    """The attributes of the sources, and after them those that only their responses have."""
    found = dict.fromkeys(name for source in ordered for name in source.attributes)
    for source in ordered:
        for turn in source.turns:
            found.update(dict.fromkeys(turn.attributes))
    return tuple(found)


def of_sources(ordered: list[CodedSource], names: tuple[str, ...]) -> pd.DataFrame:
    """One row a source: its attributes, and what all of its responses have in common."""
    rows = []
    for source in ordered:
        described = dict(source.attributes)
        own = [turn.attributes for turn in source.turns if turn.attributes]
        for name in dict.fromkeys(name for attributes in own for name in attributes):
            values = {attributes.get(name, "") for attributes in own}
            described[name] = values.pop() if len(values) == 1 else described.get(name, "")
        rows.append([described.get(name, "") for name in names])
    return _frame(rows, [source.name for source in ordered], names)


def of_segments(
    ordered: list[CodedSource], names: tuple[str, ...], segment_code: pd.DataFrame
) -> tuple[pd.DataFrame, pd.Series]:
    """The cases, one row each with its attributes, and the label of each coded segment's case.

    Args:
        ordered: The sources.
        names: The attributes.
        segment_code: One row a coded segment, with ``source`` and ``turn`` (from 1).
    """
    labels: list[str] = []
    rows: list[list[str]] = []
    case_of: dict[tuple[str, int], str] = {}
    for source in ordered:
        known: set[str] = set()
        in_rows = any(turn.case for turn in source.turns)
        if not in_rows:
            labels.append(source.name)
            rows.append([source.attributes.get(name, "") for name in names])
            continue
        for number, turn in enumerate(source.turns, 1):
            # No name of a file holds a line break.
            label = f"{source.name}\n{turn.case}"
            case_of[source.name, number] = label
            if label not in known:
                known.add(label)
                labels.append(label)
                described = source.described(turn)
                rows.append([described.get(name, "") for name in names])
    places = zip(segment_code["source"], segment_code["turn"], strict=True)
    case = [case_of.get((source, int(turn)), source) for source, turn in places]
    return _frame(rows, labels, names), pd.Series(case, index=segment_code.index, dtype=object)


def _frame(rows: list[list[str]], index: list[str], names: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=index, columns=list(names), dtype=object)
