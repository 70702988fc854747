"""How rules and model come to one decision for a segment and code, with the reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc

from qualcode import carrier
from qualcode.carrier import CodingRecord, Match
from qualcode.coding.thememodel import Standing
from qualcode.coding.themes import DIGITS, Scores, ThemeCoder
from qualcode.encoders import Encoder, Progress
from qualcode.learnt import surroundings
from qualcode.study import Coders


def voters_of(coders: Coders) -> str:
    """``rules``, ``model`` or ``both``, as the settings have it; without either nobody votes: ``rules``."""
    if coders.themes:
        return "both" if coders.rules else "model"
    return "rules"


def code_docs(
    docs: Sequence[Doc],
    coder: ThemeCoder,
    encoder: Encoder,
    *,
    coders: Coders | None = None,
    thresholds: Mapping[str, float] | None = None,
    progress: Progress | None = None,
) -> None:
    """Encodes the segments of several sources and writes their codings.

    Args:
        docs: With segments and rule matches.
        coder: Learnt from the codebook.
        encoder: The one that it learnt with.
        coders: Who votes; rules and model by default.
        thresholds: By code id, what a person has set.
        progress: Called while segments are encoded.
    """
    texts = [texts_to_code(doc) for doc in docs]
    vectors = encoder.encode([text for part in texts for text in part], progress=progress)
    start = 0
    for doc, part in zip(docs, texts, strict=True):
        around = surroundings.of_doc(doc)
        standing = coder.standing(part, vectors[start : start + len(part)], around)
        decide(doc, coder, standing, coders=coders, thresholds=thresholds)
        start += len(part)


def texts_to_code(doc: Doc) -> list[str]:
    """The texts of the segments that are coded, in order."""
    return [segment.text for segment in carrier.segments(doc) if segment.coded]


def decide(
    doc: Doc,
    coder: ThemeCoder,
    standing: Standing,
    *,
    coders: Coders | None = None,
    thresholds: Mapping[str, float] | None = None,
) -> list[CodingRecord]:
    """Writes a source's codings into its Doc, and returns them.

    Args:
        doc: With segments and rule matches.
        coder: Learnt from the codebook.
        standing: Where the segments that are coded (:func:`texts_to_code`) stand by the model.
        coders: Who votes; rules and model by default.
        thresholds: By code id, what a person has set.
    """
    marks = doc.spans["segments"].attrs["coded"]
    coded = [index for index, coded in enumerate(marks) if coded]
    matched: dict[int, list[Match]] = defaultdict(list)
    for match in carrier.matches(doc):
        matched[match.segment].append(match)
    hits = [matched[index] for index in coded]
    scores = coder.judge(standing, hits)
    decision = _Decision(coder, scores, voters_of(coders or Coders()), dict(thresholds or {}))
    records = [
        record for row, segment in enumerate(coded) for record in decision.records(row, segment, hits[row])
    ]
    carrier.set_codings(doc, records, codebook=coder.fingerprint)
    return records


class _Decision:
    def __init__(self, coder: ThemeCoder, scores: Scores, voters: str, chosen: dict[str, float]) -> None:
        self._coder, self._scores, self._voters = coder, scores, voters
        self._score = np.round(scores.of(voters), DIGITS)
        ids = coder.codebook.ids
        self._columns = {code_id: number for number, code_id in enumerate(ids)}
        self._thresholds = np.array([coder.threshold(code_id, voters, chosen) for code_id in ids])
        self._model_thresholds = np.array([coder.threshold(code_id, "model", {}) for code_id in ids])
        self._given = coder.given(scores, voters, chosen)

    def records(self, row: int, segment: int, matches: Sequence[Match]) -> list[CodingRecord]:
        """The codings of one segment, in the order of the codebook, with those that they imply above them."""
        book, columns = self._coder.codebook, self._columns
        ids = tuple(columns)
        given = [ids[column] for column in np.flatnonzero(self._given[row])]
        implied: dict[str, str] = {}
        for code_id in given:
            for above in book.lineage(code_id)[:-1]:
                if above not in given:
                    implied.setdefault(above, code_id)
        found = []
        for code_id in sorted({*given, *implied}, key=columns.__getitem__):
            column = columns[code_id]
            score = float(self._score[row, column])
            for below in given:
                if code_id in book.lineage(below):
                    score = max(score, float(self._score[row, columns[below]]))
            why = self._why(row, column, code_id, matches)
            why["implied_by"] = implied.get(code_id)
            coder = self._coder_of(row, column, bool(why["rules"]))
            threshold = float(self._thresholds[column])
            found.append(CodingRecord(segment, code_id, coder, score, threshold, why))
        return found

    def _coder_of(self, row: int, column: int, by_rules: bool) -> str:
        if self._voters == "rules":
            return "rules"
        model = self._coder.model
        by_model = self._scores.model[row, column] >= self._model_thresholds[column]
        if self._voters == "both" and by_rules:
            return f"rules + {model}" if by_model else "rules"
        return model

    def _why(self, row: int, column: int, code_id: str, matches: Sequence[Match]) -> dict[str, Any]:
        book = self._coder.codebook
        rules = []
        if self._voters != "model":
            rules = [
                {"rule": match.rule, "matched": match.matched}
                for match in matches
                if code_id in book.lineage(match.code)
            ]
        why: dict[str, Any] = {"rules": rules, "model": None, "model_score": None, "nearest": None}
        why["similarity"] = None
        if self._voters != "rules":
            why["model"] = self._coder.model
            why["model_score"] = round(float(self._scores.model[row, column]), DIGITS)
            why["nearest"] = self._coder.example(int(self._scores.nearest[row, column]))
            why["similarity"] = round(float(self._scores.similarity[row, column]), DIGITS)
        return why
