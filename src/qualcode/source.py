"""One source on its way through the stages.

What a stage makes of it is found in memory, or in the study's cache, or made now of what the stage before
made.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode import pipeline, rulematches
from qualcode.errors import Place, SourceError
from qualcode.stagecache import key_of

if TYPE_CHECKING:
    import numpy as np
    from spacy.tokens import Doc

    from qualcode.carrier import CodingRecord, Found
    from qualcode.coded import CodedSource
    from qualcode.coding.others import Voted
    from qualcode.coding.thememodel import Standing
    from qualcode.coding.themes import Scores
    from qualcode.encoders import Progress
    from qualcode.equipment import Equipment
    from qualcode.transcript import Transcript


class Source:
    """One source.

    Args:
        name: Its path below ``corpus/``, with forward slashes.
        path: The file.
        attributes: Its row of ``metadata.csv``.
        equipment: What the work on it needs.

    Attributes:
        language: What it is said in.
        sha256: Hash of its bytes; empty until :meth:`hash` is called.
        made: Stages that were worked through and not found done.
        silent: A coder that was asked gave no usable answer somewhere, and is to be asked again.
    """

    def __init__(self, name: str, path: Path, attributes: dict[str, str], equipment: Equipment) -> None:
        self.name, self.path, self.attributes = name, path, attributes
        self.sha256, self.made, self.silent = "", set[str](), False
        study = equipment.study
        self._overrides = study.source_settings(name)
        self.language = self._overrides.language or study.settings.language
        self._study, self._equipment = study, equipment
        self._transcript: Transcript | None = None
        self._doc: Doc | None = None
        self._vectors: np.ndarray | None = None
        self._coded: CodedSource | None = None
        self._packed: bytes | Future[bytes] | None = None

    def hash(self) -> str:
        """The hash of its bytes, in hex.

        Raises:
            SourceError: the file cannot be opened.
        """
        if not self.sha256:
            try:
                self.sha256 = pipeline.file_hash(self.path)
            except OSError as error:
                reason = "unreadable" if self.path.exists() else "missing"
                raise SourceError(reason, where=Place(self.name)) from error
        return self.sha256

    @property
    def kept_under(self) -> str:
        """What the cache keeps things of it under: its bytes' hash, and what was found in it."""
        deidentified = self._equipment.deidentified
        return self.sha256 if deidentified is None else deidentified.kept_under(self.name)

    def key(self, stage: str) -> str:
        """A hash of everything that a stage's work on it depends on."""
        overrides = self._overrides.model_dump(mode="json")
        about = [self.name, self.sha256, self.attributes, self.language, overrides]
        if self._equipment.deidentified is not None:
            about.append(self._equipment.deidentified.mark(self.name))
        return key_of(stage, self._equipment.fingerprints[stage], about)

    def has(self, *stages: str) -> bool:
        """Whether an earlier run has done one of these stages."""
        cache = self._equipment.cache
        return any(cache.has(self.kept_under, stage, self.key(stage)) for stage in stages)

    def transcript(self) -> Transcript:
        """Its turns.

        Raises:
            SourceError: it cannot be read.
        """
        if self._transcript is None:
            if (data := self._get("read")) is not None:
                self._transcript = pipeline.transcript_from_bytes(data)
            elif self._equipment.deidentified is not None:
                self._transcript = self._equipment.deidentified.transcript(self.name)
                self._put("read", pipeline.transcript_to_bytes(self._transcript))
            else:
                read = pipeline.read_source(self._study, self.path, self.name, self.attributes)
                # The file may have changed since it was hashed.
                self._transcript, self.sha256 = read, read.sha256
                self._put("read", pipeline.transcript_to_bytes(read))
        return self._transcript

    def doc(self) -> Doc:
        """Its words, sentences and segments."""
        from qualcode import packing

        if self._doc is None:
            nlp = self._equipment.pipeline(self.language)
            if (data := self._get("annotate")) is not None:
                self._doc = packing.unpack(data, nlp.vocab)[0]
            else:
                self._doc = pipeline.annotate(self.transcript(), nlp)
                self._transcript = None
                self._put("annotate", packing.pack([self._doc]))
        return self._doc

    def vectors(self, progress: Progress | None = None) -> np.ndarray:
        """Of its segments that are coded, (n_coded_segments, width) float32.

        Args:
            progress: Called while segments are encoded.
        """
        if self._vectors is None:
            self._vectors = pipeline.encode(self.doc(), self._equipment.encoder, progress=progress)
        return self._vectors

    def standing(self) -> Standing:
        """Where its segments that are coded stand by the model."""
        from qualcode.coding.thememodel import Standing

        if not self._study.settings.coders.themes:
            n_codes = len(self._equipment.codebook.ids)
            return Standing.nowhere(pipeline.segments_to_code(self.doc()), n_codes)
        if (data := self._get("stand")) is not None:
            return Standing.from_bytes(data)
        standing = self._equipment.stand(self.doc(), self.vectors())
        self._put("stand", standing.to_bytes())
        return standing

    def others(self) -> list[Voted]:
        """What coders beside rules and themes say of its segments that are coded."""
        if not self._equipment.others:
            return []
        from qualcode import coded
        from qualcode.coding.others import Unit, ask
        from qualcode.coding.surroundings import before
        from qualcode.coding.votes import texts_to_code

        around = before(coded.source(self.doc()))
        pairs = zip(texts_to_code(self.doc()), around, strict=True)
        voted = ask(self._equipment.others, [Unit(self.name, text, words) for text, words in pairs])
        self.silent = any(each.votes.silent for each in voted)
        return voted

    def matched(self) -> list[Found]:
        """What the rules find in its segments that are coded."""
        equipment, doc = self._equipment, self.doc()
        found, keep = rulematches.in_doc(
            equipment.rule_keys(self.language),
            self._get("match"),
            lambda codes: equipment.rules(self.language, codes).matched(doc),
        )
        if keep is not None:
            self._put("match", keep)
        return found

    def coded(self) -> CodedSource:
        """It with its codings."""
        from qualcode import coded

        if self._coded is None:
            data, self._packed = self._get("codings"), self._get("decide")
            if data is None or self._packed is None:
                self._coded, self._packed = self._decide()
            else:
                self._coded = coded.from_bytes(data)
        return self._coded

    def scores(self) -> tuple[list[int], Scores]:
        """The probabilities of all codes for its segments that are coded, and their indices."""
        from collections import defaultdict

        from qualcode import carrier

        doc = self.doc()
        by_segment = defaultdict(list)
        for match in carrier.set_matches(doc, self.matched()):
            by_segment[match.segment].append(match)
        indices = [segment.index for segment in carrier.segments(doc) if segment.coded]
        matches = [by_segment[index] for index in indices]
        return indices, self._equipment.coder.judge(self.standing(), matches)

    def packed(self) -> bytes:
        """Its Doc with rule matches and codings, as the bytes of a DocBin."""
        self.coded()
        if isinstance(self._packed, Future):
            self._packed = self._packed.result()
        assert self._packed is not None
        return self._packed

    def packed_with(self, codings: Sequence[CodingRecord]) -> bytes:
        """As :meth:`packed`, with other codings in place of its own."""
        from qualcode.decisions import in_docs

        key = key_of(self.key("decide"), in_docs.digest(codings))
        data = self._equipment.cache.get(self.sha256, "people", key)
        if data is None:
            data = in_docs.recoded(self.packed(), codings)
            if not self.silent:
                self._equipment.cache.put(self.sha256, "people", key, data)
        return data

    def _decide(self) -> tuple[CodedSource, Future[bytes]]:
        from qualcode import coded, packing

        doc, found, standing = self.doc(), self.matched(), self.standing()
        coder, others = self._equipment.coder, self.others()
        made = pipeline.decide(doc, found, standing, coder, self._study.settings, others)
        box = packing.boxed([doc], self._equipment.codebook.ids)
        self._doc = self._vectors = None
        final = not self.silent
        if final:
            self._put("codings", coded.to_bytes(made))

        def pack() -> bytes:
            data = packing.to_bytes(box)
            if final:
                self._put("decide", data)
            return data

        self.made.add("decide")
        # Most of it is compression, which leaves the interpreter to others.
        return made, self._equipment.beside.submit(pack)

    def segments_to_code(self) -> int:
        """How many segments wait to be encoded; 0 unless its Doc is loaded."""
        return pipeline.segments_to_code(self._doc) if self._doc is not None else 0

    def _get(self, stage: str) -> bytes | None:
        return self._equipment.cache.get(self.kept_under, stage, self.key(stage))

    def _put(self, stage: str, data: bytes) -> None:
        self.made.add(stage)
        self._equipment.cache.put(self.kept_under, stage, self.key(stage), data)
