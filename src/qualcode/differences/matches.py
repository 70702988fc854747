"""What rules match at a place in one run and not in the other, and which edit did it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qualcode.carrier import Match
from qualcode.codebook.model import Codebook
from qualcode.differences.changed import Cause
from qualcode.differences.edits import Edit
from qualcode.differences.factors import Factor, cause_of

Hit = tuple[str, str]
"""Code whose rule it is, and the matched words."""


def told_by_matches(
    factor: Factor,
    code: str,
    before: Sequence[Match],
    after: Sequence[Match],
    books: tuple[Codebook, Codebook],
) -> list[Cause]:
    """A difference as it is told of a place: with the words that rules match by it, or no longer.

    Of several edits that were looked at as one, those whose rules match otherwise are named; the whole, where
    none does.

    Args:
        factor: The difference.
        code: The code in question.
        before: What the rules match there without it.
        after: What they match there with it.
        books: Without it and with it.
    """
    gained = _lost(_of(code, after, books[1]), _of(code, before, books[0]))
    lost = _lost(_of(code, before, books[0]), _of(code, after, books[1]))
    told = [(edit, _with_words(edit, gained, lost)) for edit in factor.edits if edit.part in ("rule", "veto")]
    if len(factor.edits) == 1:
        return [told[0][1]] if told else [factor.cause]
    return [cause for _, cause in told if cause.words or cause.lost] or [factor.cause]


def _with_words(edit: Edit, gained: Sequence[Match], lost: Sequence[Match]) -> Cause:
    cause = cause_of(edit)
    if edit.part == "veto":
        now = [match for match in gained if match.code == edit.code]
        gone = [match for match in lost if match.code == edit.code]
        rules = _each(match.rule for match in (*now, *gone))
    else:
        name = edit.formerly or edit.name
        now = [match for match in gained if (match.code, match.rule) == (edit.code, edit.name)]
        gone = [match for match in lost if (match.code, match.rule) == (edit.code, name)]
        rules = ()
    words, without = (_each(match.matched for match in each) for each in (now, gone))
    return replace(cause, words=words, lost=without, rules=rules)


def _of(code: str, matches: Iterable[Match], book: Codebook) -> list[Match]:
    """Those that speak for a code: its own rules' and those of the codes below it, or above it."""
    if code not in book:
        return []
    line = book.lineage(code)
    return [match for match in matches if code in book.lineage(match.code) or match.code in line]


def _lost(matches: Sequence[Match], others: Sequence[Match]) -> list[Match]:
    left = Counter((match.code, match.matched) for match in others)
    found = []
    for match in matches:
        hit: Hit = (match.code, match.matched)
        if left[hit]:
            left[hit] -= 1
        else:
            found.append(match)
    return found


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
