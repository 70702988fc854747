"""Zero-shot coding by a model of inference: does a segment entail what a code's definition says?

As in Yin et al. 2019 (*EMNLP*): every code is a statement, made of its definition; the probability is that of
entailment against contradiction. Each code is judged by itself, several in one batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.coding.answers import Answers, answer_key, chunks, folder_of
from qualcode.coding.others import Unit, Votes
from qualcode.encoders import Progress
from qualcode.encoders.offline import stay_offline
from qualcode.errors import ModelError, Place, SettingsError

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coding.settings import NliSettings
    from qualcode.study import Study

TEXTS = 16
"""Texts after which what was answered is kept."""


class NliCoder:
    """Asks a model of inference; it is loaded when it is first asked.

    Args:
        settings: The model and the statement.
        codebook: Whose definitions are tried.
        answers: What it said before.

    Raises:
        ModelError: the model is not there, or torch is missing.
        SettingsError: the template is off.
    """

    kind = "nli"

    def __init__(self, settings: NliSettings, codebook: Codebook, answers: Answers) -> None:
        from qualcode.encoders.huggingface import locate, require_torch

        require_torch(f"the coder nli ({settings.name})")
        self._folder, model, revision = locate(settings.name, settings.revision)
        self.name, self.weight = f"{model}@{revision}", settings.weight
        self._settings, self._answers = settings, answers
        self.statements = [
            statement(settings.template, code.name, code.definition) for code in codebook.codes
        ]
        self.fingerprint = answer_key(self.name, *self.statements)
        self._pipeline: Any = None

    def vote(self, units: Sequence[Unit], *, progress: Progress | None = None) -> Votes:
        """Probabilities of all codes.

        Raises:
            ModelError: the model cannot be loaded.
        """
        keys = [[self._key(unit.text, each) for each in self.statements] for unit in units]
        known = self._answers.get(key for row in keys for key in row)
        open_ = [number for number, row in enumerate(keys) if any(key not in known for key in row)]
        for part in chunks(open_, TEXTS):
            for number in part:
                found = self._ask(units[number].text)
                fresh = dict(zip(keys[number], found, strict=True))
                known |= fresh
                self._answers.put(units[number].source, fresh)
            if progress:
                progress(open_.index(part[-1]) + 1, len(open_))
        return Votes(np.array([[known[key] for key in row] for row in keys]).reshape(len(units), -1))

    def _key(self, text: str, statement_: str) -> str:
        return answer_key(self.kind, self.name, statement_, text)

    def _ask(self, text: str) -> list[float]:
        if self._pipeline is None:
            self._pipeline = self._load()
        best: dict[str, float] = {}
        for window in self._windows(text):
            distinct = list(dict.fromkeys(self.statements))
            found = self._pipeline(
                window,
                candidate_labels=distinct,
                hypothesis_template="{}",
                multi_label=True,
                batch_size=self._settings.batch,
            )
            for label, score in zip(found["labels"], found["scores"], strict=True):
                best[label] = max(best.get(label, 0.0), float(score))
        return [round(best[each], 6) for each in self.statements]

    def _windows(self, text: str) -> list[str]:
        """The text in parts that fit the model beside the longest statement: nothing is cut off silently."""
        tokenizer, model = self._pipeline.tokenizer, self._pipeline.model
        limit = min(int(tokenizer.model_max_length), int(model.config.max_position_embeddings) - 2)
        room = limit - max(len(tokenizer(each)["input_ids"]) for each in self.statements) - 2
        if room < 8:
            raise ModelError(
                f"a code's statement is longer than what {self.name} can read ({limit} tokens).",
                where=Place(self._folder),
                remedy="Use a shorter coders: nli: template in study.yaml, as in '{name}'.",
            )
        parts, windows = [text], []
        while parts:
            part = parts.pop(0)
            words = part.split(" ")
            if len(tokenizer(part)["input_ids"]) <= room or len(words) < 2:
                windows.append(part)
            else:
                half = len(words) // 2
                parts[:0] = [" ".join(words[:half]), " ".join(words[half:])]
        return windows

    def _load(self) -> Any:
        stay_offline()
        from transformers import AutoModelForSequenceClassification, AutoTokenizer, pipeline
        from transformers.utils import logging

        logging.disable_progress_bar()
        try:
            tokenizer = AutoTokenizer.from_pretrained(self._folder, local_files_only=True)
            model = AutoModelForSequenceClassification.from_pretrained(self._folder, local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"the model of inference cannot be loaded ({type(error).__name__}).",
                where=Place(self._folder),
                remedy="Name a model for text classification that was taught inference.",
            ) from error
        if not any(str(label).lower().startswith("entail") for label in model.config.label2id):
            raise ModelError(
                f"the model {self.name} has no label for entailment ({', '.join(model.config.label2id)}).",
                where=Place(self._folder),
                remedy="Name a model that was taught inference (entailment, neutral, contradiction).",
            )
        return pipeline("zero-shot-classification", model=model.eval(), tokenizer=tokenizer)


def statement(template: str, name: str, definition: str) -> str:
    """What is tried for a code.

    Raises:
        SettingsError: the template has other places than ``{name}`` and ``{definition}``, or none.
    """
    try:
        said = template.format(name=name, definition=definition)
    except (KeyError, IndexError, ValueError) as error:
        raise SettingsError(
            f"coders: nli: template {template!r} is off.",
            remedy="Use {definition} and {name} alone in it.",
        ) from error
    if said == template:
        raise SettingsError(
            f"coders: nli: template {template!r} says the same of every code.",
            remedy="Put {definition} or {name} in it.",
        )
    return said


def open_coder(study: Study, codebook: Codebook) -> NliCoder:
    """The coder that a study names under ``coders: nli``."""
    settings = study.settings.coders.nli
    assert settings is not None
    return NliCoder(settings, codebook, Answers(folder_of(study)))
