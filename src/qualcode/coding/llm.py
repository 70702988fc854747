"""A language model as a coder: the codebook is its instruction, each code needs the words that it goes by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from qualcode.coding import llm_answer
from qualcode.coding.answers import Answers, answer_key, chunks, folder_of
from qualcode.coding.llm_client import Client, host_of
from qualcode.coding.others import Unit, Votes
from qualcode.encoders import Progress

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coding.settings import LlmSettings
    from qualcode.study import Study

YES, NO = 0.9, 0.1
"""What its yes and no count as, where ``qualcode train`` has not learnt what they are worth: a model says how
sure it is, but seldom rightly (Xiong et al. 2024, ICLR)."""

Codes = dict[str, str]
"""By code id, the words that it goes by."""


class LlmCoder:
    """Asks a language model about segments, several at once, and keeps what it answers.

    Args:
        settings: Where it is.
        codebook: What it codes with.
        answers: What it said before, and the logs.

    Raises:
        SettingsError: the environment variable of its key is not set.
    """

    kind = "llm"

    def __init__(self, settings: LlmSettings, codebook: Codebook, answers: Answers) -> None:
        self._settings, self._codebook, self._answers = settings, codebook, answers
        self._client = Client(settings)
        self._language = "sv" if codebook.language == "sv" else "en"
        self._instruction = llm_answer.instruction(codebook)
        self._schema = llm_answer.schema(codebook)
        self.fingerprint = answer_key(
            settings.model, settings.revision, str(settings.seed), self._instruction, str(self._schema)
        )
        self.name = f"{settings.model}@{settings.revision or self.fingerprint[:8]}"
        self.weight = settings.weight

    def vote(self, units: Sequence[Unit], *, progress: Progress | None = None) -> Votes:
        """Yes and no to all codes; nothing where it gave no usable answer, which is asked again next time.

        Raises:
            ModelError: it cannot be asked; what it has answered is kept.
        """
        keys = [self._key(unit) for unit in units]
        known: dict[str, Codes] = self._answers.get(keys)
        by_source: dict[str, dict[str, Unit]] = defaultdict(dict)
        for key, unit in zip(keys, units, strict=True):
            if key not in known:
                by_source[unit.source][key] = unit
        batches = [
            list(part)
            for of_source in by_source.values()
            for part in chunks(list(of_source.values()), self._settings.batch)
        ]
        if batches:
            known |= self._ask_all(batches, progress)
        ids = self._codebook.ids
        probability = np.full((len(units), len(ids)), np.nan)
        quotes: dict[tuple[int, int], str] = {}
        for row, key in enumerate(keys):
            if key not in known:
                continue
            probability[row] = NO
            for code_id, quote in known[key].items():
                for above in self._codebook.lineage(code_id):
                    column = ids.index(above)
                    probability[row, column] = YES
                    quotes.setdefault((row, column), known[key].get(above, quote))
        return Votes(probability, quotes)

    def _ask_all(self, batches: list[list[Unit]], progress: Progress | None) -> dict[str, Codes]:
        found: dict[str, Codes] = {}
        done, every = 0, sum(map(len, batches))
        with ThreadPoolExecutor(self._settings.concurrency, thread_name_prefix="llm") as pool:
            futures: dict[Future[dict[str, Codes]], int] = {
                pool.submit(self._ask, batch): len(batch) for batch in batches
            }
            try:
                for future in as_completed(futures):
                    found |= future.result()
                    done += futures[future]
                    if progress:
                        progress(done, every)
            finally:
                # After one failure the rest would fail as slowly.
                for future in futures:
                    future.cancel()
        self._client.close()
        return found

    def _ask(self, units: list[Unit]) -> dict[str, Codes]:
        """Answers by key; what was left out of an answer to several is asked once more, each alone."""
        found = self._once(units)
        missing = [unit for unit in units if self._key(unit) not in found]
        for unit in missing:
            found |= self._once([unit])
        return found

    def _once(self, units: list[Unit]) -> dict[str, Codes]:
        messages = [
            {"role": "system", "content": self._instruction},
            {"role": "user", "content": llm_answer.question(units, self._language)},
        ]
        words, request = self._client.ask(messages, self._schema)
        given = llm_answer.read(words, units, self._codebook)
        found = (
            {}
            if given is None
            else {self._key(units[number - 1]): codes for number, codes in given.codes.items()}
        )
        entry = {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "host": host_of(self._settings.url),
            "request": request,
            "answer": words,
            "usable": given is not None,
            "refused": given.refused if given else [],
        }
        self._answers.log(self.kind, units[0].source, entry)
        if found:
            self._answers.put(units[0].source, found)
        return found

    def _key(self, unit: Unit) -> str:
        return answer_key(self.kind, self.fingerprint, unit.before, unit.text)


def open_coder(study: Study, codebook: Codebook) -> LlmCoder:
    """The coder that a study names under ``coders: llm``."""
    settings = study.settings.coders.llm
    assert settings is not None
    return LlmCoder(settings, codebook, Answers(folder_of(study)))
