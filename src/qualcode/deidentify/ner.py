"""A Hugging Face model that finds names, where the study names one (``KBLab/bert-base-swedish-cased-ner``).

It joins the rules and lists: a person that it sees is replaced, an organization or place goes to the review
list. Needs the extra ``qualcode[torch]``; nothing is fetched but by ``qualcode models fetch``.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from qualcode.deidentify.source_finder import Recognize
from qualcode.errors import ModelError

_KINDS = {"PER": "PER", "PERSON": "PER", "PRS": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC"}
LEAST = 0.8
"""Probability from which a stretch counts."""
_WINDOW = 900
"""Code points that are read at a time: well below the 512 pieces that BERT models take."""


def recognizer(name: str, revision: str | None) -> Recognize:
    """A function that finds names in texts.

    Args:
        name: The model's name on the hub, or a local folder.
        revision: Its commit.

    Raises:
        ModelError: torch is missing, the model was not fetched, or it cannot tell names.
    """
    if find_spec("torch") is None:
        raise ModelError(
            f"{name} needs torch, which is not installed.",
            remedy='Install it with `pip install "qualcode[torch]"` or remove `ner` from study.yaml.',
        )
    from qualcode.encoders.huggingface import locate
    from qualcode.encoders.offline import stay_offline

    folder, _, _ = locate(name, revision)
    stay_offline()
    from transformers import AutoModelForTokenClassification, AutoTokenizer, TokenClassificationPipeline

    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModelForTokenClassification.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False
        )
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(
            f"{name} cannot be loaded: {str(error).splitlines()[0]}",
            remedy="Fetch it again with `qualcode models fetch`, or name another under deidentify: ner:.",
        ) from error
    if not any(_kind(label) == "PER" for label in model.config.id2label.values()):
        raise ModelError(f"{name} does not tell names of people.", remedy="Name a model for named entities.")
    tagger = TokenClassificationPipeline(model=model, tokenizer=tokenizer, aggregation_strategy="simple")

    def recognize(texts: list[str]) -> list[list[tuple[int, int, str]]]:
        return [list(_stretches(tagger, text)) for text in texts]

    return recognize


def _stretches(tagger: Any, text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for start, window in _windows(text):
        for one in tagger(window):
            kind = _kind(one["entity_group"])
            if kind is None or one["score"] < LEAST:
                continue
            begins, ends = _whole_words(text, start + one["start"], start + one["end"])
            if begins < ends and not (found and found[-1][1] > begins):
                found.append((begins, ends, kind))
    return found


def _windows(text: str) -> list[tuple[int, str]]:
    """The text in stretches that end at a space, with where each begins."""
    windows, start = [], 0
    while start < len(text):
        end = min(len(text), start + _WINDOW)
        if end < len(text):
            end = max(text.rfind(" ", start, end), start) or end
            end = end if end > start else min(len(text), start + _WINDOW)
        windows.append((start, text[start:end]))
        start = end
    return windows


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to whole words, without white space, and without a genitive's *s*."""
    while start < end and text[start].isspace():
        start += 1
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    from qualcode.deidentify.name_lists import look_up

    last = text[start:end].split()[-1] if text[start:end].split() else ""
    return start, end - (len(last) - len(look_up(last).name) if last else 0)


def _kind(label: str) -> str | None:
    return _KINDS.get(label.upper().split("-")[-1])
