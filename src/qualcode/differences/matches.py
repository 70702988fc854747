"""What rules match at a place in one run and not in the other, and which edit did it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from qualcode.carrier import Match
from qualcode.codebook.model import Codebook
from qualcode.coding.rulebook import rule_name
from qualcode.differences.changed import Cause
from qualcode.differences.edits import Edit, key
from qualcode.differences.factors import Factor, cause_of

Rules = dict[tuple[str, str], str]
"""By code and name of a rule, what tells it from others: a rule without an id is called by its place, which
other edits change."""


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
    rules = _rules(books[0], factor.edits), _rules(books[1], ())
    was, now = (_of(code, matches, book) for matches, book in zip((before, after), books, strict=True))
    gained, lost = _lost(now, was, (rules[1], rules[0])), _lost(was, now, rules)
    edits = [edit for edit in factor.edits if edit.part in ("rule", "veto")]
    told = [(edit, _with_words(edit, gained, lost, rules)) for edit in edits]
    if len(factor.edits) == 1:
        return [told[0][1]] if told else [factor.cause]
    return [cause for _, cause in told if cause.words or cause.lost] or [factor.cause]


def _with_words(
    edit: Edit, gained: Sequence[Match], lost: Sequence[Match], known: tuple[Rules, Rules]
) -> Cause:
    cause = cause_of(edit)
    if edit.part == "veto":
        now = [match for match in gained if match.code == edit.code]
        gone = [match for match in lost if match.code == edit.code]
        rules = _each(match.rule for match in (*now, *gone))
    else:
        own = edit.code, key((edit.added or edit.removed)[0])
        now = [match for match in gained if _hit(match, known[1])[:2] == own]
        gone = [match for match in lost if _hit(match, known[0])[:2] == own]
        rules = ()
    words, without = (_each(match.matched for match in each) for each in (now, gone))
    return replace(cause, words=words, lost=without, rules=rules)


def _of(code: str, matches: Iterable[Match], book: Codebook) -> list[Match]:
    """Those that speak for a code: its own rules' and those of the codes below it, or above it."""
    if code not in book:
        return []
    line = book.lineage(code)
    return [match for match in matches if code in book.lineage(match.code) or match.code in line]


def _rules(book: Codebook, edits: Iterable[Edit]) -> Rules:
    """The rules of a codebook, those that some edits change as they are after these."""
    became = {
        (edit.code, key(old)): key(new)
        for edit in edits
        if edit.part == "rule"
        for old, new in zip(edit.removed, edit.added, strict=False)
    }
    found: Rules = {}
    for code in book.codes:
        for place, rule in enumerate(code.rules, 1):
            written = key(rule)
            found[code.id, rule_name(rule, place)] = became.get((code.id, written), written)
    return found


def _lost(matches: Sequence[Match], others: Sequence[Match], rules: tuple[Rules, Rules]) -> list[Match]:
    """Matches without those that the same rule has among others, too.

    Args:
        matches: The matches.
        others: The others.
        rules: Of the codebook of the ones and of that of the others.
    """
    left = Counter(_hit(match, rules[1]) for match in others)
    found = []
    for match in matches:
        hit = _hit(match, rules[0])
        if left[hit]:
            left[hit] -= 1
        else:
            found.append(match)
    return found


def _hit(match: Match, rules: Rules) -> tuple[str, str, str]:
    return match.code, rules.get((match.code, match.rule), match.rule), match.matched


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
