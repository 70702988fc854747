"""multilingual-e5-small out of the installed wheel, run by ONNX Runtime in int8."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.encoders import Progress
from qualcode.encoders.graph import INPUT, OUTPUT
from qualcode.encoders.offline import stay_offline
from qualcode.encoders.unpack import GRAPH, NAME, PREFIX, open_session, unpacked
from qualcode.encoders.windows import cut, normalized, pool_windows, processors
from qualcode.errors import ModelError

if TYPE_CHECKING:
    from qualcode.encoders.adapter import Adapter

_WIDTH, _TOKENS, _BATCH_TOKENS = 384, 512, 400
_LAST = 12


class EmbeddedEncoder:
    """The default encoder; the model is loaded when it is first asked to encode.

    Args:
        revision: What the study was coded with, if that matters; this machine's model must be of it.
        threads: Batches at the same time; 0 for one a processor.
        batch: Most windows a batch.
        layers: After which layers to pool, the last one by default; an experiment.
        adapter: What fine-tuning changed.
        progress: Called with steps done and all steps, if the model has to be unpacked.

    Attributes:
        folder: Where tokenizer, configuration and graph are.

    Raises:
        ModelError: the model is not installed, of another revision, or its files are not what was recorded.
    """

    name = NAME

    def __init__(
        self,
        *,
        revision: str | None = None,
        threads: int = 0,
        batch: int = 32,
        layers: Sequence[int] | None = None,
        adapter: Adapter | None = None,
        progress: Progress | None = None,
    ) -> None:
        model = unpacked(layers=layers, adapter=adapter, progress=progress)
        self.folder, self.revision = model.folder, model.revision
        if revision:
            self.require(revision, self.revision)
        self._parts = len(layers or (_LAST,))
        self.width = _WIDTH * self._parts
        self._threads, self._batch = threads or processors(), batch
        self._session: Any = None
        self._tokenizer: Any = None

    @staticmethod
    def require(wanted: str, present: str) -> None:
        """Refuses a revision other than the one that the study names.

        Raises:
            ModelError: it is another.
        """
        if not present.startswith(wanted):
            raise ModelError(
                f"the study names revision {wanted} of {NAME}, but here is {present}.",
                remedy="Take out encoder: revision: in study.yaml to code with this one, or install the"
                " qualcode that the study was coded with.",
            )

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> np.ndarray:
        """Vectors, (n_texts, 384 × layers) float32, each layer's part L2-normalized.

        The same text gives the same vector, bit by bit, whatever it is encoded together with.
        """
        self._load()
        windows = cut([PREFIX + text.strip() for text in texts], self._tokenizer, _TOKENS)
        vectors = pool_windows(
            windows,
            lambda ids: self._session.run([OUTPUT], {INPUT: ids})[0],
            width=self.width,
            specials=2,
            tokens=_BATCH_TOKENS,
            rows=self._batch,
            workers=self._threads,
            progress=progress,
        )
        return normalized(vectors.reshape(len(texts), self._parts, _WIDTH)).reshape(len(texts), self.width)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Ids of the texts' tokens as the model sees them, at most 512 a text."""
        self._load()
        ids = [PREFIX + text.strip() for text in texts]
        return self._tokenizer(ids, truncation=True, max_length=_TOKENS)["input_ids"] if ids else []

    def _load(self) -> None:
        if self._session is not None:
            return
        stay_offline()
        from transformers import PreTrainedTokenizerFast

        self._tokenizer = PreTrainedTokenizerFast.from_pretrained(self.folder, local_files_only=True)
        self._session = open_session(self.folder / GRAPH)
