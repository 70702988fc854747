"""An argumentation is read with every problem at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.argument.conftest import ARGUMENT, CODEBOOK

from qualcode import codebook
from qualcode.argument import loading
from qualcode.errors import ArgumentError

KNOWN = {"grupp": {"boende", "unga", "forskare", "politiker"}, "stadsdel": {"Alby"}, "ålder": {"16–24"}}


@pytest.fixture
def load(tmp_path, monkeypatch):
    """Loads the argumentation after replacements; the names in messages are relative."""
    monkeypatch.chdir(tmp_path)
    Path("kod.yaml").write_text(CODEBOOK, "utf-8")

    def read(*edits, known=None):
        text = ARGUMENT
        for before, after in edits:
            assert before in text
            text = text.replace(before, after, 1)
        Path("argument.yaml").write_text(text, "utf-8")
        return loading.load(Path("argument.yaml"), codebook.load(Path("kod.yaml")), known)

    return read


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("    text: Förnyelsen ger badplatser.", "    tekst: Förnyelsen ger badplatser.", [
            "35:5: 'text' is missing in 'ger-bad'. Add `text: …`.",
            "37:5: unknown key 'tekst' in 'ger-bad'. Did you mean 'text'?",
        ]),
        ("codes: [jobb-unga], stance", "codes: [jobb-ung], stance", [
            "46:27: there is no code 'jobb-ung'. Did you mean 'jobb-unga'?",
        ]),
        ("cues: [fick]", "cues: [fik]", ["28:16: there is no cue 'fik'. Did you mean 'fick'?"]),
        ("stance: critical\n", "stance: kritisk\n", [
            "32:17: 'stance' cannot be 'kritisk'. It can be 'critical' or 'uncritical'.",
        ]),
        ("rests_on: [ger-jobb, ger-bad]", "rests_on: [ger-job]", [
            "21:16: there is no claim 'ger-job'. Did you mean 'ger-jobb'?",
        ]),
        ("    asked: [bad]", "    rests_on: [hypotes]", [
            "21:26: 'hypotes' rests on itself (hypotes on ger-bad on hypotes)."
            " Remove one of these; what a claim rests on must not rest on the claim.",
        ]),
        ("    against: [ger-jobb]\n", "", [
            "41:11: the objection 'tomma' is raised against nothing."
            " Add `against: […]` with the claims that it is raised against.",
        ]),
        ("    name: Fler vuxna", "    name: Fler vuxna\n    against: [tomma]", [
            "50:5: 'vardar' is a measure, and only objections are raised against claims."
            " Write `kind: objection`, or remove `against`.",
        ]),
        ("  - id: vardar", "  - id: tomma", [
            "47:9: 'tomma' is defined twice (first at line 40). Rename or merge one of them.",
        ]),
        ("  - id: ger-bad", "  - id: Ger bad", [
            "21:26: there is no claim 'ger-bad'. Did you mean 'Ger bad'?",
            "35:9: 'Ger bad' cannot be an id: lowercase letters a–z, digits and hyphens only."
            " Call it 'ger-bad'; `name` may be written freely.",
        ]),
        ("[{search: [badplats]}]", "[{score: 0.5}]", [
            "38:16: the criterion has nothing to look for."
            " One of codes, any_codes, cues, search says what to look for.",
        ]),
        ("[badplats]", "['/bad(/']", [
            "38:31: the expression does not compile: missing ), unterminated subpattern. Correct it.",
        ]),
        ("[badplats]", """['badplats "öppna möten']""", [
            '38:36: the quotation mark is not closed. Put a " after the last word.',
        ]),
        ("[badplats]", "[badplats OR]", ["38:35: OR has nothing after it. Put a word after it."]),
        ("asked: [bad]", "asked: [strand, -bad]", [
            "39:21: the search asks for nothing."
            " Write a word, as in `trygghet`, or a phrase in quotation marks.",
        ]),
        ("phrases: [få jobb, få lärling]", "regex: '(få'", [
            "15:22: the regular expression does not compile: missing ), unterminated subpattern.",
        ]),
        ("    name: Det ger bad", "    name: no", [
            "36:11: YAML reads the unquoted `no` as the truth value false."
            ' Write "no" in quotes to mean the word.',
        ]),
        ("critical: [invandning]\n", "", [
            "31:9: `stance` needs to know which codes mark criticism."
            " Name them at the top of the file: `critical: [invandning]`.",
            "45:39: `stance` needs to know which codes mark criticism."
            " Name them at the top of the file: `critical: [invandning]`.",
        ]),
        ("codes: [jobb]\n        stance", "codes: [jobb-unga]\n        without: [jobb]\n        stance", [
            "32:19: 'jobb' is asked for and ruled out at the same time."
            " A code brings those above it; remove one of the two.",
        ]),
    ],
)  # fmt: skip
def test_a_problem_says_where_and_what_to_do(load, before, after, said):
    with pytest.raises(ArgumentError) as bad:
        load((before, after))
    assert bad.value.exit_status == 13
    told = [str(problem) for problem in bad.value.problems]
    assert len(told) == len(said)
    for line, wanted in zip(told, said, strict=True):
        assert line.startswith(f"argument.yaml:{wanted}"), line


def test_all_problems_are_told_together_in_the_order_of_the_file(load):
    with pytest.raises(ArgumentError) as bad:
        load(("critical: [invandning]", "critical: [kritik]"), ("search: [vuxna]", "search: ['']"))
    lines = [problem.where.line for problem in bad.value.problems]
    assert lines == sorted(lines)
    assert len(lines) == 2


def test_attributes_and_values_that_nobody_has_are_warnings(load):
    loaded = load(
        ("grupp: [forskare]", "grup: [forskare]"),
        ('ålder: ["16–24"]', 'ålder: ["16-25"]'),
        ("groups: [ungdom, boende, politiker]", "groups: [ungdom, boennde]"),
        ("place: [stadsdel]", "place: [ort]"),
        known=KNOWN,
    )
    assert [str(warning) for warning in loaded.warnings] == [
        "argument.yaml:3:8: no source has a column ort: nothing can be told apart by place."
        " Write `place: […]` with a column of metadata.csv (grupp, stadsdel, ålder).",
        "argument.yaml:6:18: no source has an attribute 'grup'. Did you mean 'grupp'?",
        "argument.yaml:11:30: no source has ålder '16-25'. Did you mean '16–24'?",
        "argument.yaml:25:33: no source has 'boennde'. Did you mean 'boende'?",
    ]


def test_values_that_may_come_with_the_next_source_are_no_warnings_unless_they_look_misspelt(load):
    several = ("grupp: [forskare]", "grupp: [forskare, myndighet, forskar]")
    told = [str(warning) for warning in load(several, known=KNOWN).warnings]
    assert told == ["argument.yaml:6:47: no source has grupp 'forskar'. Did you mean 'forskare'?"]


def test_without_sources_nothing_is_said_of_attributes(load):
    assert load(known={}).warnings == ()


def test_the_fingerprint_follows_what_is_said_and_not_how_it_is_written(load):
    plain = loading.fingerprint(load().argumentation)
    commented = loading.fingerprint(load(("claims:\n", "# Påståendena\nclaims:\n\n")).argumentation)
    edited = loading.fingerprint(load(("Förnyelsen ger badplatser.", "Förnyelsen ger en sjö.")).argumentation)
    assert plain == commented != edited


@pytest.fixture(scope="module")
def shipped():
    """The argumentation that every new study gets, with the codebook that comes with it."""
    folder = Path(__file__).parents[2] / "codebook"
    return loading.load(folder / "argumentation.yaml", codebook.load(folder / "forstudie.yaml"))


def test_the_shipped_argumentation_holds_against_the_shipped_codebook(shipped):
    kinds = [claim.kind for claim in shipped.argumentation.claims]
    assert kinds.count("hypothesis") == 1
    assert kinds.count("question") == 4
    assert kinds.count("objection") == 3
    assert kinds.count("measure") >= 5


def test_every_cue_of_the_shipped_argumentation_is_used_and_every_claim_is_asked_for(shipped):
    argumentation = shipped.argumentation
    used = {
        cue
        for claim in argumentation.claims
        for criterion in (*claim.supports, *claim.challenges)
        for cue in (*criterion.cues, *criterion.also_cues, *criterion.no_cues)
    }
    assert {cue.id for cue in argumentation.cues} == used
    assert all(claim.asked for claim in argumentation.claims if claim.kind != "hypothesis")
    assert all(criterion.reason for claim in argumentation.claims
               for criterion in (*claim.supports, *claim.challenges))  # fmt: skip


def test_a_new_study_gets_the_argumentation(tmp_path):
    from qualcode.init import make_study

    make_study(tmp_path / "ny")
    written = yaml.safe_load((tmp_path / "ny" / "codebook" / "argumentation.yaml").read_text("utf-8"))
    assert written["claims"][0]["kind"] == "hypothesis"
