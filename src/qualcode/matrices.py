"""Matrices of codes: by segment, source and attribute, and with each other.

All follow from one table, segment × code. In the others a code has several columns: the count under the
code's path, and shares under the path with a suffix (``trygghet/belysning:share``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from qualcode.coded import tree_order

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook

SHARE = ":share"
SHARE_OF_SOURCES = ":share_of_sources"
JACCARD = ":jaccard"
PLACE = ("source", "segment", "turn", "start", "end", "speaker", "role", "section", "text")
ALL = "*"
"""Attribute and value of the row over all sources."""
MOST_NUMBERED = 50
"""An attribute that has a value of its own in each of more cases than this is a number, not a group."""
CERTAIN = 1.0
"""Stands in place of a score where people gave the code."""
LEAST = 0.0001
"""The score of a code that was given with one that rounds to 0: 0 means that it was not given."""


def segment_code(segments: pd.DataFrame, codings: pd.DataFrame, paths: tuple[str, ...]) -> pd.DataFrame:
    """One row a coded segment: its place and words (:data:`PLACE`), then each code's score, 0 without it
    and 1 where people gave it."""
    units = segments.loc[segments["coded"], list(PLACE)].reset_index(drop=True)
    row = {key: number for number, key in enumerate(zip(units["source"], units["segment"], strict=True))}
    column = {path: number for number, path in enumerate(paths)}
    scores = np.zeros((len(units), len(paths)))
    for source, segment, path, score in zip(
        codings["source"], codings["segment"], codings["code"], codings["score"], strict=True
    ):
        place = row.get((source, segment))
        if place is not None:
            known = score if score == score else CERTAIN
            scores[place, column[path]] = max(scores[place, column[path]], known, LEAST)
    return pd.concat([units, pd.DataFrame(scores, columns=list(paths))], axis=1)


def codes(segment_code: pd.DataFrame, codebook: Codebook, *, n_sources: int) -> pd.DataFrame:
    """How widely each code is shared.

    Returns:
        One row a code: ``code`` (path), ``code_id``, ``name``, ``level`` (0 for themes), ``segments`` with
        the code and ``share`` of all coded ones, ``sources`` and ``share_of_sources``, ``speakers`` (named
        ones; two of the same name in different sources are two), ``largest_source`` and ``largest_share``:
        the source that has most of the code's segments, and its part of them. A high part in one source is
        one voice, not a theme.
    """
    rows = []
    for code in tree_order(codebook):
        path = codebook.path(code)
        having = segment_code.loc[segment_code[path] > 0, ["source", "speaker"]]
        by_source = having["source"].value_counts(sort=False)
        named = having.loc[having["speaker"] != ""].drop_duplicates()
        rows.append(
            {
                "code": path,
                "code_id": code,
                "name": codebook[code].name,
                "level": len(codebook.lineage(code)) - 1,
                "segments": len(having),
                "share": _share(len(having), len(segment_code)),
                "sources": len(by_source),
                "share_of_sources": _share(len(by_source), n_sources),
                "speakers": len(named),
                "largest_source": by_source.idxmax() if len(having) else "",
                "largest_share": _share(by_source.max(), len(having)) if len(having) else 0.0,
            }
        )
    return pd.DataFrame(rows)


def source_code(segment_code: pd.DataFrame, attributes: pd.DataFrame, paths: tuple[str, ...]) -> pd.DataFrame:
    """One row a source: ``source``, its attributes, ``segments`` (coded ones), then for each code how many of
    them have it and their share."""
    has = segment_code[list(paths)].gt(0)
    counts = has.groupby(segment_code["source"], sort=False).sum().reindex(attributes.index, fill_value=0)
    segments = segment_code["source"].value_counts().reindex(attributes.index, fill_value=0)
    return pd.concat(
        [
            pd.DataFrame({"source": attributes.index}),
            attributes.reset_index(drop=True),
            pd.DataFrame({"segments": segments.to_numpy()}),
            _with_shares(counts, {SHARE: counts.div(segments.where(segments > 0, 1), axis=0)}, paths),
        ],
        axis=1,
    )


def attribute_code(
    segment_code: pd.DataFrame, attributes: pd.DataFrame, paths: tuple[str, ...], case: pd.Series
) -> pd.DataFrame:
    """One row a value of an attribute, after one over all cases (:data:`ALL`).

    Args:
        segment_code: As :func:`segment_code` makes it.
        attributes: One row a case: a source, or a response where a source is a table of them.
        paths: The codes' paths.
        case: The case of each row of ``segment_code``, by its label in ``attributes``.

    Returns:
        ``attribute``, ``value`` (empty where a case has none), ``sources`` (how many cases), ``segments``
        (coded ones), then for each code: in how many segments it stands, the share of the segments, and the
        share of the cases in which it stands at all. The last weighs every case alike, however much is said
        in it. An attribute that numbers many responses, a value each, has no rows.
    """
    has = segment_code[list(paths)].gt(0)
    counts = has.groupby(case, sort=False).sum().reindex(attributes.index, fill_value=0)
    per_case = pd.DataFrame({"sources": 1, "segments": case.value_counts()}, index=attributes.index)
    per_case = per_case.fillna(0).astype(np.int64)
    keys, count, of_sources = [], [], []
    everybody = pd.Series(ALL, index=attributes.index, dtype=object)
    for name, values in [(ALL, everybody), *((name, attributes[name]) for name in attributes.columns)]:
        if len(values) > MOST_NUMBERED and values.is_unique and name != ALL:
            continue
        by_value = values.to_numpy(dtype=object)
        sizes = per_case.groupby(by_value, sort=True).sum()
        keys += [(name, value, *size) for value, size in zip(sizes.index, sizes.to_numpy(), strict=True)]
        count.append(counts.groupby(by_value, sort=True).sum())
        of_sources.append(counts.gt(0).groupby(by_value, sort=True).sum())
    rows = pd.DataFrame(keys, columns=["attribute", "value", "sources", "segments"])
    count, of_sources = (pd.concat(frames, ignore_index=True) for frames in (count, of_sources))
    shares = {
        SHARE: count.div(rows["segments"].clip(lower=1).astype(float), axis=0),
        SHARE_OF_SOURCES: of_sources.div(rows["sources"].clip(lower=1).astype(float), axis=0),
    }
    return pd.concat([rows, _with_shares(count, shares, paths)], axis=1)


def code_code(segment_code: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Which codes stand in the same segments.

    Returns:
        One row a code: ``code`` (path), then for each code the number of segments that have both (on the
        diagonal: that have it) and their Jaccard index, both / either. A code and one above it always stand
        together.
    """
    paths = tuple(codebook.path(code) for code in tree_order(codebook))
    has = segment_code[list(paths)].gt(0).to_numpy().astype(np.int64)
    both = has.T @ has
    alone = np.diag(both)
    either = alone[:, None] + alone[None, :] - both
    jaccard = np.divide(both, either, out=np.zeros(both.shape), where=either > 0)
    counts = pd.DataFrame(both, columns=list(paths))
    return pd.concat(
        [
            pd.DataFrame({"code": list(paths)}, dtype=object),
            _with_shares(counts, {JACCARD: pd.DataFrame(jaccard, columns=list(paths))}, paths),
        ],
        axis=1,
    )


def _with_shares(
    counts: pd.DataFrame, shares: dict[str, pd.DataFrame], paths: tuple[str, ...]
) -> pd.DataFrame:
    """Counts and shares side by side, code by code, without an index."""
    columns = {}
    for path in paths:
        columns[path] = counts[path].to_numpy().astype(np.int64)
        for suffix, frame in shares.items():
            columns[path + suffix] = frame[path].to_numpy().astype(float).round(4)
    return pd.DataFrame(columns)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
