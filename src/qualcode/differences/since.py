"""How many codings came and went since the last run, quickly: without asking why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.differences.places import SourcePair, pairs
from qualcode.differences.record import RunRecord, Said, SourceRecord
from qualcode.runfolder import MANIFEST

if TYPE_CHECKING:
    from qualcode.coded import CodedSource

Coded = dict[str, set[tuple[int, str]]]
"""By source, its codings: index of the segment and code id."""
_SAME = ("program", "settings.segmentation", "settings.sources", "settings.language", "settings.deidentify")


def since(before: Path, after: Path, sources: Iterable[CodedSource]) -> tuple[int, int] | None:
    """How many codings came and went, counted as :func:`qualcode.differences.compare.compare` does.

    Args:
        before: The last run's folder.
        after: The new run's.
        sources: What it coded.

    Returns:
        Nothing where the last run does not say which segments it gave which codes, or is no more.
    """
    try:
        one, other = (json.loads((folder / MANIFEST).read_text("utf-8")) for folder in (before, after))
        was, now = _given(one), _given(other)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    hashes = [{each["source"]: each["sha256"] for each in run["inputs"]} for run in (one, other)]
    alike = all(_at(one, name) == _at(other, name) for name in _SAME)
    if _codes(one) != _codes(other):
        was = _renamed(was, before, after)
    came = went = 0
    for name in list(now):
        if alike and hashes[0].get(name) == hashes[1][name]:
            came += len(now[name] - was[name])
            went += len(was[name] - now[name])
            del was[name], now[name]
    if not was and not now:
        return came, went
    return _aligned(before, sources, (was, now), (came, went))


def given(source: CodedSource) -> dict[str, str]:
    """What the manifest says of a source's codings: by code id, the numbers of its segments from 1."""
    found: dict[str, list[int]] = {}
    for coding in source.codings:
        found.setdefault(coding.code, []).append(coding.segment + 1)
    return {code: " ".join(map(str, sorted(numbers))) for code, numbers in sorted(found.items())}


def _given(manifest: dict[str, Any]) -> Coded:
    return {
        each["source"]: {
            (int(number) - 1, code) for code, numbers in each["given"].items() for number in numbers.split()
        }
        for each in manifest["inputs"]
    }


def _at(manifest: dict[str, Any], name: str) -> Any:
    found: Any = manifest
    for part in name.split("."):
        found = (found or {}).get(part)
    return found


def _codes(manifest: dict[str, Any]) -> set[str]:
    return {each["code"] for each in manifest.get("codes", ())}


def _renamed(codings: Coded, before: Path, after: Path) -> Coded:
    """The codings with the ids that their codes have now."""
    from qualcode.codebook.changes import same_codes
    from qualcode.writers import used_codebook

    one, other = used_codebook.read(before), used_codebook.read(after)
    if one is None or other is None:
        return codings
    ids = {code.id: now for now, code in same_codes(one, other).items()}
    return {name: {(n, ids.get(code, code)) for n, code in each} for name, each in codings.items()}


def _aligned(
    before: Path, sources: Iterable[CodedSource], given: tuple[Coded, Coded], counted: tuple[int, int]
) -> tuple[int, int] | None:
    """The same of sources whose text, name or cutting is not what it was."""
    from qualcode.errors import OutputError

    was, now = given
    try:
        old = {name: each for name, each in RunRecord.of(before).uncoded(was).items() if name in was}
    except OutputError:
        return None
    new = {each.name: _record(each) for each in sources if each.name in now}
    came, went = counted
    for pair in pairs(old, new):
        one, other = _of_places(pair, was, now)
        came += len(other - one)
        went += len(one - other)
    return came, went


def _record(source: CodedSource) -> SourceRecord:
    segments = [Said(each.start, each.end, each.text, "", "", each.coded) for each in source.segments]
    return SourceRecord(source.name, source.sha256, segments)


def _of_places(pair: SourcePair, was: Coded, now: Coded) -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    sides: list[set[tuple[int, str]]] = []
    stretches = pair.stretches()
    for side, (source, codings) in enumerate(((pair.before, was), (pair.after, now))):
        place = {
            number: at
            for at, stretch in enumerate(stretches)
            for number in (stretch.after if side else stretch.before)
        }
        own = codings[source.name] if source else ()
        sides.append({(place[number], code) for number, code in own})
    return sides[0], sides[1]
