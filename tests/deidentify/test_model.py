"""A Hugging Face model for names, on a tiny one made here; torch is an extra."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.deidentify.finder import look
from qualcode.deidentify.ner import _windows, recognizer
from qualcode.deidentify.study_list import ListedNames, StudyList
from qualcode.errors import ModelError


def test_without_torch_it_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr("qualcode.deidentify.ner.find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"qualcode\[torch\]"):
        recognizer("KBLab/bert-base-swedish-cased-ner", None)


def test_long_texts_are_read_in_windows_that_end_between_words() -> None:
    text = "ord " * 700
    windows = _windows(text)
    assert "".join(window for _, window in windows) == text and len(windows) > 2
    assert all(text[start : start + len(window)] == window for start, window in windows)
    assert all(start == 0 or text[start] == " " for start, _ in windows)
    assert "".join(window for _, window in _windows("x" * 2000)) == "x" * 2000


def test_what_a_model_sees_joins_what_rules_see(read_as) -> None:
    read = read_as("R: då kom brillo hit med Fjärilsfabriken ab och Kajsa")
    text = read.text

    def recognize(texts: list[str]) -> list[list[tuple[int, int, str]]]:
        place, other = text.index("brillo"), text.index("Fjärilsfabriken")
        return [[(place, place + 6, "PER"), (other, other + 15, "ORG")] for _ in texts]

    found = look({read.name: read}, ListedNames(StudyList()), recognize=recognize).findings[read.name]
    assert [(one.about, one.rule) for one in found.text] == [("brillo", "model"), ("Kajsa", "name_list")]
    assert "Fjärilsfabriken" in [one.about for one in found.looks]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A token classifier that takes every word with the piece ``brillo`` for a person."""
    torch = pytest.importorskip("torch")
    from transformers import BertConfig, BertForTokenClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("modell")
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "brillo", "då", "kom", "hit", "sa", "och"]
    (folder / "vocab.txt").write_text("\n".join(pieces), "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=True).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=16, intermediate_size=16, num_hidden_layers=1,
        num_attention_heads=2, num_labels=2, id2label={0: "O", 1: "PER"}, label2id={"O": 0, "PER": 1},
    )  # fmt: skip
    torch.manual_seed(0)
    model = BertForTokenClassification(config)
    with torch.no_grad():
        model.bert.embeddings.word_embeddings.weight.mul_(0.01)
        model.bert.embeddings.word_embeddings.weight[5] = 5 * torch.randn(16)
        model.classifier.weight.zero_()
        hidden = model.bert(torch.tensor([[2, 5, 3]])).last_hidden_state[0, 1]
        other = model.bert(torch.tensor([[2, 6, 3]])).last_hidden_state[0, 1]
        model.classifier.weight[1] = 4 * (hidden - other)
        middle = float((4 * (hidden - other)) @ (hidden + other) / 2)
        model.classifier.bias.copy_(torch.tensor([middle, 0.0]))
    model.save_pretrained(folder)
    return folder


def test_a_model_in_a_folder_finds_names_offline(tiny: Path) -> None:
    recognize = recognizer(str(tiny), None)
    ((found,), nothing) = recognize(["då kom Brillo hit", "då kom och"])
    assert found == (7, 13, "PER") and nothing == []


def test_a_study_names_the_model(tiny: Path, make_study) -> None:
    from qualcode import corpus
    from qualcode.deidentify.study_view import Deidentified
    from qualcode.study import Study

    folder = make_study({"a.txt": "I: hej\nR: då kom brillo hit\n"})
    (folder / "study.yaml").write_text(f"deidentify: {{ner: {{name: '{tiny.as_posix()}'}}}}\n", "utf-8")
    study = Study.open(folder)
    view = Deidentified(study, corpus.survey(study))
    assert "då kom [Person 1] hit" in view.transcript("a.txt").text


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    (tmp_path / "config.json").write_text("{}", "utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        recognizer(str(tmp_path), None)
