"""Votes of coders beside rules and themes, kept in the Doc of a source: what a model once answered can be had
again from nowhere else.

They lie in the attributes of the span group ``votes``, which has no spans; a Doc that nobody else voted on
has no such group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc, SpanGroup

from qualcode.coding.others import Voted

GROUP = "votes"
DIGITS = 6


@dataclass(frozen=True)
class KeptVotes:
    """What a coder said of a source's segments that are coded.

    Attributes:
        kind: Its name in :data:`qualcode.coding.others.MODULES`.
        name: ``name@revision``.
        question: A hash of what it was asked beside the text: model, instruction, statements.
        codes: Ids of the codes, by column.
        probability: (n_segments, n_codes); NaN where it said nothing.
        words: By row and code id, the words that it goes by.
    """

    kind: str
    name: str
    question: str
    codes: tuple[str, ...]
    probability: np.ndarray
    words: dict[tuple[int, str], str]

    def of(self, row: int, ids: Sequence[str], now: Mapping[str, str]) -> np.ndarray:
        """(n_codes,) what it said of a segment, NaN for codes that it was not asked about.

        Args:
            row: Number of the segment among those that are coded.
            ids: The codes wanted.
            now: By id that a code had when it was asked, the one in ``ids``.
        """
        columns = {now.get(code, code): number for number, code in enumerate(self.codes)}
        said = [self.probability[row, columns[code]] if code in columns else np.nan for code in ids]
        return np.array(said, float)


def keep(doc: Doc, voted: Sequence[Voted], ids: Sequence[str]) -> None:
    """Writes votes into a Doc in place of those that it had.

    Args:
        doc: Of a source.
        voted: On its segments that are coded.
        ids: The codes, by column.
    """
    doc.spans.pop(GROUP, None)
    if not voted:
        return
    rows = [
        {
            "kind": each.kind,
            "name": each.name,
            "question": each.question,
            "codes": list(ids),
            "probability": [
                [None if value != value else round(value, DIGITS) for value in row]
                for row in each.votes.probability.tolist()
            ],
            "words": [[row, ids[column], said] for (row, column), said in sorted(each.votes.quotes.items())],
        }
        for each in voted
    ]
    doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=[], attrs={"votes": rows})


def kept(doc: Doc) -> dict[str, KeptVotes]:
    """The votes that a Doc keeps, by kind of coder."""
    group = doc.spans.get(GROUP)
    found = {}
    for each in group.attrs["votes"] if group is not None else ():
        codes = tuple(each["codes"])
        said = np.array(each["probability"], float).reshape(-1, len(codes))
        words = {(row, code): quote for row, code, quote in each["words"]}
        found[each["kind"]] = KeptVotes(each["kind"], each["name"], each["question"], codes, said, words)
    return found
