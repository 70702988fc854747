"""Deciding some segments again, with another codebook or other settings than those of the study now.

It is the program itself that decides, with all that runs have kept: vectors of segments and what was learnt
of examples. So what an edit does to a coding is found by making it, and nothing else, and looking.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from qualcode import carrier, packing
from qualcode.carrier import Found, Match
from qualcode.coding.kept_votes import kept
from qualcode.coding.others import MODULES
from qualcode.coding.thememodel import Standing
from qualcode.coding.themes import DIGITS
from qualcode.coding.votes import alone, joined, texts_to_code, voters_of
from qualcode.differences.again import EquipmentAgain, Kept, Shared
from qualcode.differences.heard import Heard, Text
from qualcode.equipment import Equipment
from qualcode.nlp import build_pipeline
from qualcode.writers import codings_spacy

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from qualcode.codebook.model import Codebook
    from qualcode.differences.record import RunRecord
    from qualcode.study import Settings, Study


@dataclass(frozen=True)
class Decided:
    """What texts get; arrays are (n_texts, n_codes), codes in the order of the codebook.

    Attributes:
        ids: The codes.
        given: Whether a text gets the code, by itself or from a code below it.
        scores: The score that a coding has, or would have.
        thresholds: By code id.
        matches: What the rules find in each text.
        nearest: By code, the text of the nearest example that has the code; empty without one.
        similarity: Its cosine.
        known: (n_texts,) bool: that of all coders beside rules and themes it is known what they say of it.
    """

    ids: tuple[str, ...]
    given: np.ndarray
    scores: np.ndarray
    thresholds: dict[str, float]
    matches: list[list[Match]]
    nearest: list[list[str]]
    similarity: np.ndarray
    known: np.ndarray


class Replay:
    """Decides segments of two runs with any codebook and settings.

    Args:
        study: The study, whose caches are read; nothing is added to them but vectors.
        runs: The earlier run and the later one.
        texts: The segments that will be asked about.
        same: Of segments the one of the other run that has the same words at the same place.
        ids: By id that a code had in the earlier run, the one it has.

    Attributes:
        heard: What coders beside rules and themes said in the runs.

    Raises:
        OSError, ValueError: a run has not kept its Docs.
    """

    def __init__(
        self,
        study: Study,
        runs: tuple[RunRecord, RunRecord],
        texts: Sequence[Text],
        same: Mapping[Text, Text],
        ids: Mapping[str, str],
    ) -> None:
        self._study, self._shared = study, Shared(Kept(study.private / "learnt"))
        self._texts, self.heard = list(texts), Heard(same, ids)
        self._places: dict[tuple[int, str], list[int]] = {}
        for side, source, segment in self._texts:
            self._places.setdefault((side, source), []).append(segment)
        self._languages = {(side, source): spoken_in(runs[side], source) for side, source in self._places}
        self._docs: dict[tuple[int, str], Doc] = {}
        for side, run in enumerate(runs):
            for language in sorted(set(self._languages.values())):
                wanted = [
                    (at, source) for at, source in self._places
                    if at == side and self._languages[at, source] == language
                ]  # fmt: skip
                self._load(run, side, [source for _, source in wanted], language)
        self._found: dict[tuple[int, str], dict[str, list[Found]]] = {key: {} for key in self._places}

    def _load(self, run: RunRecord, side: int, names: Sequence[str], language: str) -> None:
        """Their Docs, in which only the segments in question are there to be coded."""
        if not names:
            return
        pipeline = build_pipeline(self._study.settings, language=language)
        pipeline = self._shared.pipelines.setdefault(language, pipeline)
        order = [each["source"] for each in run.manifest.get("inputs", ())]
        data = (run.folder / codings_spacy.NAME).read_bytes()
        for doc in packing.some(data, [order.index(name) for name in names], pipeline.vocab):
            name, group = carrier.source(doc).name, doc.spans["segments"]
            wanted = set(self._places[side, name])
            self.heard.remember(side, name, kept(doc), group.attrs["coded"])
            group.attrs["coded"] = [number in wanted for number in range(len(group))]
            self._docs[side, name] = doc

    def decide(self, codebook: Codebook, settings: Settings, votes: Mapping[str, int]) -> Decided:
        """What the segments get.

        Args:
            codebook: By whose rules and examples.
            settings: Whose encoder, coders and thresholds count.
            votes: Of which run those of coders beside rules and themes are, by kind.

        Raises:
            ModelError: the encoder is not installed.
        """
        study = dataclasses.replace(self._study, settings=settings)
        equipment = EquipmentAgain(study, codebook, self._shared)
        kinds = [kind for kind in MODULES if getattr(settings.coders, kind) is not None]
        known = np.ones(len(self._texts), bool)
        coder, voters = equipment.coder, voters_of(settings.coders)
        row_of = {text: row for row, text in enumerate(self._texts)}
        size = (len(self._texts), len(codebook.ids))
        scores, similarity = np.zeros(size), np.zeros(size)
        given, nearest = np.zeros(size, bool), np.full(size, -1)
        matches: list[list[Match]] = [[] for _ in self._texts]
        for (side, source), doc in self._docs.items():
            segments = sorted(set(self._places[side, source]))
            rows = [row_of[side, source, segment] for segment in segments]
            hits = self._matched(equipment, (side, source), doc)
            own = [hits.get(segment, []) for segment in segments]
            made = coder.judge(_standing(equipment, doc), own)
            others = []
            for kind in kinds:
                said = [self.heard.voted(self._texts[row], kind, votes[kind]) for row in rows]
                known[rows] &= [each is not None for each in said]
                others.append(self.heard.as_voted(said, kind, codebook.ids, settings.coders))
            probability, limits = joined(
                coder, made, voters, settings.thresholds, others, alone(settings.coders)
            )
            scores[rows] = probability.round(DIGITS)
            given[rows] = scores[rows] >= limits
            nearest[rows], similarity[rows] = made.nearest, made.similarity
            for row, found in zip(rows, own, strict=True):
                matches[row] = found
        return Decided(
            codebook.ids,
            *_with_below(codebook, scores, given),
            dict(zip(codebook.ids, limits.tolist(), strict=True)),
            matches,
            [[coder.example(int(place)) or "" for place in row] for row in nearest],
            similarity,
            known,
        )

    def _matched(self, equipment: Equipment, key: tuple[int, str], doc: Doc) -> dict[int, list[Match]]:
        """What the rules find, by segment; each code's rules are looked for once in a Doc."""
        keys, known = equipment.rule_keys(self._languages[key]), self._found[key]
        missing = [code for code, rules in keys.items() if rules not in known]
        if missing:
            known.update({keys[code]: [] for code in missing})
            for row in equipment.rules(self._languages[key], missing).matched(doc):
                known[keys[row[3]]].append(row)
        found: dict[int, list[Match]] = {}
        for rules in keys.values():
            for segment, start, end, code, rule in known[rules]:
                span = doc[start:end]
                match = Match(segment, code, rule, span.text, span.start_char, span.end_char)
                found.setdefault(segment, []).append(match)
        return found


def spoken_in(run: RunRecord, source: str) -> str:
    """A source's language, as a run's settings have it."""
    own = run.settings.get("sources") or {}
    languages = [(own.get(name) or {}).get("language") for name in (source, "*")]
    return str(next(filter(None, languages), run.settings.get("language") or "sv"))


def _standing(equipment: Equipment, doc: Doc) -> Standing:
    """Where a Doc's segments stand, as :class:`qualcode.source.Source` has it."""
    words = texts_to_code(doc)
    if not equipment.study.settings.coders.themes:
        return Standing.nowhere(len(words), len(equipment.codebook.ids))
    return equipment.stand(doc, equipment.encoder.encode(words))


def _with_below(codebook: Codebook, scores: np.ndarray, given: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is given and with which score once codes have brought those above them, as
    :func:`qualcode.coding.votes.decide` has it."""
    all_given, best = given.copy(), scores.copy()
    columns = {code: number for number, code in enumerate(codebook.ids)}
    for code, column in columns.items():
        for above in codebook.lineage(code)[:-1]:
            place = columns[above]
            all_given[:, place] |= given[:, column]
            best[:, place] = np.where(
                given[:, column], np.maximum(best[:, place], scores[:, column]), best[:, place]
            )
    return all_given, best
