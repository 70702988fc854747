"""Zero-shot coding by a model of inference: a tiny one with random weights, made here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qualcode.codebook import Code, Codebook
from qualcode.coding.answers import Answers
from qualcode.coding.nli import NliCoder, statement
from qualcode.coding.others import Unit
from qualcode.coding.settings import NliSettings
from qualcode.errors import ModelError, SettingsError

BOOK = Codebook(
    title="Prov",
    codes=(
        Code(id="jobb", name="Jobb", definition="Arbete som försörjning"),
        Code(id="trygghet", name="Trygghet", definition="Att känna sig trygg"),
    ),
)
UNITS = [Unit("a.txt", "jag söker jobb varje dag"), Unit("a.txt", "vi åt lunch på torget")]
SAID = "det här handlar om följande : arbete som försörjning att känna sig trygg"
WORDS = [word for text in (SAID, *(unit.text for unit in UNITS)) for word in text.split()]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch = pytest.importorskip("torch")
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("nli")
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    vocabulary = {word: number for number, word in enumerate([*special, *dict.fromkeys(WORDS)])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=48,
    ).save_pretrained(folder)
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=50,
        initializer_range=0.3,
        id2label={0: "entailment", 1: "neutral", 2: "contradiction"},
        label2id={"entailment": 0, "neutral": 1, "contradiction": 2},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def _expected(model: Path, text: str, hypothesis: str) -> float:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    pair = AutoTokenizer.from_pretrained(model)(text, hypothesis, return_tensors="pt")
    with torch.inference_mode():
        logits = AutoModelForSequenceClassification.from_pretrained(model).eval()(**pair).logits[0]
    entailed, refuted = float(logits[0]), float(logits[2])
    return float(np.exp(entailed) / (np.exp(entailed) + np.exp(refuted)))


def test_each_code_is_tried_by_its_definition(model, tmp_path) -> None:
    coder = NliCoder(NliSettings(name=str(model)), BOOK, Answers(tmp_path))
    found = coder.vote(UNITS).probability
    expected = [[_expected(model, unit.text, each) for each in coder.statements] for unit in UNITS]
    assert found == pytest.approx(np.array(expected), abs=1e-5)
    assert len(set(found.ravel().round(5))) == 4
    assert coder.name.startswith(f"{model.name}@")


def test_what_was_judged_is_not_judged_again(model, tmp_path) -> None:
    first = NliCoder(NliSettings(name=str(model)), BOOK, Answers(tmp_path)).vote(UNITS)
    again = NliCoder(NliSettings(name=str(model)), BOOK, Answers(tmp_path))
    assert np.array_equal(again.vote(UNITS).probability, first.probability)
    assert again._pipeline is None
    other = NliCoder(NliSettings(name=str(model), template="om {name}"), BOOK, Answers(tmp_path))
    assert not np.array_equal(other.vote(UNITS).probability, first.probability)


def test_a_long_segment_is_read_to_its_end(model, tmp_path) -> None:
    coder = NliCoder(NliSettings(name=str(model)), BOOK, Answers(tmp_path))
    tail = coder.vote([Unit("a.txt", UNITS[0].text)]).probability
    filler = " ".join(["torget"] * 200)
    long = coder.vote([Unit("a.txt", f"{filler} {UNITS[0].text}"), Unit("a.txt", filler)]).probability
    windows = coder._windows(f"{filler} {UNITS[0].text}")
    assert " ".join(windows) == f"{filler} {UNITS[0].text}" and len(windows) > 4
    assert not np.array_equal(long[0], long[1])
    assert tail.shape == (1, 2)


def test_a_model_without_inference_is_refused(model, tmp_path) -> None:
    import json
    import shutil

    other = tmp_path / "annan"
    shutil.copytree(model, other)
    config = json.loads((other / "config.json").read_text("utf-8"))
    config["id2label"], config["label2id"] = {"0": "a", "1": "b", "2": "c"}, {"a": 0, "b": 1, "c": 2}
    (other / "config.json").write_text(json.dumps(config), "utf-8")
    with pytest.raises(ModelError, match="no label for entailment"):
        NliCoder(NliSettings(name=str(other)), BOOK, Answers(tmp_path)).vote(UNITS)


def test_a_model_that_was_not_fetched_is_told(tmp_path, monkeypatch) -> None:
    pytest.importorskip("torch")
    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="qualcode models fetch prov/nli"):
        NliCoder(NliSettings(name="prov/nli"), BOOK, Answers(tmp_path))


@pytest.mark.parametrize("template", ["Det handlar om {code}", "Det handlar om {", "Det handlar om något"])
def test_a_template_that_cannot_be_filled_is_refused(template) -> None:
    with pytest.raises(SettingsError, match="template"):
        statement(template, "Jobb", "Arbete")
