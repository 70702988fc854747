"""Draws a sample and writes its sheets and its design: all of it or nothing."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode import present, runfolder
from qualcode.codebook import fingerprint
from qualcode.coded import CodedSource, tree_order
from qualcode.decisions.decision import now, text_hash
from qualcode.errors import NothingToCodeError, OutputError, Place, SettingsError
from qualcode.sampling import design, draw, size, uncertain
from qualcode.sampling.design import Sample
from qualcode.sampling.draw import Drawn, Unit
from qualcode.sampling.rows import rows
from qualcode.sampling.sheet import Sheet

if TYPE_CHECKING:
    from qualcode.job import Job


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    Attributes:
        n: How many segments; 0 where the width says it.
        uncertain: Those that the machine is least sure of, instead of random ones.
        width: Of the interval that is wished for, at 95 %.
        of: ``share`` or ``kappa``: what the interval is of.
        share: Of segments with the code, as far as it is known.
        kappa: The agreement that is expected.
        by: Strata: ``source`` and attributes.
        equal: The same number from each stratum.
        coders: Who is to code; one sheet each.
        split: Each coder gets a part of the segments, not all.
        overlap: Of a split sample: so many segments go to everybody.
        codes: Ids of the codes to ask for; all if empty.
        only_new: Leave out what earlier samples by lot have. Anything else that is left out, such as what the
            machine was unsure of, would leave a material that is easier than the whole.
        seed: Of the lot.
        name: What to call it; made of the date if empty.
    """

    n: int = 0
    uncertain: bool = False
    width: float = 0.0
    of: str = "share"
    share: float = 0.5
    kappa: float = 0.7
    by: tuple[str, ...] = ()
    equal: bool = False
    coders: tuple[str, ...] = ()
    split: bool = False
    overlap: int = 0
    codes: tuple[str, ...] = ()
    only_new: bool = False
    seed: int = 1
    name: str = ""


@dataclass(frozen=True)
class Taken:
    """A sample that lies in ``codings/samples/``.

    Attributes:
        sample: Its design.
        folder: Its folder.
        sheets: File and number of segments, by coder.
    """

    sample: Sample
    folder: Path
    sheets: dict[str, tuple[Path, int]] = field(default_factory=dict)


def take(job: Job, wish: Wish) -> Taken:
    """Draws a sample.

    Args:
        job: On the study; for an uncertain sample with all its stages done.
        wish: What is asked for.

    Raises:
        SettingsError: there is no such attribute, or already a sample of that name.
        NothingToCodeError: no segments are left to draw from.
        OutputError: the files cannot be written.
    """
    coded = {source.name: source for source in present.segmented(job)}
    everything = draw.units(coded.values())
    _check_strata(everything, wish.by)
    population = everything
    if wish.uncertain:
        taken = _judged(job, coded) | _drawn(job, everything)
        population = draw.without(everything, taken)
    elif wish.only_new:
        population = draw.without(everything, _drawn(job, everything, design.BY_LOT))
    if not population:
        raise NothingToCodeError(
            "no segments are left to draw from.",
            where=Place(job.study.corpus),
            remedy="All were judged or drawn before." if everything else "Put transcripts there.",
        )
    n = _number(wish, len(population))
    if wish.uncertain:
        left = set(population)
        known = [unit for unit in everything if unit not in left]
        chosen = uncertain.chosen(job, population, known, n, wish.codes)
        drawn = [Drawn(unit, (), None) for unit in chosen]
    else:
        drawn = draw.by_lot(population, n, wish.seed, wish.by, equal=wish.equal)
    frame = {} if wish.uncertain else draw.frame(everything)
    return _written(job, wish, coded, population, drawn, frame)


def _number(wish: Wish, population: int) -> int:
    if wish.n:
        return min(wish.n, population)
    if wish.of == "kappa":
        return size.for_kappa(wish.width, population, wish.share, wish.kappa)
    return size.for_share(wish.width, population, wish.share)


def _check_strata(population: Sequence[Unit], by: Sequence[str]) -> None:
    from qualcode.located import nearest

    known = [draw.SOURCE, *dict.fromkeys(name for unit in population for name, _ in unit.attributes)]
    for name in by:
        if name not in known:
            near = nearest(name, known)
            raise SettingsError(
                f"there is no attribute '{name}' to stratify by.",
                remedy=f"Did you mean '{near}'?" if near else f"There are: {', '.join(known)}.",
            )


def _judged(job: Job, coded: dict[str, CodedSource]) -> set[tuple[str, int, int]]:
    """Segments that somebody has judged."""
    from qualcode.decisions import on_segments

    segments = {name: [(each.start, each.end) for each in source.segments] for name, source in coded.items()}
    placed = job.people.place({name: source.text for name, source in coded.items()})
    return {
        (each.source, *segments[each.source][each.segment - 1])
        for each in on_segments.verdicts(placed, segments)
    }


def _drawn(
    job: Job, population: Sequence[Unit], kinds: Collection[str] = design.KINDS
) -> set[tuple[str, int, int]]:
    """Segments that an earlier sample of these kinds has."""
    here = {(unit.source, unit.text_hash) for unit in population}
    return {
        (unit["source"], unit["start"], unit["end"])
        for sample in design.all_of(job.study)
        if sample.kind in kinds
        for unit in sample.units
        if (unit["source"], sample.sources.get(unit["source"])) in here
    }


def _written(
    job: Job,
    wish: Wish,
    coded: dict[str, CodedSource],
    population: Sequence[Unit],
    drawn: Sequence[Drawn],
    frame: dict[str, dict[str, Any]],
) -> Taken:
    study, codebook = job.study, job.equipment.codebook
    name = _name(wish.name) or _free_name(design.folder(study))
    folder = design.folder(study, name)
    if folder.exists():
        raise SettingsError(
            "there is already a sample of this name.",
            where=Place(folder),
            remedy="Choose another with --name.",
        )
    kind = "uncertain" if wish.uncertain else "stratified" if wish.by else "random"
    coders = wish.coders or ("",)
    codes = [code for code in tree_order(codebook) if not wish.codes or code in wish.codes]
    shares = {who: list(drawn) for who in coders}
    if wish.split:
        shares = draw.shared_out(drawn, coders, wish.seed, wish.overlap)
    files = _files(name, coders)
    latest, used = runfolder.latest(study), dict.fromkeys(each.unit.source for each in drawn)
    sample = Sample(
        name=name,
        kind=kind,
        made=now(),
        seed=wish.seed,
        population=len(population),
        drawn=len(drawn),
        only_new=wish.only_new or wish.uncertain,
        stratified_by=list(wish.by),
        strata=[] if wish.uncertain else _strata(population, drawn, wish.by),
        codes=codes,
        codebook={
            "path": study.settings.codebook,
            "version": codebook.version,
            "fingerprint": fingerprint(codebook),
        },
        run=latest.name if latest else "",
        size=_size(wish),
        sources={source: text_hash(coded[source].text) for source in used},
        sheets={who: files[who] for who in coders},
        units=_units(drawn, shares),
        frame=frame,
    )  # fmt: skip
    beside = folder.with_name(f".{name}-{os.getpid()}")
    try:
        beside.mkdir(parents=True)
        for who in coders:
            sheet = Sheet(
                beside / files[who], codebook, codes, origin=sample.origin, coder=who,
                title=study.settings.title or study.root.resolve().name,
                language=study.settings.outputs.language,
            )  # fmt: skip
            sheet.write(rows(shares[who], coded, study.settings.outputs.language))
        design.write(sample, beside)
        os.rename(beside, folder)
    except OSError as error:
        raise OutputError(
            f"the sample could not be written ({error.strerror or error}).",
            where=Place(folder),
            remedy="See that the disk has room and that the folder is writable.",
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Taken(sample, folder, {who: (folder / files[who], len(shares[who])) for who in coders})


def _size(wish: Wish) -> dict[str, Any]:
    if wish.n:
        return {}
    known = {"width": wish.width, "of": wish.of, "share": wish.share}
    return known | ({"kappa": wish.kappa} if wish.of == "kappa" else {})


def _strata(population: Sequence[Unit], drawn: Sequence[Drawn], by: Sequence[str]) -> list[dict[str, Any]]:
    counts = Counter(each.stratum for each in drawn)
    return [
        {
            "values": dict(zip(by, values, strict=True)),
            "population": len(group),
            "drawn": counts[values],
            "probability": counts[values] / len(group),
            "weight": len(group) / counts[values] if counts[values] else None,
        }
        for values, group in draw.strata(population, by).items()
    ]


def _units(drawn: Sequence[Drawn], shares: dict[str, list[Drawn]]) -> list[dict[str, Any]]:
    whose = {who: {id(each) for each in part} for who, part in shares.items()}
    return [
        {
            "source": each.unit.source,
            "segment": each.unit.segment + 1,
            "start": each.unit.start,
            "end": each.unit.end,
            "stratum": list(each.stratum),
            "probability": each.probability,
            "weight": 1 / each.probability if each.probability else None,
            "coders": [who for who, part in whose.items() if id(each) in part],
        }
        for each in drawn
    ]


def _files(name: str, coders: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for who in coders:
        stem = f"{name}-{_name(who)}" if who else name
        while f"{stem}.xlsx" in found.values():
            stem += "-2"
        found[who] = f"{stem}.xlsx"
    return found


def _name(words: str) -> str:
    return re.sub(r"[^\w-]+", "-", words.strip().casefold()).strip("-_")


def _free_name(folder: Path) -> str:
    name = f"urval-{date.today():%Y-%m-%d}"
    number, free = 1, name
    while (folder / free).exists():
        number += 1
        free = f"{name}-{number}"
    return free
