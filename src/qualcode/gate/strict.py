"""A strict run: codes that are not validated are left out of everything."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from qualcode.errors import NothingToCodeError, Place
from qualcode.gate import wording
from qualcode.gate.standing import VALIDATED, Validation

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.study import Study


def of(
    study: Study,
    sources: list[CodedSource],
    codebook: Codebook,
    validation: Validation,
    packed: Callable[[str], bytes],
) -> tuple[list[CodedSource], Codebook, Validation, Callable[[str], bytes]]:
    """All that a strict run is written of.

    Args:
        study: The study.
        sources: With all codings.
        codebook: With all codes.
        validation: Where they stand.
        packed: Gives a source's Doc as the bytes of a ``DocBin``, by the source's name.

    Raises:
        NothingToCodeError: no code is validated.
    """
    kept, reduced, validation = without_the_rest(sources, codebook, validation)
    if not reduced.codes:
        raise NothingToCodeError(
            "no code is validated, so a strict run would be empty.",
            where=Place(study.codings),
            remedy="Run without --strict, and have people code blind what `qualcode sample` draws: "
            + wording.demand(study.settings.gate, "en"),
        )
    by_name = {source.name: source for source in kept}
    return kept, reduced, validation, lambda name: _repacked(packed(name), by_name[name])


def _repacked(data: bytes, source: CodedSource) -> bytes:
    import spacy

    from qualcode import carrier, packing

    docs = packing.unpack(data, spacy.blank("xx").vocab)
    for doc in docs:
        carrier.set_codings(doc, source.codings, codebook=source.codebook)
    return packing.pack(docs)


def without_the_rest(
    sources: list[CodedSource], codebook: Codebook, validation: Validation
) -> tuple[list[CodedSource], Codebook, Validation]:
    """What is validated, and what is left out.

    A code that is not validated itself stays above those under it that are, and has then only what these
    bring: a heading, as it were.

    Args:
        sources: With all codings.
        codebook: With all codes.
        validation: Where they stand.

    Returns:
        The sources with the codings that stay, the codebook with the codes that stay, and the standings with
        the names of those that were left out.
    """
    valid = {code for code, standing in validation.by_code.items() if standing.status == VALIDATED}
    stays = {above for code in valid if code in codebook for above in codebook.lineage(code)}
    below = {code: {each for each in valid if code in codebook.lineage(each)} for code in stays}
    kept = []
    for source in sources:
        of_segment: dict[int, set[str]] = {}
        for coding in source.codings:
            of_segment.setdefault(coding.segment, set()).add(coding.code)
        codings = [
            coding
            for coding in source.codings
            if coding.code in stays and below[coding.code] & of_segment[coding.segment]
        ]
        marked = [each for each in source.marked if each.code in stays]
        own = source.codings if source.machine is None else source.machine
        kept.append(dataclasses.replace(source, codings=codings, marked=marked, machine=own))
    codes = tuple(code for code in codebook.codes if code.id in stays)
    left_out = tuple(code.name for code in codebook.codes if code.id not in valid)
    reduced = codebook.model_copy(update={"codes": codes})
    return kept, reduced, dataclasses.replace(validation, left_out=left_out)
