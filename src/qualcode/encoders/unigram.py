"""The tokenizer of multilingual-e5-small as a ``tokenizer.json``, built from the packed model file."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from qualcode.encoders.packed import PackedModel


def tokenizer_json(model: PackedModel) -> str:
    """The contents of ``tokenizer.json``, for ``tokenizers`` and ``transformers``.

    The packed file maps single characters; that map is NFKC (of an older Unicode) except for controls and
    marks that are dropped or become spaces, so it is written as NFKC after those exceptions.
    """
    pieces = model.pieces
    special = {pieces.bos, pieces.eos, pieces.pad, pieces.unk, len(pieces.texts) - 1}
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added(index, pieces.texts[index]) for index in sorted(special)],
        "normalizer": {"type": "Sequence", "normalizers": _normalizers(model.characters)},
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": _frame(pieces.texts[pieces.bos], pieces.bos, pieces.texts[pieces.eos], pieces.eos),
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "model": {
            "type": "Unigram",
            "unk_id": pieces.unk,
            "vocab": [
                [text, float(score)] for text, score in zip(pieces.texts, pieces.scores.tolist(), strict=True)
            ],
            "byte_fallback": False,
        },
    }
    return json.dumps(tokenizer, ensure_ascii=False)


def tokenizer_config(model: PackedModel) -> dict[str, Any]:
    """The contents of ``tokenizer_config.json``."""
    texts, pieces = model.pieces.texts, model.pieces
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": texts[pieces.bos],
        "cls_token": texts[pieces.bos],
        "eos_token": texts[pieces.eos],
        "sep_token": texts[pieces.eos],
        "pad_token": texts[pieces.pad],
        "unk_token": texts[pieces.unk],
        "mask_token": texts[-1],
        "model_max_length": model.shape.max_position_embeddings,
        "model_input_names": ["input_ids", "attention_mask"],
    }


def _normalizers(characters: dict[str, str]) -> list[dict[str, Any]]:
    exceptions: dict[str, list[str]] = {}
    for character, replacement in characters.items():
        if unicodedata.normalize("NFKC", character) != replacement:
            exceptions.setdefault(replacement, []).append(character)
    replacing = [
        _replace("[" + "".join(f"\\x{{{ord(character):X}}}" for character in found) + "]", replacement)
        for replacement, found in exceptions.items()
    ]
    return [*replacing, {"type": "NFKC"}, _replace(" {2,}", " ")]


def _replace(pattern: str, content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}


def _added(index: int, text: str) -> dict[str, Any]:
    return {
        "id": index,
        "content": text,
        "single_word": False,
        "lstrip": text == "<mask>",
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def _frame(first: str, first_id: int, last: str, last_id: int) -> dict[str, Any]:
    def token(text: str) -> dict[str, Any]:
        return {"SpecialToken": {"id": text, "type_id": 0}}

    def sequence(name: str) -> dict[str, Any]:
        return {"Sequence": {"id": name, "type_id": 0}}

    return {
        "type": "TemplateProcessing",
        "single": [token(first), sequence("A"), token(last)],
        "pair": [token(first), sequence("A"), token(last), token(last), sequence("B"), token(last)],
        "special_tokens": {
            first: {"id": first, "ids": [first_id], "tokens": [first]},
            last: {"id": last, "ids": [last_id], "tokens": [last]},
        },
    }
