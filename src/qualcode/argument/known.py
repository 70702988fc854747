"""Attributes and values that an argumentation names and that no source has: most likely misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from qualcode.argument.model import Argumentation, Who
from qualcode.errors import QualcodeError
from qualcode.located import Document, Loc, nearest

MISSPELT = 0.8
"""Likeness from which a value that nobody has is taken for a slip of the pen."""

if TYPE_CHECKING:
    from qualcode.argument.loading import Known
    from qualcode.coded import CodedSource
    from qualcode.study import Study


def of_sources(sources: Iterable[CodedSource]) -> dict[str, set[str]]:
    """The attributes of coded sources, and of their responses, each with its values."""
    found: dict[str, set[str]] = {}
    for source in sources:
        for attributes in (source.attributes, *(turn.attributes for turn in source.turns)):
            for name, value in attributes.items():
                found.setdefault(name, set()).add(value)
    return found


def of_metadata(study: Study) -> dict[str, set[str]]:
    """Those that ``corpus/metadata.csv`` gives."""
    from qualcode import metadata

    found: dict[str, set[str]] = {}
    for attributes in metadata.load(study.corpus / metadata.FILE).values():
        for name, value in attributes.items():
            found.setdefault(name, set()).add(value)
    return found


def column(names: Iterable[str], known: Iterable[str]) -> str:
    """The first of several columns that there is; empty if there is none."""
    there = {name.casefold(): name for name in known}
    return next((there[name.casefold()] for name in names if name.casefold() in there), "")


def find_unknown(argumentation: Argumentation, document: Document, known: Known) -> Iterator[QualcodeError]:
    """What no source has, each at its place; nothing while there are no attributes at all."""
    values = {name: {value for value in of if value} for name, of in known.items()}
    if not values:
        return
    for field in ("group", "place"):
        names = getattr(argumentation, field)
        if not column(names, values):
            where = document.place((field,)) if field in (document.data or {}) else document.place()
            what = f"no source has a column {' or '.join(names)}: nothing can be told apart by {field}."
            remedy = f"Write `{field}: […]` with a column of metadata.csv ({', '.join(values)})."
            yield QualcodeError(what, where=where, remedy=remedy)
    for loc, several in _all(argumentation):
        there = any(_there(value, name, values) for who in several for name, value in _wanted(who))
        for i, who in enumerate(several):
            yield from _of_who(who, (*loc, i), document, values, there)
    for field, attribute in (("groups", argumentation.group), ("places", argumentation.place)):
        names = values.get(column(attribute, values), set())
        for number, claim in enumerate(argumentation.claims):
            for i, name in enumerate(getattr(claim.concerns, field)):
                own = name in argumentation.named_groups and field == "groups"
                if not own and name != "*" and folded(name) not in map(folded, names):
                    there = sorted(names)
                    ids = [*argumentation.named_groups, *there] if field == "groups" else there
                    loc = ("claims", number, "concerns", field, i)
                    yield _nobody(f"'{name}'", name, ids, document, loc)


def _all(argumentation: Argumentation) -> Iterator[tuple[Loc, tuple[Who, ...]]]:
    yield ("outside",), argumentation.outside
    for number, group in enumerate(argumentation.groups):
        yield ("groups", number, "members"), group.members
    for number, claim in enumerate(argumentation.claims):
        for side in ("supports", "challenges"):
            for place, criterion in enumerate(getattr(claim, side)):
                yield ("claims", number, side, place, "who"), criterion.who


def _wanted(who: Who) -> Iterator[tuple[str, str]]:
    for name, wanted in who.attributes.items():
        for value in wanted:
            yield name, value


def _there(value: str, name: str, values: Mapping[str, set[str]]) -> bool:
    return folded(value) in map(folded, values.get(column([name], values), ()))


def _of_who(
    who: Who, loc: Loc, document: Document, values: Mapping[str, set[str]], there: bool
) -> Iterator[QualcodeError]:
    """What nobody has. Where one of several is there, the others may come with the next source, unless one
    looks misspelt."""
    for name, wanted in who.attributes.items():
        own = column([name], values)
        if not own:
            near = nearest(name, values)
            remedy = f"Did you mean '{near}'?" if near else f"metadata.csv has: {', '.join(values)}."
            where = document.place((*loc, "attributes", name), key=True)
            yield QualcodeError(f"no source has an attribute '{name}'.", where=where, remedy=remedy)
            continue
        for i, value in enumerate(wanted):
            if not _there(value, name, values) and (not there or _misspelt(value, values[own])):
                place: Loc = (*loc, "attributes", name, i)
                yield _nobody(f"{own} '{value}'", value, sorted(values[own]), document, place)


def _misspelt(given: str, known: Iterable[str]) -> bool:
    return bool(get_close_matches(folded(given), map(folded, known), n=1, cutoff=MISSPELT))


def _nobody(what: str, given: str, known: list[str], document: Document, loc: Loc) -> QualcodeError:
    near = nearest(given, known)
    remedy = f"Did you mean '{near}'?" if near else f"There are: {', '.join(known) or 'none'}."
    return QualcodeError(f"no source has {what}.", where=document.place(loc), remedy=remedy)


def folded(value: str) -> str:
    """A value as it is compared: regardless of case and of space around and between words."""
    return " ".join(value.casefold().split())
