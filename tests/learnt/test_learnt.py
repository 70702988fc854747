"""The coder that comes with the program, with the embedded transformer and the pre-study's definitions."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from qualcode.codebook import Codebook, load
from qualcode.coding.rules import match_texts
from qualcode.coding.thememodel import Standing
from qualcode.coding.themes import ThemeCoder
from qualcode.encoders import open_encoder
from qualcode.learnt import encoder_for
from qualcode.learnt.coder import LearntCoder
from qualcode.learnt.making import LAYERS, Material, learn
from qualcode.learnt.surroundings import ALONE, Surroundings
from qualcode.study import Coders, EncoderSettings, Settings

THEMES = ("jobb", "trygghet", "demokrati", "transparens", "invandning")
SHIPPED = Path(__file__).parents[2] / "codebook" / "forstudie.yaml"


@pytest.fixture(scope="module")
def book() -> Codebook:
    """The pre-study's themes with few of their examples, so that tests are quick."""
    whole = load(SHIPPED)
    few = [
        code.model_copy(
            update={
                "examples": code.examples.model_copy(
                    update={"positive": code.examples.positive[:6], "negative": code.examples.negative[:3]}
                )
            }
        )
        for code in whole.themes
    ]
    return whole.model_copy(update={"codes": tuple(few), "labelled": (), "examples_file": None})


@pytest.fixture(scope="module")
def encoder(book):
    return encoder_for(Settings(), book)


@pytest.fixture(scope="module")
def coder(book, encoder):
    return ThemeCoder.learn(book, encoder)


def _both(coder, encoder, texts, around=None):
    matches = match_texts(coder.codebook, texts)
    return coder.score(texts, encoder.encode(texts), matches, around).both


def test_it_speaks_for_the_pre_studys_themes_as_they_are_defined_and_for_no_others(book) -> None:
    shipped = LearntCoder.shipped()
    assert tuple(shipped.themes_of(load(SHIPPED))) == THEMES
    jobb = book["jobb"].model_copy(update={"definition": "Att ha ett yrke."})
    other = book.model_copy(update={"codes": (jobb, *book.codes[1:])})
    assert tuple(shipped.themes_of(other)) == THEMES[1:]
    assert shipped.themes_of(book.model_copy(update={"language": "en"})) == {}


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Hon blev uppsagd från lagret och söker nytt arbete.", "jobb"),
        ("De som hänger vid porten gör att jag inte går ut efter åtta.", "trygghet"),
        ("Ingen frågade oss boende innan de röstade om planen.", "demokrati"),
        ("Avtalet mellan bolaget och kommunen är hemligt, så ingen vet vem som ansvarar.", "transparens"),
    ],
)
def test_a_text_gets_its_theme_from_few_examples_on_the_spot(coder, encoder, text, theme) -> None:
    (probabilities,) = _both(coder, encoder, [text])
    assert probabilities[coder.codebook.ids.index(theme)] >= coder.thresholds["both"][theme]


def test_small_talk_gets_none(coder, encoder) -> None:
    (probabilities,) = _both(coder, encoder, ["Vill du ha mer kaffe, det finns bullar också."])
    assert all(p < coder.thresholds["both"][code] for p, code in zip(probabilities, THEMES, strict=True))


def test_a_short_answer_takes_something_of_what_was_asked(coder, encoder) -> None:
    asked = Surroundings(("Fick du något jobb eller praktik efter det?",), spoken=True)
    alone = Surroundings(spoken=True)
    answered, unasked = _both(coder, encoder, ["En keps.", "En keps."], [asked, alone])[:, 0]
    assert answered > 1.2 * unasked


def test_a_rule_that_is_added_makes_its_code_more_probable(book, coder, encoder) -> None:
    text = ["Hon fick plats på spinneriet."]
    rule = book["jobb"].rules[0].model_copy(update={"words": ("spinneri",), "id": "ny"})
    jobb = book["jobb"].model_copy(update={"rules": (*book["jobb"].rules, rule)})
    edited = ThemeCoder.learn(book.model_copy(update={"codes": (jobb, *book.codes[1:])}), encoder)
    assert _both(edited, encoder, text)[0, 0] > 2 * _both(coder, encoder, text)[0, 0]


def test_its_encoder_gives_the_vector_of_the_default_one_and_names_its_weights(encoder) -> None:
    plain = open_encoder(EncoderSettings())
    texts = ["Jag går gärna hem själv.", "Avtalet är hemligt."]
    np.testing.assert_allclose(encoder.encode(texts)[:, : encoder.own], plain.encode(texts), atol=1e-5)
    assert encoder.revision == f"{plain.revision}+{LearntCoder.shipped().revision}"


def test_a_study_can_leave_it_out(book) -> None:
    assert not hasattr(encoder_for(Settings(coders=Coders(learnt=False)), book), "learnt")


def test_a_second_process_is_told_what_it_needs_to_decide_and_no_more(coder, encoder) -> None:
    texts = ["Hon söker arbete.", "Det är mörkt i tunneln."]
    standing = Standing.from_bytes(coder.standing(texts, encoder.encode(texts)).to_bytes())
    told = pickle.dumps(coder)
    matches = match_texts(coder.codebook, texts)
    np.testing.assert_array_equal(
        pickle.loads(told).judge(standing, matches).both, coder.judge(standing, matches).both
    )
    assert len(told) < len(LearntCoder.shipped().to_bytes()) / 2


def _material() -> Material:
    random = np.random.default_rng(3)
    texts = [f"{'jobb lön chef' if n % 3 == 0 else 'park träd bänk'} nummer {n % 7}" for n in range(60)]
    labels = np.array([[float(n % 3 == 0)] for n in range(60)])
    vectors = random.normal(size=(60, 12)).astype(np.float32)
    vectors[:, 0] += 2 * labels[:, 0]
    return Material(
        texts, labels, [ALONE] * 60, vectors, np.zeros((60, 1, 3)), np.ones(60), np.ones(60, bool)
    )


def test_the_same_material_gives_the_same_weights_which_tell_its_texts_apart() -> None:
    material = _material()
    made = learn(material, ("jobb",), ("0",))
    assert made.to_bytes() == learn(material, ("jobb",), ("0",)).to_bytes()
    assert (made.layers, LearntCoder.from_bytes(made.to_bytes()).revision) == (LAYERS, made.revision)
    texts = ["ny chef och bra lön", "bänk under träd"]
    found = made.features(texts, made.vector_scores(material.vectors[:2]), [ALONE] * 2)
    job, park = made.probability(found, 0, np.zeros((2, 3)))
    assert job > 0.5 > park
    assert made.has_seen([material.texts[0].upper() + "!", "något annat"]) == 1


def test_measuring_on_what_it_was_learnt_from_is_not_done(tmp_path, monkeypatch) -> None:
    from qualcode.commands.evaluate import app

    example = load(SHIPPED)["jobb"].examples.positive[0]
    (tmp_path / "study.yaml").write_text("title: Prov\n", "utf-8")
    (tmp_path / "facit.jsonl").write_text(json.dumps({"text": example, "codes": ["jobb"]}), "utf-8")
    (tmp_path / "bok.yaml").write_text(_one_theme(), "utf-8")
    monkeypatch.chdir(tmp_path)
    told = CliRunner().invoke(app, ["facit.jsonl", "--codebook", "bok.yaml"])
    assert told.exit_code == 0
    assert "learnt from 1 of these 1 units. It takes no part" in told.output


def _one_theme() -> str:
    jobb = load(SHIPPED)["jobb"]
    code = {
        "id": "jobb",
        "name": jobb.name,
        "definition": jobb.definition,
        "include": list(jobb.include),
        "exclude": list(jobb.exclude),
        "examples": {
            "positive": list(jobb.examples.positive[:3]),
            "negative": list(jobb.examples.negative[:2]),
        },
    }
    return json.dumps({"title": "Prov", "codes": [code]}, ensure_ascii=False)


def test_a_source_without_segments_has_no_features():
    from qualcode.learnt.features import features, width
    from qualcode.learnt.surroundings import LOOK_BACK

    none = np.zeros((0, 3))
    assert features(none, none, np.zeros((0, LOOK_BACK, 3)), [], []).shape == (0, width(3))
