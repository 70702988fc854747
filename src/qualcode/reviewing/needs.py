"""How many more judgements a code needs, and what the next ones would gain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.sampling.size import width_of_kappa
from qualcode.training.wishes import ENOUGH

if TYPE_CHECKING:
    from qualcode.gate.settings import Gate

MORE = 50


@dataclass(frozen=True, slots=True)
class Need:
    """One code's.

    Attributes:
        code: Its id.
        yes: How many more segments with the code training needs to choose a threshold on people's judgements.
        no: Likewise of segments without it.
        gate: How many more segments, drawn at random and coded blind, the gate needs before it judges.
        width: Expected width of kappa's 95 % interval with the blind segments that there are; nothing while
            there are none, or all or none of them have the code, since nothing is known of its share then.
        width_after: With :data:`MORE` more; nothing likewise, and where all there is has been judged.
    """

    code: str
    yes: int
    no: int
    gate: int
    width: float | None
    width_after: float | None


def need_of(
    code: str,
    *,
    yes: int,
    no: int,
    blind_yes: int,
    blind: int,
    population: int,
    gate: Gate,
    kappa: float = 0.7,
    more: int = MORE,
) -> Need:
    """What a code still needs; some ten microseconds.

    Args:
        code: Its id.
        yes: Segments that people say have it, however these came before them.
        no: Segments that they say have it not.
        blind_yes: Of the blind ones, those with the code.
        blind: Segments whose origin the gate counts (:attr:`qualcode.gate.settings.Gate.origins`).
        population: Segments of the whole material.
        gate: The study's.
        kappa: The agreement that is expected (:func:`qualcode.sampling.size.for_kappa`).
        more: How many more segments are thought of.
    """

    def width(n: int) -> float | None:
        if not 0 < blind_yes < blind:
            return None
        return width_of_kappa(min(n, population), blind_yes / blind, kappa)

    return Need(
        code,
        max(0, ENOUGH - yes),
        max(0, ENOUGH - no),
        max(0, min(gate.of(code).segments, population) - blind),
        width(blind),
        width(blind + more) if blind < population else None,
    )
