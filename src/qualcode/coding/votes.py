"""How rules and model come to one decision for a segment and code, with the reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from spacy.tokens import Doc

from qualcode import carrier
from qualcode.carrier import CodingRecord, Match
from qualcode.coding.calibration import NEUTRAL
from qualcode.coding.joining import join, key_of_joint
from qualcode.coding.joining import threshold as joined_threshold
from qualcode.coding.kept_votes import keep
from qualcode.coding.others import Voted
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
    others: Sequence[Voted] = (),
    matches: Iterable[Match] | None = None,
) -> list[CodingRecord]:
    """Writes a source's codings into its Doc, and returns them.

    Args:
        doc: With segments and rule matches.
        coder: Learnt from the codebook.
        standing: Where the segments that are coded (:func:`texts_to_code`) stand by the model.
        coders: Who votes; rules and model by default.
        thresholds: By code id, what a person has set.
        others: What other coders say of the segments that are coded.
        matches: The Doc's rule matches, where they are at hand.
    """
    marks = doc.spans["segments"].attrs["coded"]
    coded = [index for index, coded in enumerate(marks) if coded]
    matched: dict[int, list[Match]] = defaultdict(list)
    for match in carrier.matches(doc) if matches is None else matches:
        matched[match.segment].append(match)
    hits = [matched[index] for index in coded]
    scores = coder.judge(standing, hits)
    coders = coders or Coders()
    decision = _Decision(coder, scores, voters_of(coders), dict(thresholds or {}), others, alone(coders))
    records = [
        record for row, segment in enumerate(coded) for record in decision.records(row, segment, hits[row])
    ]
    carrier.set_codings(doc, records, codebook=coder.fingerprint)
    keep(doc, others, coder.codebook.ids)
    return records


def alone(coders: Coders) -> bool:
    """Whether the coders beside rules and themes are the only ones that the settings let vote."""
    return not coders.rules and not coders.themes and (coders.nli is not None or coders.llm is not None)


def joined(
    coder: ThemeCoder,
    scores: Scores,
    voters: str,
    chosen: Mapping[str, float],
    others: Sequence[Voted],
    alone: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities by rules, model and other coders, (n_texts, n_codes), and thresholds, (n_codes,).

    Args:
        coder: Learnt from the codebook or from people.
        scores: What it makes of the texts.
        voters: ``rules``, ``model`` or ``both``.
        chosen: By code id, what a person has set.
        others: What other coders say.
        alone: Rules and model have no vote.
    """
    ids = coder.codebook.ids
    own = [coder.threshold(code_id, voters, dict(chosen)) for code_id in ids]
    if not others:
        return scores.of(voters), np.array(own)
    kinds = key_of_joint([each.kind for each in others])
    learnt, limits = coder.joint(kinds, voters) if not alone else ({}, {})
    probability = join(None if alone else scores.of(voters), others, ids, learnt)
    weights = [each.weight for each in others]
    usual = [joined_threshold(None if alone else threshold, weights) for threshold in own]
    return probability, np.array(
        [
            chosen[code_id] if code_id in chosen else limits.get(code_id, stated)
            for code_id, stated in zip(ids, usual, strict=True)
        ]
    )


class _Decision:
    def __init__(
        self,
        coder: ThemeCoder,
        scores: Scores,
        voters: str,
        chosen: dict[str, float],
        others: Sequence[Voted],
        alone: bool,
    ) -> None:
        self._coder, self._scores, self._voters, self._others = coder, scores, voters, others
        self._alone = alone
        ids = coder.codebook.ids
        self._lineage = {code_id: coder.codebook.lineage(code_id) for code_id in ids}
        probability, self._thresholds = joined(coder, scores, voters, chosen, others, alone)
        self._score = np.round(probability, DIGITS)
        self._columns = {code_id: number for number, code_id in enumerate(ids)}
        self._model_thresholds = np.array([coder.threshold(code_id, "model", {}) for code_id in ids])
        self._given = self._score >= self._thresholds

    def records(self, row: int, segment: int, matches: Sequence[Match]) -> list[CodingRecord]:
        """The codings of one segment, in the order of the codebook, with those that they imply above them."""
        lineage, columns = self._lineage, self._columns
        ids = tuple(columns)
        given = [ids[column] for column in np.flatnonzero(self._given[row])]
        implied: dict[str, str] = {}
        for code_id in given:
            for above in lineage[code_id][:-1]:
                if above not in given:
                    implied.setdefault(above, code_id)
        found = []
        for code_id in sorted({*given, *implied}, key=columns.__getitem__):
            column = columns[code_id]
            score = float(self._score[row, column])
            for below in given:
                if code_id in lineage[below]:
                    score = max(score, float(self._score[row, columns[below]]))
            why = self._why(row, column, code_id, matches)
            why["implied_by"] = implied.get(code_id)
            coder = self._coder_of(row, column, bool(why["rules"]))
            threshold = float(self._thresholds[column])
            found.append(CodingRecord(segment, code_id, coder, score, threshold, why))
        return found

    def _coder_of(self, row: int, column: int, by_rules: bool) -> str:
        if not self._others:
            return self._own_coder(row, column, by_rules)
        names = [each.name for each in self._others if each.votes.probability[row, column] >= NEUTRAL]
        if not self._alone and (by_rules or self._by_model(row, column)):
            names.insert(0, self._own_coder(row, column, by_rules))
        # All together may give what none of them would have given alone.
        return " + ".join(names or [each.name for each in self._others])

    def _by_model(self, row: int, column: int) -> bool:
        by_model = self._scores.model[row, column] >= self._model_thresholds[column]
        return self._voters != "rules" and bool(by_model)

    def _own_coder(self, row: int, column: int, by_rules: bool) -> str:
        if self._voters == "rules":
            return "rules"
        model = self._coder.model
        if self._voters == "both" and by_rules:
            return f"rules + {model}" if self._by_model(row, column) else "rules"
        return model

    def _why(self, row: int, column: int, code_id: str, matches: Sequence[Match]) -> dict[str, Any]:
        rules = []
        if self._voters != "model" and not self._alone:
            rules = [
                {"rule": match.rule, "matched": match.matched}
                for match in matches
                if code_id in self._lineage[match.code]
            ]
        why: dict[str, Any] = {"rules": rules, "model": None, "model_score": None, "nearest": None}
        why["similarity"] = None
        if self._others:
            why["others"] = [self._said_by(each, row, column) for each in self._others]
        if self._voters != "rules":
            why["model"] = self._coder.model
            why["model_score"] = round(float(self._scores.model[row, column]), DIGITS)
            why["nearest"] = self._coder.example(int(self._scores.nearest[row, column]))
            why["similarity"] = round(float(self._scores.similarity[row, column]), DIGITS)
        return why

    def _said_by(self, other: Voted, row: int, column: int) -> dict[str, Any]:
        probability = float(other.votes.probability[row, column])
        score = None if probability != probability else round(probability, DIGITS)
        return {"coder": other.name, "score": score, "quote": other.votes.quotes.get((row, column))}
