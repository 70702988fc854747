"""The theme coder, with the embedded transformer, on a small codebook of invented examples."""

from __future__ import annotations

import numpy as np
import pytest

from qualcode import carrier
from qualcode.codebook import Code, Codebook, Examples, LabelledText, Rule
from qualcode.coding.rules import match_texts
from qualcode.coding.thememodel import ThemeModel
from qualcode.coding.themes import ThemeCoder
from qualcode.coding.training import MANY, training_set
from qualcode.coding.votes import code_docs
from qualcode.encoders import open_encoder
from qualcode.nlp import build_pipeline
from qualcode.study import Coders, EncoderSettings, Settings
from qualcode.transcript import Piece, assemble

JOBB = (
    "Min syster söker arbete sedan ett år tillbaka.",
    "Butiken anställde två ungdomar i somras.",
    "Han fick praktik på verkstaden och sedan lön.",
    "Det finns inga lediga tjänster här ute.",
    "Jag vill starta eget och leva på det.",
    "De skickade sin ansökan men fick aldrig komma på intervju.",
)
TRYGGHET = (
    "Jag vågar inte gå genom tunneln när det är mörkt.",
    "Någon slog sönder rutorna i porten igen.",
    "Vi nattvandrar på fredagar och det lugnar torget.",
    "Polisen kom efter skotten vid skolan.",
    "De säljer knark utanför affären.",
    "Efter inbrottet i källaren sover jag dåligt.",
)
OTHER = (
    "Vi fikade på balkongen hela eftermiddagen.",
    "Bussen byter hållplats i augusti.",
    "Min mormor odlar tomater.",
    "Färgen på huset är gul.",
    "Hur länge har du bott här?",
    "Biblioteket har nya stolar.",
)


def _book(**changes: object) -> Codebook:
    unga = Code(
        id="jobb-unga",
        name="Unga",
        definition="Arbete för unga.",
        parent="jobb",
        examples=Examples(
            positive=(
                "Ungdomarna fick sommarjobb i parken.",
                "Min son på sjutton fick extrajobb på helgerna.",
                "Gymnasieeleverna gör sin lärlingstid hos oss.",
                "Tonåringar får sin första lön här.",
                "De unga på fritids fick feriejobb.",
            )
        ),
    )
    jobb = Code(
        id="jobb",
        name="Jobb",
        definition="Arbete och försörjning.",
        examples=Examples(positive=JOBB, negative=("Arbetet med frågan fortsätter i nämnden.",)),
        rules=(Rule(words=("arbetslös", "anställning"), id="ord"),),
    )
    trygghet = Code(
        id="trygghet",
        name="Trygghet",
        definition="Trygghet på platsen.",
        examples=Examples(positive=TRYGGHET),
        rules=(Rule(words=("otrygg",), id="ord"),),
    )
    labelled = tuple(LabelledText(text=text) for text in OTHER)
    return Codebook(title="Prov", codes=(jobb, unga, trygghet), labelled=labelled, **changes)


@pytest.fixture(scope="module")
def encoder():
    return open_encoder(EncoderSettings())


@pytest.fixture(scope="module")
def coder(encoder):
    return ThemeCoder.learn(_book(), encoder)


def _scores(coder, encoder, *texts):
    return coder.score(texts, encoder.encode(texts), match_texts(coder.codebook, texts))


def test_texts_like_a_codes_examples_are_more_probable_than_others(coder, encoder) -> None:
    found = _scores(
        coder,
        encoder,
        "Hon blev uppsagd och letar efter en ny tjänst.",
        "Det är läskigt att gå hem på kvällen, de rånade min granne.",
        "Katten ligger i solen.",
    )
    jobb, trygghet = coder.codebook.ids.index("jobb"), coder.codebook.ids.index("trygghet")
    assert found.both[:, jobb].argmax() == 0
    assert found.both[:, trygghet].argmax() == 1
    assert found.both[2, [jobb, trygghet]].max() < 0.5


def test_scores_are_probabilities_and_a_subcode_is_never_more_probable_than_its_theme(coder, encoder) -> None:
    both = _scores(coder, encoder, *JOBB, *TRYGGHET, *OTHER).both
    ids = coder.codebook.ids
    assert ((both >= 0) & (both <= 1)).all()
    assert (both[:, ids.index("jobb-unga")] <= both[:, ids.index("jobb")]).all()


def test_a_rule_raises_the_score_and_stands_alone_where_only_rules_vote(coder, encoder) -> None:
    text = "Hon är arbetslös."
    with_rule = _scores(coder, encoder, text)
    without = coder.score((text,), encoder.encode((text,)), [[]])
    jobb = coder.codebook.ids.index("jobb")
    assert with_rule.both[0, jobb] > without.both[0, jobb]
    assert with_rule.rules[0, jobb] >= coder.threshold("jobb", "rules", {})
    assert without.rules[0, jobb] < coder.threshold("jobb", "rules", {})
    assert with_rule.model[0, jobb] == without.model[0, jobb]


def test_the_nearest_example_is_one_that_has_the_code(coder, encoder) -> None:
    found = _scores(coder, encoder, "Polisen kom efter skotten.")
    trygghet = coder.codebook.ids.index("trygghet")
    assert coder.example(found.nearest[0, trygghet]) == "Polisen kom efter skotten vid skolan."
    jobb = coder.codebook.ids.index("jobb")
    assert coder.training.labels[found.nearest[0, jobb], jobb] == 1


def test_what_is_left_out_is_judged_by_the_others(coder, encoder) -> None:
    texts = coder.training.texts
    seen = coder.score(texts, encoder.encode(texts), match_texts(coder.codebook, texts))
    jobb = coder.codebook.ids.index("jobb")
    own = [texts.index(text) for text in JOBB]
    assert seen.model[own, jobb].mean() > coder.left_out["model"][own, jobb].mean()


def test_learning_twice_gives_the_same_scores(coder, encoder) -> None:
    again = ThemeCoder.learn(_book(), encoder)
    one, other = _scores(coder, encoder, *OTHER), _scores(again, encoder, *OTHER)
    assert np.array_equal(one.both, other.both)


def test_an_empty_batch_gives_empty_scores(coder, encoder) -> None:
    assert _scores(coder, encoder).both.shape == (0, 3)


def _doc(codebook: Codebook, *texts: str):
    transcript = assemble("prov.txt", [Piece(text, speaker="Anna", role="respondent") for text in texts])
    return carrier.doc_of(transcript, build_pipeline(Settings(), codebook))


def test_codings_say_why_and_imply_the_codes_above(coder, encoder) -> None:
    doc = _doc(coder.codebook, "Min son fick feriejobb i parken, och hon är arbetslös.", "Vi fikade.")
    code_docs([doc], coder, encoder, thresholds={"jobb-unga": 0.03, "jobb": 1.01})
    records = carrier.codings(doc)
    assert [record.code for record in records] == ["jobb", "jobb-unga"]
    above, below = records
    assert above.why["implied_by"] == "jobb-unga"
    assert above.score >= below.score
    assert above.why["rules"] == [{"rule": "ord", "matched": "arbetslös"}]
    assert above.why["nearest"] in coder.training.texts
    assert below.why["model"] == coder.model
    assert coder.model in above.coder
    assert carrier.codebook_of(doc)


def test_with_the_model_off_only_rules_give_codes(coder, encoder) -> None:
    doc = _doc(coder.codebook, "Hon är arbetslös.", "De rånade min granne på torget i går.")
    code_docs([doc], coder, encoder, coders=Coders(themes=False))
    (record,) = carrier.codings(doc)
    assert (record.code, record.coder, record.why["model_score"]) == ("jobb", "rules", None)


def test_a_threshold_of_the_study_decides(coder, encoder) -> None:
    doc = _doc(coder.codebook, "Butiken anställde två ungdomar i somras.")
    code_docs([doc], coder, encoder, thresholds=dict.fromkeys(coder.codebook.ids, 0.999))
    assert carrier.codings(doc) == []


def test_the_component_codes_in_a_pipeline_of_ones_own(tmp_path) -> None:
    path = tmp_path / "bok.yaml"
    path.write_text(
        "title: Prov\ncodes:\n- id: jobb\n  name: Jobb\n  definition: Arbete.\n"
        "  examples:\n    positive: [Hon söker arbete., Han fick en anställning., De anställer folk.]\n"
        "    negative: [Solen skiner., Bussen är sen.]\n  rules:\n  - words: [arbetslös]\n",
        "utf-8",
    )
    nlp = build_pipeline(Settings())
    nlp.add_pipe("qualcode_rules", config={"codebook": str(path)})
    nlp.add_pipe("qualcode_themes", config={"codebook": str(path)})
    doc = nlp("Hon är arbetslös och söker arbete.")
    assert [record.code for record in carrier.codings(doc)] == ["jobb"]


def test_training_knows_what_is_not_known() -> None:
    book = _book()
    training = training_set(book)
    labels = dict(zip(training.texts, training.labels, strict=True))
    jobb, unga, trygghet = range(3)
    assert labels["De unga på fritids fick feriejobb."].tolist() == [1, 1, 0]
    assert np.isnan(labels[JOBB[0]][unga]), "a theme's example may have any of its subcodes"
    assert labels["Arbetet med frågan fortsätter i nämnden."][[jobb, unga]].tolist() == [0, 0]
    assert labels[TRYGGHET[0]][[jobb, trygghet]].tolist() == [0, 1]
    assert labels[OTHER[0]].tolist() == [0, 0, 0], "a text without codes has none"


def _with_examples(n_own: int, n_labelled: int) -> Codebook:
    own = tuple(f"Hon fick arbete nummer {number}." for number in range(n_own))
    jobb = Code(
        id="jobb",
        name="Jobb",
        definition="Arbete och försörjning.",
        include=("praktik och rekrytering",),
        exclude=("arbetet med en fråga",),
        examples=Examples(positive=own),
    )
    labelled = [LabelledText(text=f"De anställde {n} till.", codes=("jobb",)) for n in range(n_labelled)]
    return Codebook(title="Prov", codes=(jobb,), labelled=(*labelled, *(LabelledText(text=t) for t in OTHER)))


@pytest.mark.parametrize(("own", "labelled"), [(0, 0), (8, 0), (0, 8), (MANY - 1, 0), (20, MANY - 21)])
def test_what_defines_a_code_is_an_example_of_it_while_it_has_few(own: int, labelled: int) -> None:
    training = training_set(_with_examples(own, labelled))
    labels = dict(zip(training.texts, training.labels[:, 0].tolist(), strict=True))
    assert labels["Arbete och försörjning."] == labels["praktik och rekrytering"] == 1
    assert "arbetet med en fråga" not in labels, "what a code leaves out is often said of its own texts"


@pytest.mark.parametrize(("own", "labelled"), [(MANY, 0), (0, MANY), (20, MANY - 20)])
def test_a_code_with_many_examples_is_learnt_from_them_alone(own: int, labelled: int) -> None:
    training = training_set(_with_examples(own, labelled))
    assert not {"Arbete och försörjning.", "praktik och rekrytering"} & set(training.texts)


def test_a_definition_finds_what_few_examples_do_not_show(encoder) -> None:
    places = ("Bilverkstaden ligger vid bron.", "Hon bor vid bron.", "Bron är grå.")
    texts = ("Kommunen borde ordna fler praktikplatser och anställningar.", *places)
    with_two = _with_examples(2, 0)
    silent = with_two.codes[0].model_copy(update={"definition": "Grå broar.", "include": ()})
    others = with_two.model_copy(update={"codes": (silent,)})
    said, unsaid = (_scores(ThemeCoder.learn(book, encoder), encoder, *texts) for book in (with_two, others))
    assert said.model[0, 0] > unsaid.model[0, 0]
    assert said.model[:, 0].argmax() == 0


def test_a_model_that_was_packed_says_the_same(encoder) -> None:
    training = training_set(_book())
    model = ThemeModel.learn(_book(), training, encoder.encode(training.encoded))
    again = ThemeModel.from_bytes(model.to_bytes())
    texts = ["Min kusin fick jobb i Alby.", "Det är mörkt bakom skolan.", "Vi åt glass."]
    one, other = (each.standing(texts, encoder.encode(texts)) for each in (model, again))
    for name in ("by_vector", "by_letter", "nearest", "similarity"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
        np.testing.assert_array_equal(getattr(model.left_out, name), getattr(again.left_out, name))
    assert one.by_vector[:, 0].argmax() == 0 and one.by_vector[:, 2].argmax() == 1


def _small(*codes: tuple[str, str, tuple[str, ...]]) -> Codebook:
    return Codebook(
        title="Prov",
        codes=tuple(
            Code(id=code_id, name=code_id, definition=definition, examples=Examples(positive=examples))
            for code_id, definition, examples in codes
        ),
    )


SKOLA = "Skolor, lärare, klasser, undervisning, läxor och raster."
GRONSKA = "Träd, parker, odling, gräs, blommor och natur nära bostaden."
ABOUT_SCHOOL = ("Läraren är fantastisk, men eleverna är för många.", "Klassen är alldeles för stor.")
ABOUT_GREEN = (
    "Jag tycker om björkarna och att man kan odla på kolonin.",
    "De har planterat rosor och äppelträd utmed gången.",
)
BESIDE = ("Bussen kom inte i går heller.", "Jag köpte en ny jacka.", "Hissen har stått still sedan i mars.")


def _given(book: Codebook, encoder, texts: tuple[str, ...]) -> list[list[bool]]:
    coder = ThemeCoder.learn(book, encoder)
    scores = coder.score(texts, encoder.encode(texts), [[]] * len(texts))
    return coder.given(scores, "both", {}).tolist()


def _probable(book: Codebook, encoder, texts: tuple[str, ...]) -> np.ndarray:
    coder = ThemeCoder.learn(book, encoder)
    return coder.score(texts, encoder.encode(texts), [[]] * len(texts)).both


def test_a_codebook_of_definitions_alone_tells_texts_apart(encoder) -> None:
    book = _small(("skola", SKOLA, ()), ("gronska", GRONSKA, ()))
    school, green, beside = np.split(_probable(book, encoder, (*ABOUT_SCHOOL, *ABOUT_GREEN, *BESIDE)), [2, 4])
    assert (school[:, 0] > school[:, 1]).all() and (green[:, 1] > green[:, 0]).all()
    assert school[:, 0].min() > beside[:, 0].max() and green[:, 1].min() > beside[:, 1].max()
    assert beside.max() < 0.5 < min(school.max(), green.max())


def test_one_code_alone_stands_out_from_what_people_say_beside_it(encoder) -> None:
    found = _probable(_small(("skola", SKOLA, ())), encoder, (*ABOUT_SCHOOL, *ABOUT_GREEN, *BESIDE))[:, 0]
    assert found[:2].min() > found[2:].max() and found[2:].max() < 0.5 < found[:2].max()


def test_examples_add_to_a_definition_and_do_not_replace_it(encoder) -> None:
    """Examples of one side of a code leave what else its definition says."""
    examples = tuple(
        f"Lärarna byts ut, nu för {time} gången." for time in ("andra", "tredje", "fjärde", "femte", "sjätte")
    )
    book = _small(("skola", SKOLA, examples), ("gronska", GRONSKA, ("De fällde träden.",)))
    assert _given(book, encoder, ("Barnen gör sina läxor i köket.", "Bussen kom inte i går heller.")) == [
        [True, False],
        [False, False],
    ]
    assert SKOLA in training_set(book).texts
    many = tuple(f"Det är lärare nummer {n} på den skolan." for n in range(50))
    assert SKOLA not in training_set(_small(("skola", SKOLA, many))).texts


def test_no_probability_is_certain(encoder) -> None:
    coder = ThemeCoder.learn(_book(), encoder)
    found = _scores(coder, encoder, "Hon är arbetslös och söker arbete, en anställning, ett jobb.")
    assert found.both.min() > 0 and found.both.max() < 0.9999
