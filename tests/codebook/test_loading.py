"""A codebook from its file: what it holds, what is refused, how fast."""

from __future__ import annotations

import pytest

from qualcode.codebook import load, load_labelled
from qualcode.errors import CodebookError


def test_a_codebook_holds_its_codes_in_a_tree(codebook_file):
    codebook = load(codebook_file())
    assert codebook.ids == ("trygghet", "belysning", "jobb")
    assert codebook.path("belysning") == "trygghet/belysning"
    assert [code.id for code in codebook.themes] == ["trygghet", "jobb"]
    assert codebook["belysning"].rules[0].exceptions == ("lampa i köket",)
    assert "skola" not in codebook


def test_a_copy_with_other_codes_knows_those(codebook_file):
    codebook = load(codebook_file())
    assert "trygghet" in codebook
    copy = codebook.model_copy(update={"codes": codebook.codes[2:]})
    assert "trygghet" not in copy
    assert copy.children("trygghet") == ()


def test_a_codebook_that_does_not_exist_is_an_error_of_the_codebook(tmp_path):
    with pytest.raises(CodebookError, match=r"borta\.yaml: there is no such file"):
        load(tmp_path / "borta.yaml")


def test_faults_of_form_and_of_content_are_told_together_and_once(problems):
    said = problems(
        "codes:\n"
        "  - id: a\n"
        "    name: A\n"
        "    defnition: x\n"
        "    parent: c\n"
        "    rules:\n"
        "      - wrds: [x]\n"
        "      - words: x\n"
        "      - regex: (\n"
        "  - hej\n"
    )
    assert [line.split(": ")[0] for line in said] == [
        "kod.yaml:1:1",  # title
        "kod.yaml:2:5",  # definition
        "kod.yaml:4:5",  # defnition
        "kod.yaml:5:13",  # parent
        "kod.yaml:7:9",  # wrds
        "kod.yaml:8:16",  # words
        "kod.yaml:9:16",  # regex
        "kod.yaml:10:5",  # hej
    ]
    assert "Did you mean 'definition'?" in said[2]


def test_the_examples_file_beside_the_codebook_is_read(changed):
    codebook = changed(
        "title: Liten kodbok\n",
        "title: Liten kodbok\nexamples_file: texter.jsonl\n",
        texter='{"text": "Lampan är trasig.", "codes": ["belysning"], "register": "spoken"}\n\n'
        '{"text": "Vi åt lunch.", "codes": []}\n',
    )
    assert [(text.text, text.codes, text.kind) for text in codebook.labelled] == [
        ("Lampan är trasig.", ("belysning",), "spoken"),
        ("Vi åt lunch.", (), ""),
    ]


def test_what_is_wrong_in_the_examples_file_is_shown_by_line(problems):
    said = problems(
        "title: Liten kodbok\n",
        "title: Liten kodbok\nexamples_file: texter.jsonl\n",
        texter='{"text": "a", "codes": ["jobb", "belysnig"]}\n'
        '{"text": "b", "codes"}\n'
        '{"text": "c", "kods": []}\n'
        '{"codes": []}\n'
        '{"text": " "}\n'
        '{"text": "Vi behöver en  trygghetsvandring.", "codes": ["jobb"]}\n'
        '{"text": "Jag tar omvägen när lamporna är släckta.", "codes": ["belysning"]}\n',
    )
    assert said[0] == "texter.jsonl:1:33: there is no code 'belysnig'. Did you mean 'belysning'?"
    assert said[1].startswith("texter.jsonl:2:22: the line is not JSON.")
    assert said[2] == "texter.jsonl:3:1: unknown key 'kods'. Did you mean 'codes'?"
    assert said[3].startswith("texter.jsonl:4:1: 'text' is missing.")
    assert said[4].startswith("texter.jsonl:5:1: the text is empty.")
    assert said[5].startswith(
        "texter.jsonl:6: the text is without code 'trygghet' here, but a positive example"
    )
    assert "kod.yaml:11:11" in said[5]
    assert len(said) == 6


def test_a_missing_examples_file_is_shown_where_it_is_named(problems):
    said = problems("title: Liten kodbok\n", "title: Liten kodbok\nexamples_file: borta.jsonl\n")
    assert said == [
        "kod.yaml:2:16: 'borta.jsonl': there is no such examples file. "
        "Put it beside the codebook, or remove `examples_file`."
    ]


def test_labelled_texts_can_be_read_without_a_codebook(tmp_path):
    path = tmp_path / "texter.jsonl"
    path.write_text('{"text": "a\u2028b", "codes": ["vad-som-helst"]}', "utf-8")
    assert load_labelled(path)[0].text == "a\u2028b"


def test_labelled_texts_may_stand_in_the_codebook_itself(changed, problems):
    codebook = changed("codes:\n", "labelled:\n  - {text: Lampan är trasig, codes: [belysning]}\ncodes:\n")
    assert codebook.labelled[0].codes == ("belysning",)
    said = problems("codes:\n", "labelled:\n  - {text: Lampan, codes: [belysnin]}\ncodes:\n")
    assert said == ["kod.yaml:3:27: there is no code 'belysnin'. Did you mean 'belysning'?"]
