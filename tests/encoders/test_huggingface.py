"""Any Hugging Face encoder, here a tiny one with random weights."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from qualcode.encoders import open_encoder
from qualcode.encoders.huggingface import locate, pooling_of, prefix_for
from qualcode.errors import ModelError
from qualcode.study import EncoderSettings

with_torch = pytest.mark.skipif(find_spec("torch") is None, reason="torch (an extra) is not installed")

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "det",
    "är",
    "en",
    "lång",
    "kväll",
    "slut",
    "query",
    ":",
]


def save_model(folder: Path) -> Path:
    """A BertModel with random weights and its tokenizer, as ``save_pretrained`` writes them."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=16,
    )
    BertModel(config).eval().save_pretrained(folder)
    tokenizer = Tokenizer(models.WordLevel({word: index for index, word in enumerate(WORDS)}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        pad_token="[PAD]",
    ).save_pretrained(folder)
    return folder


def set_pooling(folder: Path, **modes: bool) -> None:
    (folder / "1_Pooling").mkdir(exist_ok=True)
    settings = {f"pooling_mode_{mode}": on for mode, on in modes.items()}
    (folder / "1_Pooling" / "config.json").write_text(
        json.dumps({"word_embedding_dimension": 32, **settings})
    )


@pytest.fixture
def model(tmp_path) -> Path:
    return save_model(tmp_path / "tiny-bert")


def encode(folder: Path, *texts: str) -> np.ndarray:
    return open_encoder(EncoderSettings(name=str(folder))).encode(texts)


def hidden_states(folder: Path, text: str) -> np.ndarray:
    import torch
    from transformers import AutoModel, AutoTokenizer

    batch = AutoTokenizer.from_pretrained(folder)(text, return_tensors="pt")
    with torch.inference_mode():
        return AutoModel.from_pretrained(folder)(**batch).last_hidden_state[0].numpy()


@with_torch
def test_the_vector_is_the_mean_of_the_last_layer(model):
    expected = hidden_states(model, "det är en kväll").mean(axis=0)
    (vector,) = encode(model, "det är en kväll")
    assert np.allclose(vector, expected / np.linalg.norm(expected), atol=1e-5)


@with_torch
def test_the_models_own_pooling_is_used(model):
    set_pooling(model, cls_token=True, mean_tokens=False)
    expected = hidden_states(model, "det är en kväll")[0]
    (vector,) = encode(model, "det är en kväll")
    assert np.allclose(vector, expected / np.linalg.norm(expected), atol=1e-5)


@with_torch
def test_a_text_beyond_the_models_limit_is_windowed(model):
    long = "det är en lång kväll " * 9
    one, other = encode(model, long + "slut", long + "det")
    assert not np.allclose(one, other)
    assert np.allclose(np.linalg.norm([one, other], axis=1), 1, atol=1e-5)


@with_torch
def test_company_does_not_change_a_vector(model):
    texts = ["det är en kväll", "slut", "det är en lång lång lång kväll", ""]
    together = encode(model, *texts)
    assert np.allclose(together, np.concatenate([encode(model, text) for text in texts]), atol=1e-6)


@with_torch
def test_a_local_model_has_the_hash_of_its_files_as_revision(model):
    before = open_encoder(EncoderSettings(name=str(model)))
    assert (before.name, before.width) == ("tiny-bert", 32)
    set_pooling(model, max_tokens=True)
    assert open_encoder(EncoderSettings(name=str(model))).revision != before.revision


@with_torch
def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ModelError, match=r"no config\.json"):
        open_encoder(EncoderSettings(name=str(tmp_path)))


@with_torch
def test_a_model_that_was_not_fetched_is_not_fetched_now(cache):
    with pytest.raises(ModelError, match=r"qualcode models fetch KBLab/none --revision 12ab"):
        open_encoder(EncoderSettings(name="KBLab/none", revision="12ab"))


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed")
def test_without_torch_the_remedy_is_the_extra(tmp_path):
    with pytest.raises(ModelError, match=r'pip install "qualcode\[torch\]"'):
        open_encoder(EncoderSettings(name="KBLab/sentence-bert-swedish-cased"))


def test_a_local_folder_is_found_without_the_hub(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    folder, name, revision = locate(str(tmp_path), None)
    assert (folder, name, len(revision)) == (tmp_path, tmp_path.name, 12)


def test_without_settings_the_mean_is_taken(tmp_path):
    assert pooling_of(tmp_path) == "mean"


@pytest.mark.parametrize("modes", [{"weightedmean_tokens": True}, {"cls_token": True, "mean_tokens": True}])
def test_pooling_that_is_not_supported_is_refused(tmp_path, modes):
    set_pooling(tmp_path, **modes)
    with pytest.raises(ModelError, match="not supported"):
        pooling_of(tmp_path)


def test_a_model_with_further_parts_is_refused(tmp_path):
    modules = [{"type": "sentence_transformers.models.Dense", "path": "2_Dense"}]
    (tmp_path / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelError, match="Dense"):
        pooling_of(tmp_path)


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("intfloat/multilingual-e5-large", "query: "),
        ("intfloat/multilingual-e5-large-instruct", ""),
        ("KBLab/sentence-bert-swedish-cased", ""),
        ("/models/my-e5-small", "query: "),
    ],
)
def test_only_the_e5_family_gets_its_prefix(tmp_path, name, prefix):
    assert prefix_for(name, tmp_path) == prefix


def test_a_default_prompt_of_the_model_is_its_prefix(tmp_path):
    settings = {"prompts": {"sts": "Text: "}, "default_prompt_name": "sts"}
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(settings))
    assert prefix_for("owner/model", tmp_path) == "Text: "
