"""How the reasons of changes are said to a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from qualcode.differences.people import NO_DECISIONS
from qualcode.messages import catalogue, message
from qualcode.wording import decimal

if TYPE_CHECKING:
    from qualcode.differences.changed import Cause, Change, Differences, Vote

_SIDES = ("before", "after")
QUOTED = {"sv": "”{}”", "en": "“{}”"}


class Words:
    """Says what a comparison found, in one language.

    Args:
        found: The comparison.
        language: ``sv`` or ``en``.
        room: Most characters of an example or setting that is quoted; all if it is not given.
    """

    def __init__(self, found: Differences, language: str, *, room: int | None = None) -> None:
        self._found, self._language, self._room = found, language, room

    def say(self, key: str, **values: object) -> str:
        """The message under ``differences.``."""
        return message(f"differences.{key}", self._language, **values)

    def code(self, code: str) -> str:
        """A code's name with those above it; its id where the codebook does not know it."""
        book = self._found.codebook
        if code not in book:
            return code
        return " › ".join(book[each].name for each in book.lineage(code))

    def why(self, change: Change) -> str:
        """Why a coding changed: the reason or reasons, and how the score stands to its threshold."""
        return " ".join(part for part in (self.reasons(change), *self._scores(change)) if part)

    def reasons(self, change: Change) -> str:
        """The reason or reasons alone."""
        told = [self.cause(cause) for cause in change.causes]
        if not told:
            return self.say("how.unknown_people" if NO_DECISIONS in self._found.notes else "how.unknown")
        if change.certainty == "only":
            return self.say("how.only", cause=told[0])
        if change.certainty == "undivided":
            one = len(told) == 1 and change.causes[0].how == "partly"
            return (
                self.say("how.partly_one", cause=told[0])
                if one
                else self.say("how.undivided", causes=" ".join(told))
            )
        if len(told) == 1:
            return told[0]
        return (
            self.say(f"how.{change.causes[0].how}", causes=" ".join(told))
            if change.causes[0].how != "alone"
            else " ".join(told)
        )

    def cause(self, cause: Cause) -> str:
        """One reason, with the words that rules match by it."""
        values: dict[str, Any] = {
            "name": cause.name,
            "code": self.code(cause.code),
            "before": self._short(cause.before),
            "after": self._short(cause.after),
            "count": cause.count,
        }
        key = self._key(cause)
        if cause.kind == "threshold":
            values |= {
                side: values[side].replace(".", "," if self._language == "sv" else ".") for side in _SIDES
            }
        if cause.kind == "definition" and cause.count == 1:
            values["part"] = self.say(f"cause.part.{cause.name}")
        return " ".join((self.say(f"cause.{key}", **values), *self._matched(cause)))

    def _key(self, cause: Cause) -> str:
        known = catalogue(self._language)
        keys: list[str] = []
        if cause.count > 1:
            keys.append(f"{cause.kind}.many")
        if cause.kind == "example" and cause.name == "negative":
            keys.append(f"example.{cause.action}_negative")
        if cause.kind == "person":
            keys.append(f"person.{cause.after or 'withdrawn'}")
        if cause.kind == "cutting":
            keys.append(f"cutting.{'setting' if cause.name else 'unknown'}")
        keys += [f"{cause.kind}.{cause.action}", cause.kind, f"{cause.kind}.changed"]
        return next(key for key in keys if f"differences.cause.{key}" in known)

    def _voted(self, vote: Vote) -> str:
        probability, words = vote
        if probability is None:
            return self.say("votes.silent")
        key = "votes.words" if words else "votes.bare"
        return self.say(key, score=self.number(round(probability, 2)), words=self._short(words))

    def _matched(self, cause: Cause) -> Iterable[str]:
        if cause.votes:
            before, after = map(self._voted, cause.votes)
            yield self.say("words.votes", before=before, after=after)
        if cause.kind not in ("rule", "veto") or cause.count > 1:
            return
        now, lost = (self._listed(each) for each in (cause.words, cause.lost))
        rules = ", ".join(cause.rules)
        if cause.kind == "veto":
            if lost:
                yield self.say("words.veto", words=lost, rules=rules)
            if now:
                yield self.say("words.unveto", words=now, rules=rules)
        else:
            if now:
                yield self.say("words.now", words=now)
            if lost:
                yield self.say("words.lost", words=lost)
        if not now and not lost and cause.shift is not None:
            yield self.say("words.none")

    def _scores(self, change: Change) -> Iterable[str]:
        was, now = change.before, change.after
        known = {
            "before": self.number(was.score),
            "after": self.number(now.score),
            "threshold_before": self.number(was.threshold),
            "threshold_after": self.number(now.threshold),
        }
        sides = ("before" if was.score is not None else "", "after" if now.score is not None else "")
        if any(sides):
            yield self.say(f"score.{'both' if all(sides) else ''.join(sides)}", **known)
        line = _line(change)
        if line and not any(cause.kind == "threshold" for cause in change.causes):
            yield self.say(f"score.line_{line}")
        if was.nearest and now.nearest and was.similarity is not None and now.similarity is not None:
            likes = {"like_before": self.number(was.similarity), "like_after": self.number(now.similarity)}
            examples = {"before": self._short(was.nearest), "after": self._short(now.nearest)}
            if was.nearest != now.nearest:
                yield self.say("score.nearest", **examples, **likes)
            elif likes["like_before"] != likes["like_after"]:
                yield self.say("score.nearest_same", **examples, **likes)

    def number(self, value: float | None) -> str:
        """A score, with as many decimals as tell it from its threshold."""
        return (
            decimal(value, self._language, 3 if value is not None and round(value, 2) != value else 2) or "–"
        )

    def _listed(self, words: Iterable[str]) -> str:
        return ", ".join(QUOTED[self._language].format(each) for each in words)

    def _short(self, words: str) -> str:
        if self._room is None or len(words) <= self._room:
            return words
        return words[: self._room].rsplit(" ", 1)[0] + " …"


def _line(change: Change) -> str:
    """``came`` or ``went``, where the score alone would not have changed the coding."""
    was, now = change.before, change.after
    if now.score is None or was.score is None or was.threshold is None or now.threshold is None:
        return ""
    crossed: dict[str, Callable[[], bool]] = {
        "came": lambda: now.threshold <= now.score < was.threshold,  # type: ignore[operator]
        "went": lambda: was.threshold <= now.score < now.threshold,  # type: ignore[operator]
    }
    return change.action if change.action in crossed and crossed[change.action]() else ""
