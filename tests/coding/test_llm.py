"""A language model as a coder, behind a real server on this machine that answers well, badly, late or not."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from qualcode.codebook import Code, Codebook, Examples
from qualcode.coding import llm_client
from qualcode.coding.answers import Answers
from qualcode.coding.llm import NO, YES, LlmCoder
from qualcode.coding.others import Unit
from qualcode.coding.settings import Coders, LlmSettings
from qualcode.coding.warned import warn_before_sending
from qualcode.errors import ModelError, SettingsError
from qualcode.run import run_direct
from qualcode.study import Settings, Study


def _server_module():
    spec = importlib.util.spec_from_file_location("llm_server", Path(__file__).with_name("llm_server.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules["llm_server"] = module
    spec.loader.exec_module(module)
    return module


llm_server = _server_module()

BOOK = Codebook(
    title="Prov",
    codes=(
        Code(
            id="jobb",
            name="Jobb",
            definition="Arbete som försörjning.",
            include=("Att söka arbete",),
            exclude=("Arbete med en fråga",),
            examples=Examples(positive=("Hon fick anställning.",)),
        ),
        Code(id="jobb-unga", name="Unga", definition="Arbete för unga.", parent="jobb"),
        Code(id="trygghet", name="Trygghet", definition="Att känna sig trygg."),
    ),
)
UNITS = [
    Unit("anna.txt", "Jag söker jobb varje dag.", "Vad gör du?"),
    Unit("anna.txt", "Vi åt lunch på torget."),
    Unit("anna.txt", "Sommarjobben är få."),
]


@pytest.fixture
def server() -> Iterator[object]:
    with llm_server.serving() as found:
        yield found


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm_client, "PAUSE", 0.01)


@pytest.fixture
def coder(server, tmp_path: Path) -> Callable[..., LlmCoder]:
    def make(**settings: object) -> LlmCoder:
        told = {"url": server.url, "model": "prov", "concurrency": 1, **settings}
        return LlmCoder(LlmSettings(**told), BOOK, Answers(tmp_path / "asked"))

    return make


def test_it_gives_codes_with_the_words_that_they_go_by(coder, server) -> None:
    votes = coder(batch=2).vote(UNITS)
    assert votes.probability[:, 0].tolist() == [YES, NO, YES]
    assert (votes.probability[:, 2] == NO).all()
    assert votes.quotes == {(0, 0): "jobb", (2, 0): "Sommarjobben"}
    assert [len(llm_server.rows(body)) for body in server.asked] == [2, 1]


def test_the_codebook_is_its_instruction_and_answers_repeat(coder, server) -> None:
    coder(seed=7).vote(UNITS)
    body = server.asked[0]
    told = body["messages"][0]["content"]
    for words in (
        "Arbete som försörjning.",
        "Att söka arbete",
        "Arbete med en fråga",
        "Hon fick anställning.",
    ):
        assert words in told
    assert (body["temperature"], body["seed"], body["model"]) == (0, 7, "prov")
    assert body["response_format"]["json_schema"]["strict"] is True
    assert llm_server.rows(body)[0]["before"] == "Vad gör du?"


def test_a_subcode_is_a_yes_to_the_codes_above(coder, server) -> None:
    answer = {"segments": [{"number": 1, "codes": [{"code": "jobb-unga", "quote": "Sommarjobben"}]}]}
    server.before = lambda body: llm_server.said(json.dumps(answer))
    votes = coder().vote(UNITS[2:])
    assert votes.probability.tolist() == [[YES, YES, NO]]
    assert votes.quotes[0, 0] == "Sommarjobben"


def test_a_paraphrase_is_no_quote_and_its_code_does_not_count(coder, server) -> None:
    server.before = lambda body: llm_server.coded(body, lambda word: f"{word} som man får lön för")
    made = coder()
    assert (made.vote(UNITS).probability == NO).all()
    entry = json.loads(Answers(made._answers.folder).log_of("llm", "anna.txt").read_text("utf-8"))
    assert [each["why"] for each in entry["refused"]] == ["quote", "quote"]


def test_codes_and_numbers_that_are_not_there_are_passed_over(coder, server) -> None:
    rows = [
        {"number": 1, "codes": [{"code": "annat", "quote": "jobb"}, {"code": "jobb", "quote": "jobb"}]},
        {"number": 9, "codes": []},
        "skräp",
    ]
    server.before = lambda body: llm_server.said(json.dumps({"segments": rows}))
    assert coder().vote(UNITS[:1]).probability.tolist() == [[YES, NO, NO]]


@pytest.mark.parametrize(
    "wrapping", ["```json\n{}\n```", "<think>Är det {{jobb}}?</think>Så här: {} Klart.", "{}"]
)
def test_json_is_found_among_words(coder, server, wrapping) -> None:
    def wrapped(body):
        _, _, text = llm_server.coded(body)
        words = json.loads(text)["choices"][0]["message"]["content"]
        return llm_server.said(wrapping.replace("{}", words).replace("{{", "{").replace("}}", "}"))

    server.before = wrapped
    assert coder().vote(UNITS[:1]).probability[0, 0] == YES


def test_malformed_json_is_asked_again_one_by_one_and_nothing_is_made_up(coder, server) -> None:
    def broken(body):
        texts = [row["text"] for row in llm_server.rows(body)]
        return llm_server.said('{"segments": [{"number": 1,') if UNITS[1].text in texts else None

    server.before = broken
    votes = coder().vote(UNITS)
    assert votes.probability[[0, 2], 0].tolist() == [YES, YES]
    assert np.isnan(votes.probability[1]).all()
    assert len(server.asked) == 4
    server.before = lambda body: None
    assert not np.isnan(coder().vote(UNITS).probability).any()
    assert server.texts() == [UNITS[1].text]


def test_what_was_answered_is_not_asked_again(coder, server) -> None:
    first = coder().vote(UNITS)
    again = coder(batch=1, timeout=5).vote([*UNITS, Unit("anna.txt", "Nytt jobb.")])
    assert np.array_equal(again.probability[:3], first.probability)
    assert (len(server.asked), server.texts()) == (2, ["Nytt jobb."])
    coder(model="annan").vote(UNITS)
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again(coder, server, status) -> None:
    server.before = lambda body: (status, {"Retry-After": "0"}, "") if len(server.asked) < 3 else None
    assert coder(retries=2).vote(UNITS).probability[0, 0] == YES
    assert len(server.asked) == 3


def test_a_server_that_stays_broken_is_told_without_any_text(coder, server) -> None:
    server.before = lambda body: (500, {}, UNITS[0].text)
    with pytest.raises(ModelError, match="500") as caught:
        coder(retries=1).vote(UNITS)
    assert UNITS[0].text not in str(caught.value)
    assert len(server.asked) == 2


def test_what_came_before_a_failure_is_kept(coder, server) -> None:
    server.before = lambda body: None if len(server.asked) == 1 else (500, {}, "")
    with pytest.raises(ModelError):
        coder(retries=0, batch=1).vote(UNITS)
    server.before, asked = lambda body: None, len(server.asked)
    coder(batch=3).vote(UNITS)
    assert len(server.texts()) == 2 and len(server.asked) == asked + 1


def test_a_slow_server_is_given_up(coder, server) -> None:
    server.delay = 0.5
    with pytest.raises(ModelError, match=r"within 0\.1 s"):
        coder(retries=0, timeout=0.1).vote(UNITS)


def test_nobody_there_is_told_with_the_host(coder) -> None:
    with pytest.raises(ModelError, match=r"127\.0\.0\.1:9 "):
        coder(url="http://127.0.0.1:9/v1", retries=0).vote(UNITS)


@pytest.mark.parametrize(("status", "said"), [(401, "key"), (404, "knows no model 'prov'")])
def test_a_wrong_key_or_model_is_told(coder, server, status, said) -> None:
    server.before = lambda body: (status, {}, "")
    with pytest.raises(ModelError, match=said):
        coder().vote(UNITS)


def test_a_server_without_schemas_is_asked_for_json_and_then_for_words(coder, server) -> None:
    server.before = lambda body: (400, {}, "") if "response_format" in body else None
    assert coder(batch=1).vote(UNITS).probability[0, 0] == YES
    kinds = [body.get("response_format", {}).get("type") for body in server.asked]
    assert kinds == ["json_schema", "json_object", None, None, None]


def test_the_key_comes_from_the_environment_and_is_never_logged(coder, server, monkeypatch, tmp_path) -> None:
    with pytest.raises(SettingsError, match="PROV_KEY"):
        coder(key="PROV_KEY")
    monkeypatch.setenv("PROV_KEY", "hemlig-nyckel")
    coder(key="PROV_KEY").vote(UNITS)
    assert server.headers[0]["Authorization"] == "Bearer hemlig-nyckel"
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "Jag söker jobb".encode() in kept and b"hemlig-nyckel" not in kept


def test_what_was_asked_about_a_source_goes_with_it(coder, tmp_path) -> None:
    coder().vote([*UNITS, Unit("bo.txt", "Bo söker jobb.")])
    answers = Answers(tmp_path / "asked")
    answers.prune({"anna.txt"})
    assert answers.log_of("llm", "anna.txt").is_file() and not answers.log_of("llm", "bo.txt").exists()
    kept = b"".join(path.read_bytes() for path in answers.folder.iterdir())
    assert b"anna.txt" in kept and b"bo.txt" not in kept and b"Bo s" not in kept


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://localhost:11434/v1", ""),
        ("http://127.0.0.1:8000/v1", ""),
        ("http://[::1]:8000/v1", ""),
        ("https://llm.example.se/v1", "llm.example.se"),
        ("http://192.168.1.5:8080/v1", "192.168.1.5:8080"),
        ("http://localhost.example.se/v1", "localhost.example.se"),
    ],
)
def test_an_address_beyond_this_machine_is_warned_of_with_its_host(url, host, capsys) -> None:
    warn_before_sending(Settings(coders=Coders(llm=LlmSettings(url=url, model="prov"))))
    told = capsys.readouterr().err
    assert (f"sent to {host}," in told) if host else not told


def test_a_run_counts_its_vote_and_says_what_it_went_by(small_study: Path, server) -> None:
    llm = f"llm: {{url: '{server.url}', model: prov, revision: r1}}"
    (small_study / "study.yaml").write_text(f"coders:\n  {llm}\n", "utf-8")
    finished = run_direct(Study.open(small_study))
    table = (finished.folder / "codings.csv").read_text("utf-8-sig")
    assert "prov@r1 bedömer sannolikheten till 0,90 utifrån orden ”jobb”." in table
    assert "+ prov@r1;" in table
    asked = len(server.asked)
    (small_study / "study.yaml").write_text(f"coders:\n  rules: false\n  themes: false\n  {llm}\n", "utf-8")
    alone = run_direct(Study.open(small_study))
    rows = (alone.folder / "codings.csv").read_text("utf-8-sig").splitlines()[1:]
    assert len(server.asked) == asked
    assert len(rows) == 1 and ";prov@r1;" in rows[0] and "Regler" not in rows[0]
