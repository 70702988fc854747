"""The study in the repository: what its sources, codebook and settings promise."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from pydantic import BaseModel

from qualcode import readers
from qualcode.codebook.loading import load
from qualcode.codebook.model import Codebook
from qualcode.coding.rules import match_texts
from qualcode.study import Settings, Study
from qualcode.transcript import Transcript

ROOT = Path(__file__).parents[1]
THEMES = ("jobb", "trygghet", "demokrati", "transparens", "invandning")
PHONE = re.compile(r"(?<!\d)(?:\+46|0)\d{1,3}[- ]?\d{2,3} ?\d{2} ?\d{2}(?!\d)")
INVENTED_PHONE = re.compile(r"070-174 06 (?:0[5-9]|[1-9]\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+\w")


@pytest.fixture(scope="module")
def study() -> Study:
    return Study.open(ROOT)


@pytest.fixture(scope="module")
def rows(study: Study) -> list[dict[str, str]]:
    with (study.corpus / "metadata.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def sources(study: Study, rows: list[dict[str, str]]) -> dict[str, Transcript]:
    return {
        row["fil"]: readers.read(
            study.corpus / row["fil"], row["fil"], study.source_settings(row["fil"]), attributes=row
        )
        for row in rows
    }


@pytest.fixture(scope="module")
def codebook(study: Study) -> Codebook:
    return load(study.codebook)


def test_every_source_has_its_row_in_the_metadata(study: Study, rows: list[dict[str, str]]) -> None:
    files = {path.name for path in study.corpus.iterdir()} - {"metadata.csv"}
    assert {row["fil"] for row in rows} == files
    assert len(rows) == len(files)
    assert {"typ", "datum", "plats", "grupp", "intervjuare"} < rows[0].keys()
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d", row["datum"]) for row in rows)


def test_the_metadata_are_written_as_excel_writes_them(study: Study) -> None:
    data = (study.corpus / "metadata.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\n") == data.count(b"\r\n")


def test_there_are_sources_of_many_formats_and_kinds(rows: list[dict[str, str]]) -> None:
    assert len(rows) >= 8
    assert len({Path(row["fil"]).suffix for row in rows}) >= 5
    kinds = Counter(row["typ"] for row in rows)
    assert kinds["intervju"] >= 4
    assert kinds["fokusgrupp"] and kinds["workshop"] and kinds["expertintervju"]
    assert any(row["språk"] == "engelska" for row in rows)


def test_every_source_says_at_its_beginning_that_it_is_invented(
    study: Study, sources: dict[str, Transcript]
) -> None:
    for name, source in sources.items():
        plain = (study.corpus / name).suffix in (".vtt", ".txt", ".md", ".srt")
        begins = (study.corpus / name).read_text("utf-8")[:400] if plain else source.text[:400]
        assert "Påhittat exempelmaterial – personer och uttalanden är uppdiktade" in begins, name


def test_conversations_have_turns_enough_and_known_roles(
    rows: list[dict[str, str]], sources: dict[str, Transcript]
) -> None:
    for row in rows:
        if row["typ"] not in ("intervju", "fokusgrupp", "expertintervju"):
            continue
        speech = [turn for turn in sources[row["fil"]].turns if turn.speaker]
        assert len(speech) >= 20, row["fil"]
        assert all(turn.role for turn in speech), row["fil"]
        assert len({turn.speaker for turn in speech}) >= (5 if row["typ"] == "fokusgrupp" else 2)
        assert any(turn.role in ("interviewer", "facilitator") for turn in speech), row["fil"]


def test_workshop_notes_stand_under_their_headings(sources: dict[str, Transcript]) -> None:
    notes = [turn for turn in sources["workshop-fittja-centrum.docx"].turns if turn.kind == "note"]
    assert len(notes) >= 20
    assert len({turn.section for turn in notes}) >= 4


def test_phone_numbers_and_mail_addresses_belong_to_nobody(
    study: Study, sources: dict[str, Transcript], codebook: Codebook
) -> None:
    examples = [*codebook.labelled, *(text for code in codebook.codes for text in code.examples.positive)]
    texts = [source.text for source in sources.values()] + [study.codebook.read_text("utf-8")]
    texts += [text if isinstance(text, str) else text.text for text in examples]
    phones = {found for text in texts for found in PHONE.findall(text)}
    assert phones and all(INVENTED_PHONE.fullmatch(phone) for phone in phones)
    mails = {found for text in texts for found in MAIL.findall(text)}
    assert mails and all(mail.endswith("@example.se") for mail in mails)


def test_the_five_themes_are_the_only_top_level_codes(codebook: Codebook) -> None:
    assert tuple(code.id for code in codebook.themes) == THEMES


def test_every_code_is_fully_described(codebook: Codebook) -> None:
    for code in codebook.codes:
        assert code.include and code.exclude and code.rules and code.color and code.memo, code.id


def test_themes_and_subcodes_have_examples_enough(codebook: Codebook) -> None:
    for code in codebook.codes:
        positive, negative = (4, 2) if code.parent else (15, 8)
        assert len(code.examples.positive) >= positive, code.id
        assert len(code.examples.negative) >= negative, code.id
    assert all(len(codebook.children(theme)) >= 4 for theme in THEMES)


def test_no_example_is_a_labelled_text_as_well(codebook: Codebook) -> None:
    labelled = {text.text for text in codebook.labelled}
    examples = [
        text for code in codebook.codes for text in (*code.examples.positive, *code.examples.negative)
    ]
    assert not labelled & set(examples)
    assert len(examples) == len(set(examples))


def test_every_rule_says_by_its_name_how_sure_it_is(codebook: Codebook) -> None:
    for code in codebook.codes:
        for rule in code.rules:
            assert rule.id and re.search(r"-(?:saker|antydan|en)$", rule.id), (code.id, rule.id)


def test_sure_rules_are_almost_never_wrong(codebook: Codebook) -> None:
    texts = [text.text for text in codebook.labelled]
    given = match_texts(codebook, texts)
    for theme in THEMES:
        right = wrong = 0
        for text, matches in zip(codebook.labelled, given, strict=True):
            sure = {match.code for match in matches if "-saker" in match.rule}
            if any(codebook.lineage(code)[0] == theme for code in sure):
                right += theme in text.codes
                wrong += theme not in text.codes
        assert right >= 100 and right / (right + wrong) >= 0.88, (theme, right, wrong)


def test_no_sure_rule_matches_a_negative_example(codebook: Codebook) -> None:
    for code in codebook.codes:
        matches = match_texts(codebook, list(code.examples.negative))
        wrong = [
            (match.rule, code.examples.negative[match.segment])
            for found in matches
            for match in found
            if code.id in codebook.lineage(match.code) and "-saker" in match.rule
        ]
        assert not wrong


DEUTERANOPIA = [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
PROTANOPIA = [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]
"""Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB."""


def _linear(color: str) -> np.ndarray:
    channels = np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _lab(linear: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.412, 0.358, 0.180], [0.213, 0.715, 0.072], [0.019, 0.119, 0.950]]) @ linear
    root = np.cbrt(xyz.clip(0) / [0.950, 1, 1.089])
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def test_theme_colours_are_readable_and_can_be_told_apart_by_the_colour_blind(codebook: Codebook) -> None:
    colors = {code.id: _linear(code.color or "") for code in codebook.themes}
    for code, linear in colors.items():
        contrast = 1.05 / (linear @ [0.2126, 0.7152, 0.0722] + 0.05)
        assert contrast >= 4.5, code
    for sight in (np.eye(3), DEUTERANOPIA, PROTANOPIA):
        for (one, first), (other, second) in combinations(colors.items(), 2):
            distance = np.linalg.norm(_lab((sight @ first).clip(0, 1)) - _lab((sight @ second).clip(0, 1)))
            assert distance >= 20, (one, other, distance)


def _keys(settings: BaseModel, data: dict) -> None:
    assert data.keys() == type(settings).model_fields.keys()
    for name in data:
        if isinstance(value := getattr(settings, name), BaseModel):
            _keys(value, data[name])


def test_the_settings_file_names_every_setting_and_keeps_the_defaults(study: Study) -> None:
    import yaml

    _keys(Settings(), yaml.safe_load((ROOT / "study.yaml").read_text("utf-8")))
    changed = {
        name for name in Settings.model_fields if getattr(study.settings, name) != getattr(Settings(), name)
    }
    assert changed == {"title", "sources"}
