"""Any Hugging Face encoder, by name and revision as it was fetched or from a local folder, run by torch.

Needs the extra ``qualcode[torch]``. Nothing is downloaded here: ``qualcode models fetch`` does that.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from qualcode.encoders import Progress, store
from qualcode.encoders.offline import stay_offline
from qualcode.encoders.windows import cut, normalized, pool_windows
from qualcode.errors import ModelError, Place

_BATCH_TOKENS = 1024
_MODULES = {"Transformer", "Pooling", "Normalize"}
_POOLING = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_max_tokens": "max",
}


class HuggingFaceEncoder:
    """An encoder run by torch in float32; the model is loaded when it is first asked to encode.

    Args:
        name: As on the hub, or a folder with ``config.json``, tokenizer and weights.
        revision: The fetched commit (or its beginning); without one, the only one that was fetched.
        threads: Threads for inference; 0 lets torch decide.
        batch: Most windows a batch.

    Raises:
        ModelError: torch is missing, the model was not fetched, or its files are not what was recorded.
    """

    def __init__(self, name: str, *, revision: str | None = None, threads: int = 0, batch: int = 32) -> None:
        require_torch(f"the encoder {name}")
        self._model_folder, self.name, self.revision = locate(name, revision)
        config = _read_json(self._model_folder / "config.json")
        if not config:
            raise ModelError(
                "there is no config.json of a model here.",
                where=Place(self._model_folder),
                remedy="Name a Hugging Face encoder, or a folder one was saved to.",
            )
        self.width = int(config.get("hidden_size") or config["dim"])
        self._limit = _limit(self._model_folder, config)
        self._pooling = pooling_of(self._model_folder)
        self._prefix = prefix_for(name, self._model_folder)
        self._threads, self._batch = threads, batch
        self._model: Any = None
        self._tokenizer: Any = None

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> np.ndarray:
        """Vectors, (n_texts, width) float32, L2-normalized."""
        self._load()
        windows = cut([self._prefix + text.strip() for text in texts], self._tokenizer, self._limit)
        return normalized(
            pool_windows(
                windows,
                self._pool,
                width=self.width,
                specials=self._tokenizer.num_special_tokens_to_add(),
                tokens=_BATCH_TOKENS,
                rows=self._batch,
                progress=progress,
            )
        )

    def _load(self) -> None:
        if self._model is not None:
            return
        stay_offline()
        import torch
        from transformers import AutoModel, AutoTokenizer

        if self._threads:
            torch.set_num_threads(self._threads)
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(self._model_folder, local_files_only=True)
            model = AutoModel.from_pretrained(
                self._model_folder, local_files_only=True, trust_remote_code=False, dtype=torch.float32
            )
        except (OSError, ValueError, ImportError) as error:
            raise ModelError(
                f"{self.name} cannot be loaded: {str(error).splitlines()[0]}",
                where=Place(self._model_folder),
                remedy="Fetch it again with `qualcode models fetch`, or name another encoder in study.yaml.",
            ) from error
        self._model = model.eval()

    def _pool(self, ids: np.ndarray) -> np.ndarray:
        import torch

        with torch.inference_mode():
            tokens = torch.from_numpy(ids)
            hidden = self._model(input_ids=tokens, attention_mask=torch.ones_like(tokens)).last_hidden_state
            if self._pooling == "cls":
                pooled = hidden[:, 0]
            elif self._pooling == "max":
                pooled = hidden.max(dim=1).values
            else:
                pooled = hidden.mean(dim=1)
        return pooled.numpy()


def locate(name: str, revision: str | None) -> tuple[Path, str, str]:
    """A model's folder, its name and its revision; a local folder's revision is a hash of its files.

    Raises:
        ModelError: it is neither a folder nor fetched, or its files are not what was recorded.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder, folder.name, _fingerprint(folder)
    fitting = [model for model in store.stored(name) if model.revision.startswith(revision or "")]
    if not fitting:
        at, wanted = (f" at revision {revision}", f" --revision {revision}") if revision else ("", "")
        raise ModelError(
            f"{name}{at} is neither a folder nor a fetched model.",
            remedy=f"Fetch it once with `qualcode models fetch {name}{wanted}`.",
        )
    if len(fitting) > 1:
        found = ", ".join(model.revision[:12] for model in fitting)
        raise ModelError(
            f"several revisions of {name} have been fetched ({found}).",
            remedy="Say which one under encoder: revision: in study.yaml.",
        )
    (model,) = fitting
    model.require_unchanged()
    return model.folder, name, model.revision


def pooling_of(folder: Path) -> str:
    """``mean``, ``cls`` or ``max``: what the model's sentence-transformers settings say, else ``mean``.

    Raises:
        ModelError: they say something else.
    """
    modules = _read_json(folder / "modules.json") or []
    kinds = {module["type"].rsplit(".", 1)[-1] for module in modules}
    if kinds - _MODULES:
        raise ModelError(
            f"the model has parts that are not supported: {', '.join(sorted(kinds - _MODULES))}.",
            where=Place(folder / "modules.json"),
            remedy="Name an encoder that only pools and normalizes.",
        )
    settings = _read_json(folder / "1_Pooling" / "config.json")
    wanted = [mode for mode, on in settings.items() if mode.startswith("pooling_mode_") and on is True]
    named = [_POOLING.get(mode) for mode in wanted] or ["mean"]
    if len(named) != 1 or named[0] is None:
        raise ModelError(
            f"the model pools its tokens by {' and '.join(wanted)}, which is not supported.",
            where=Place(folder / "1_Pooling" / "config.json"),
            remedy="Name an encoder that pools by the mean, the maximum or the first token.",
        )
    return named[0]


def prefix_for(name: str, folder: Path) -> str:
    """What goes before every text: the prompt of the model's settings, or ``query: `` for the E5 family."""
    settings = _read_json(folder / "config_sentence_transformers.json")
    default = (settings.get("prompts") or {}).get(settings.get("default_prompt_name") or "")
    if default:
        return default
    words = Path(name).name.lower().split("-")
    return "query: " if "e5" in words and "instruct" not in words else ""


def _limit(folder: Path, config: dict[str, Any]) -> int:
    """Most tokens a window: what sentence-transformers or the tokenizer says, else the model's positions."""
    positions = int(config.get("max_position_embeddings") or 512)
    # RoBERTa's positions begin after the padding's.
    if config.get("model_type") in {"roberta", "xlm-roberta", "camembert"}:
        positions -= int(config.get("pad_token_id", 1)) + 1
    stated = [
        _read_json(folder / "sentence_bert_config.json").get("max_seq_length"),
        _read_json(folder / "tokenizer_config.json").get("model_max_length"),
    ]
    return min([positions, *(int(limit) for limit in stated if limit and limit > 0)])


def _fingerprint(folder: Path) -> str:
    import hashlib

    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{path.relative_to(folder).as_posix()} {store.sha256(path)}" for path in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def require_torch(what: str) -> None:
    """Raises ModelError, with the remedy, where torch is not installed.

    Args:
        what: What needs it.
    """
    from importlib.util import find_spec

    if find_spec("torch") is None:
        raise ModelError(
            f"{what} needs torch, which is not installed.",
            remedy='pip install "qualcode[torch]", or do without it (the default encoder needs no torch).',
        )


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError:
        return {}
    except ValueError as error:
        raise ModelError(f"not valid JSON ({error}).", where=Place(path)) from error
