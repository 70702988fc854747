"""What coders beside rules and themes said in two runs, as the runs' Docs keep it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from qualcode.coding.kept_votes import KeptVotes
from qualcode.coding.others import Voted, Votes

if TYPE_CHECKING:
    from qualcode.study import Coders

Text = tuple[int, str, int]
"""A segment of a run: 0 for the earlier or 1 for the later one, the source's name, the segment's index."""


class Heard:
    """What they said of segments of both runs.

    Args:
        same: Of segments the one of the other run that has the same words at the same place.
        ids: By id that a code had in the earlier run, the one it has.
    """

    def __init__(self, same: Mapping[Text, Text], ids: Mapping[str, str]) -> None:
        self._same, self._ids = same, ids
        self._votes: dict[Text, dict[str, tuple[KeptVotes, int]]] = {}
        self._asked: dict[tuple[int, str], set[str]] = defaultdict(set)

    def remember(self, side: int, source: str, votes: dict[str, KeptVotes], coded: Sequence[bool]) -> None:
        """Takes in what coders beside rules and themes said of a source.

        Args:
            side: Of which run.
            source: The source's name.
            votes: By kind of coder.
            coded: Of each of its segments, whether it is coded.
        """
        rows = [number for number, whether in enumerate(coded) if whether]
        for kind, each in votes.items() if rows else ():
            self._asked[side, kind].add(each.question)
        for row, number in enumerate(rows):
            self._votes[side, source, number] = {kind: (each, row) for kind, each in votes.items()}

    def voted(self, text: Text, kind: str, run: int) -> tuple[KeptVotes, int] | None:
        """What a coder beside rules and themes said of a text in one of the runs, with its row there.

        Args:
            text: The text.
            kind: Of the coder.
            run: 0 or 1. Where that run has not the text, what the other one heard counts if both asked
                the same.
        """
        own = self._votes.get(text, {}).get(kind)
        if text[0] == run:
            return own
        other = self._votes.get(self._same[text], {}).get(kind) if text in self._same else None
        if other is not None:
            return other
        same = own is not None and self._asked[run, kind] == {own[0].question}
        return own if same else None

    def differ(self, kind: str) -> bool:
        """Whether a coder said otherwise of words that both runs have."""
        for text, other in self._same.items():
            one, two = (self._votes.get(each, {}).get(kind) for each in (text, other))
            if text[0] or one is None or two is None:
                continue
            ids = [self._ids.get(code, code) for code in one[0].codes]
            if not np.array_equal(
                one[0].of(one[1], ids, self._ids), two[0].of(two[1], ids, {}), equal_nan=True
            ):
                return True
        return False

    def as_voted(
        self,
        said: Sequence[tuple[KeptVotes, int] | None],
        kind: str,
        ids: Sequence[str],
        coders: Coders,
    ) -> Voted:
        """What :meth:`voted` found of several texts, as it counts.

        Args:
            said: Of each text.
            kind: Of the coder.
            ids: Of the codes wanted.
            coders: Who votes how much.
        """
        silence = np.full(len(ids), np.nan)
        rows = [silence if each is None else each[0].of(each[1], ids, self._ids) for each in said]
        votes = Votes(np.array(rows, float).reshape(len(said), len(ids)))
        return Voted(kind, kind, getattr(coders, kind).weight, votes)
