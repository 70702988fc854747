"""Codings as pandas tables: what was said where, and how often by whom.

Rows of segments and codings are made here, the matrices that are counted from them in
:mod:`qualcode.matrices`. Sources stand in natural order, codes in their tree's, so the same Docs give the
same tables in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from qualcode import cases, matrices, wording
from qualcode.coded import CodedSource, rounded, sources, tree_order

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from qualcode.carrier import TurnView
    from qualcode.codebook.model import Codebook

SEGMENTS = (
    "source", "segment", "turn", "start", "end", "speaker", "role", "kind", "section", "begins", "ends",
    "line", "page", "coded", "text",
)  # fmt: skip
CODINGS = (
    "source", "turn", "segment", "start", "end", "speaker", "role", "begins", "ends", "section", "code",
    "code_id", "theme", "score", "threshold", "coder", "rule", "matched", "model", "model_score", "nearest",
    "similarity", "implied_by", "why", "codebook", "text",
)  # fmt: skip
INTEGERS = ("segment", "turn", "start", "end", "line", "page")


@dataclass(frozen=True)
class Tables:
    """A run's tables. Numbers count from 1, offsets are code points in the source's text, times are seconds,
    shares lie between 0 and 1.

    A *coded segment* is one that was put before the coders, whether it got a code or not.

    Attributes:
        segments: One row a segment (:data:`SEGMENTS`), then a column an attribute.
        codings: One row a coding (:data:`CODINGS`), by source, segment and code, then a column an attribute.
            ``code`` is the path, ``code_id`` the id, ``why`` the reason as a sentence.
        codes: One row a code of the codebook, with how widely it is shared; see :func:`matrices.codes`.
        segment_code: One row a coded segment, a column a code path; the score, 0 without the code, 1
            where people gave it.
        source_code: One row a source; see :func:`matrices.source_code`.
        attribute_code: One row a value of an attribute; see :func:`matrices.attribute_code`.
        code_code: Co-occurrence in segments; see :func:`matrices.code_code`.
        attributes: Names of the attribute columns: as the sources bring them, then as their responses do.
        paths: Code paths, each theme followed by what stands under it: the matrices' columns.
    """

    segments: pd.DataFrame
    codings: pd.DataFrame
    codes: pd.DataFrame
    segment_code: pd.DataFrame
    source_code: pd.DataFrame
    attribute_code: pd.DataFrame
    code_code: pd.DataFrame
    attributes: tuple[str, ...]
    paths: tuple[str, ...]


def tabulate(docs: Iterable[Doc | CodedSource], codebook: Codebook, *, language: str = "sv") -> Tables:
    """All tables of coded Docs, with reasons said in ``language``.

    Codings of codes that the codebook does not have are left to :mod:`qualcode.verify` to refuse.
    """
    ordered = sources(docs)
    names = cases.names(ordered)
    columns = {name: f"{name}_" if name in {*SEGMENTS, *CODINGS} else name for name in names}
    added = tuple(columns.values())
    paths = tuple(codebook.path(code) for code in tree_order(codebook))
    segments = _frame(_segment_rows(ordered, names), (*SEGMENTS, *added))
    codings = _frame(_coding_rows(ordered, codebook, language, names), (*CODINGS, *added))
    segment_code = matrices.segment_code(segments, codings, paths)
    of_sources = cases.of_sources(ordered, names).set_axis(added, axis=1)
    of_cases, case = cases.of_segments(ordered, names, segment_code)
    return Tables(
        segments=segments,
        codings=codings,
        codes=matrices.codes(segment_code, codebook, n_sources=len(ordered)),
        segment_code=segment_code,
        source_code=matrices.source_code(segment_code, of_sources, paths),
        attribute_code=matrices.attribute_code(segment_code, of_cases.set_axis(added, axis=1), paths, case),
        code_code=matrices.code_code(segment_code, codebook),
        attributes=added,
        paths=paths,
    )


def _segment_rows(ordered: list[CodedSource], names: tuple[str, ...]) -> list[tuple[Any, ...]]:
    rows = []
    for source in ordered:
        for number, segment in enumerate(source.segments, 1):
            turn = source.turns[segment.turn]
            rows.append((
                source.name, number, segment.turn + 1, segment.start, segment.end, *_speaker(turn), turn.kind,
                wording.section(turn.section), turn.begins, turn.ends, turn.line, turn.page, segment.coded,
                source.text[segment.start : segment.end], *_attributes(source, turn, names),
            ))  # fmt: skip
    return rows


def _coding_rows(
    ordered: list[CodedSource], codebook: Codebook, language: str, names: tuple[str, ...]
) -> list[tuple[Any, ...]]:
    rank = {code: number for number, code in enumerate(tree_order(codebook))}
    rows = []
    for source in ordered:
        known = (coding for coding in source.codings if coding.code in rank)
        for coding in sorted(known, key=lambda each: (each.segment, rank[each.code], each.coder)):
            segment = source.segments[coding.segment]
            turn = source.turns[segment.turn]
            why = coding.why
            rules = why.get("rules") or ()
            rows.append((
                source.name, segment.turn + 1, coding.segment + 1, segment.start, segment.end,
                *_speaker(turn), turn.begins, turn.ends, wording.section(turn.section),
                codebook.path(coding.code), coding.code, codebook.lineage(coding.code)[0],
                rounded(coding.score), rounded(coding.threshold), coding.coder,
                _joined(rule["rule"] for rule in rules), _joined(rule["matched"] for rule in rules),
                why.get("model") or "", rounded(why.get("model_score")), why.get("nearest") or "",
                rounded(why.get("similarity")), why.get("implied_by") or "",
                wording.why(why, codebook, language), source.codebook,
                source.text[segment.start : segment.end], *_attributes(source, turn, names),
            ))  # fmt: skip
    return rows


def _frame(rows: list[tuple[Any, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Rows with types that hold for empty tables too: whole numbers with gaps as Int64, words as object."""
    frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
    kinds = {name: "Int64" for name in INTEGERS}
    kinds |= dict.fromkeys(("begins", "ends", "score", "threshold", "model_score", "similarity"), "float64")
    kinds |= {"coded": bool}
    return frame.astype({name: kind for name, kind in kinds.items() if name in columns})


def _speaker(turn: TurnView) -> tuple[str, str]:
    return turn.speaker or "", turn.role or ""


def _attributes(source: CodedSource, turn: TurnView, names: tuple[str, ...]) -> list[str]:
    described = source.described(turn)
    return [described.get(name, "") for name in names]


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words))
