"""A strict run: codes that are not validated are left out of everything."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from qualcode.gate.standing import VALIDATED, Validation

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource


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
        kept.append(dataclasses.replace(source, codings=codings))
    codes = tuple(code for code in codebook.codes if code.id in stays)
    left_out = tuple(code.name for code in codebook.codes if code.id not in valid)
    reduced = codebook.model_copy(update={"codes": codes})
    return kept, reduced, dataclasses.replace(validation, left_out=left_out)
