"""``qualcode codebook check|show|diff|test`` as a methodologist meets them."""

from __future__ import annotations

import json

import pytest

from qualcode.cli import main


@pytest.fixture
def qualcode(capfd):
    """Runs a command; returns exit status, output, and what is said of errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        said = capfd.readouterr()
        return left.value.code or 0, said.out, said.err

    return run


@pytest.fixture(autouse=True)
def terminal_of_80_columns_without_colour(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")


def test_check_sums_up_a_good_codebook_in_a_line(qualcode, edited):
    status, out, _ = qualcode("codebook", "check", str(edited()))
    assert status == 0
    assert out.startswith(
        "kod.yaml: OK. 2 themes, 1 subcodes, 4 examples, 4 rules, 0 labelled texts; fingerprint "
    )
    assert out.count("\n") == 1


def test_check_prints_every_problem_on_its_own_line_and_leaves_with_4(qualcode, edited):
    status, out, err = qualcode("codebook", "check", str(edited("name: Belysning", "nam: Belysning")))
    assert (status, out) == (4, "")
    assert err.splitlines() == [
        "kod.yaml:19:5: 'name' is missing in 'belysning'. Add `name: …`.",
        "kod.yaml:20:5: unknown key 'nam' in 'belysning'. Did you mean 'name'?",
        "2 problems.",
    ]


def test_without_a_path_the_studys_codebook_is_meant(qualcode, edited, tmp_path, monkeypatch):
    edited()
    (tmp_path / "study.yaml").write_text("codebook: kod.yaml\n", "utf-8")
    (tmp_path / "corpus").mkdir()
    monkeypatch.chdir(tmp_path / "corpus")
    assert qualcode("codebook", "check")[0] == 0


def test_without_a_path_and_a_study_one_is_told_so(qualcode, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, _, err = qualcode("codebook", "show")
    assert status == 2
    assert "no study.yaml here" in err


def test_show_draws_the_tree_with_counts(qualcode, edited):
    _, out, _ = qualcode("codebook", "show", str(edited()))
    lines = out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("Liten kodbok") and lines[0].split()[-4:] == ["pos", "neg", "rules", "sub"]
    assert [line.split()[-6:] for line in lines[1:]] == [
        ["Trygghet", "trygghet", "2", "1", "2", "1"],
        ["Belysning", "belysning", "1", "·", "1", "·"],
        ["Jobb", "jobb", "·", "·", "1", "·"],
    ]
    assert lines[2].startswith("│   └── ")


def test_show_counts_the_latest_runs_codings(qualcode, edited, tmp_path):
    path = edited()
    (tmp_path / "study.yaml").write_text("codebook: kod.yaml\n", "utf-8")
    (tmp_path / "outputs/latest").mkdir(parents=True)
    (tmp_path / "outputs/latest/codings.csv").write_text(
        'source;code;code_id;text\r\n"a.txt";trygghet;trygghet;"Ett; två\nrader"\r\na.txt;jobb;jobb;x\r\n'
        "b.txt;trygghet;trygghet;y\r\n",
        "utf-8-sig",
    )
    _, out, _ = qualcode("codebook", "show", str(path))
    assert [line.split()[-1] for line in out.splitlines()] == ["codings", "2", "·", "1"]


def test_diff_groups_changes_by_code(qualcode, edited):
    old = edited(name="old.yaml")
    new = edited("words: [lampa]", "words: [lampa, gatlykta]", name="new.yaml")
    status, out, _ = qualcode("codebook", "diff", str(old), str(new))
    assert status == 0
    rows = [line.split() for line in out.splitlines()[1:]]
    assert rows == [["belysning"], ["~", "rule", "1", "+", "words:", "gatlykta"]]
    status, out, _ = qualcode("codebook", "diff", str(old), str(new), "--json")
    assert json.loads(out) == [
        {"action": "changed", "code": "belysning", "part": "rule 1", "before": "", "after": "words: gatlykta"}
    ]


def test_diff_of_the_same_says_so(qualcode, edited):
    path = str(edited())
    assert qualcode("codebook", "diff", path, path) == (0, "The codebooks say the same.\n", "")


def test_test_passes_when_every_example_gets_its_code(qualcode, edited):
    status, out, _ = qualcode("codebook", "test", str(edited()), "--rules-only")
    assert status == 0
    assert "4 passed, 0 failed · rules" in out


def test_test_shows_failing_examples_with_place_and_reason_and_leaves_with_5(qualcode, edited):
    path = edited("- Vi behöver en trygghetsvandring.", "- Jag vänder [hemåt].")
    status, out, _ = qualcode("codebook", "test", str(path), "--rules-only")
    assert status == 5
    assert [line.rstrip() for line in out.splitlines()[:3]] == [
        "kod.yaml:10:11  should be trygghet",
        "    “Jag vänder [hemåt].”",
        "    no rule matched",
    ]
    assert ["trygghet", "1/2", "1/1", "1"] in [line.split() for line in out.splitlines()]
    assert "3 passed, 1 failed · rules" in out


@pytest.mark.parametrize(("least", "status"), [("0.7", 0), ("0.75", 0), ("0.76", 5), ("1", 5)])
def test_test_says_how_many_examples_must_come_out_right(qualcode, edited, least, status):
    path = edited("- Vi behöver en trygghetsvandring.", "- Jag vänder [hemåt].")
    found, out, _ = qualcode("codebook", "test", str(path), "--rules-only", "--least", least)
    assert found == status
    assert f"75 % came out right; {float(least) * 100:g} % are asked for (--least)." in out
    assert "should be trygghet" in out


def test_test_as_json_is_nothing_but_json(qualcode, edited):
    path = edited("- Vi behöver en trygghetsvandring.", "- Jag vänder.")
    status, out, _ = qualcode("codebook", "test", str(path), "--rules-only", "--json")
    found = json.loads(out)
    assert status == 5
    assert (found["passed"], found["failed"], found["coder"]) == (3, 1, "rules")
    assert found["failures"] == [
        {
            "path": "kod.yaml",
            "line": 10,
            "column": 11,
            "code": "trygghet",
            "wanted": True,
            "text": "Jag vänder.",
            "why": "no rule matched",
        }
    ]


def test_test_can_be_kept_to_a_code_and_those_under_it(qualcode, edited):
    path = str(edited())
    assert (
        "1 passed, 0 failed" in qualcode("codebook", "test", path, "--rules-only", "--code", "belysning")[1]
    )
    assert "4 passed, 0 failed" in qualcode("codebook", "test", path, "--rules-only", "--code", "trygghet")[1]
    status, _, err = qualcode("codebook", "test", path, "--code", "belysnig")
    assert status == 2
    assert "Did you mean 'belysning'?" in err
