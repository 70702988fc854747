"""A language model that answers otherwise is found as the reason of what that did."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode.differences.changed import Change, Differences
from qualcode.differences.wording import Words
from qualcode.run import run as code
from qualcode.study import Study

TOMATOES = "Vi odlar tomater på gården. Barnen vattnar."
ChangeOf = Callable[[Differences, str, str], Change]


def _server_module() -> Any:
    place = Path(__file__).parents[1] / "coding" / "llm_server.py"
    spec = importlib.util.spec_from_file_location("llm_server", place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["llm_server"] = module
    spec.loader.exec_module(module)
    return module


llm_server = _server_module()


class Model:
    """A language model that finds a code in the segments with some word."""

    def __init__(self) -> None:
        self.finds: dict[str, str] = {}
        """By code id, the word."""

    def __call__(self, body: dict[str, Any]) -> Any:
        segments = [
            {
                "number": row["number"],
                "codes": [
                    {"code": code_id, "quote": word}
                    for code_id, word in self.finds.items()
                    if word in row["text"]
                ],
            }
            for row in llm_server.rows(body)
        ]
        return llm_server.said(json.dumps({"segments": segments}, ensure_ascii=False))


@pytest.fixture
def asked(edited: Any) -> Iterator[tuple[Any, Model, Callable[..., None]]]:
    """The study, the model that it asks, and what makes a run with the model under some name."""
    with llm_server.serving() as server:
        model = Model()
        server.before = model

        def run(name: str = "liten", weight: float = 0.9) -> None:
            edited.settings(
                f"{edited.as_it_was}coders:\n"
                f"  llm: {{url: '{server.url}', model: {name}, retries: 0, weight: {weight}}}\n"
            )
            edited.run()

        yield edited, model, run


def test_another_model_is_named_with_what_both_said(asked: Any, change_of: ChangeOf) -> None:
    edited, model, run = asked
    run()
    model.finds = {"jobb": "tomater"}
    run("stor")
    found = edited.compared()
    change = change_of(found, "jobb", TOMATOES)
    (cause,) = change.causes
    assert (change.action, change.certainty, change.groups) == ("came", "found", ("model",))
    assert (cause.kind, cause.action, cause.name, cause.how) == ("votes", "model", "llm", "alone")
    assert cause.votes == ((0.1, ""), (0.9, "tomater"))
    assert cause.before.startswith("liten@") and cause.after.startswith("stor@")
    why = Words(found, "sv").why(change)
    assert "En annan modell svarar (liten@" in why
    assert "Den gav koden 0,10 förr och 0,90 (”tomater”) nu." in why
    assert change.before.score < change.before.threshold and change.after.score >= change.after.threshold
    assert found.notes == ()


def test_an_edited_definition_changes_its_instruction_and_only_that_is_blamed(
    asked: Any, change_of: ChangeOf
) -> None:
    edited, model, run = asked
    run()
    model.finds = {"jobb": "tomater"}
    edited.edit(edited.codebook, "definition: Arbete som försörjning.", "definition: Arbete, också odling.")
    run()
    found = edited.compared()
    change = change_of(found, "jobb", TOMATOES)
    assert [(cause.kind, cause.action) for cause in change.causes] == [("votes", "question")]
    assert "dess instruktion följer kodboken" in Words(found, "sv").why(change)
    assert {cause.kind for cause in found.inputs} == {"definition", "votes"}


def test_an_edited_rule_is_told_from_the_votes_that_stay(asked: Any, change_of: ChangeOf) -> None:
    edited, model, run = asked
    model.finds = {"trygghet": "mörker"}
    run(weight=0.2)
    edited.edit(edited.codebook, "{id: oro, words: [rädd, otrygg]}", "{id: oro, words: [otrygg]}")
    run(weight=0.2)
    found = edited.compared(least=0.02)
    assert [cause.kind for cause in found.inputs] == ["rule"]
    change = change_of(found, "trygghet", "tunnelbanan")
    assert [(cause.kind, cause.name, cause.how) for cause in change.causes] == [("rule", "oro", "alone")]


def test_an_answer_that_was_lost_and_given_anew_is_told(asked: Any, change_of: ChangeOf) -> None:
    edited, model, run = asked
    run()
    run()
    assert edited.compared().inputs == ()
    shutil.rmtree(edited.folder / ".qualcode")
    model.finds = {"jobb": "tomater"}
    run()
    found = edited.compared()
    change = change_of(found, "jobb", TOMATOES)
    assert [(cause.kind, cause.action) for cause in change.causes] == [("votes", "again")]
    assert "svarade annorlunda på samma fråga" in Words(found, "sv").why(change)


def test_an_edited_turn_is_not_taken_for_another_answer(asked: Any, change_of: ChangeOf) -> None:
    edited, model, run = asked
    model.finds = {"jobb": "söker jobb"}
    run()
    edited.edit(edited.source("cecilia"), "odlar tomater", "söker jobb och odlar tomater")
    run()
    change = change_of(edited.compared(), "jobb", "söker jobb och odlar")
    assert [(cause.kind, cause.action) for cause in change.causes] == [("text", "changed")]


def test_a_model_that_no_longer_votes_is_a_setting_and_is_not_asked(asked: Any, change_of: ChangeOf) -> None:
    edited, model, run = asked
    model.finds = {"jobb": "tomater"}
    run()
    edited.settings(edited.as_it_was)
    edited.run()
    found = edited.compared()
    change = change_of(found, "jobb", TOMATOES)
    assert change.action == "went"
    assert [(cause.kind, cause.name, cause.how) for cause in change.causes] == [("coders", "coders", "alone")]
    assert found.notes == ()


def test_a_model_without_a_usable_answer_is_asked_again_by_the_next_run(asked: Any) -> None:
    edited, model, _run = asked
    settings = "coders: {{llm: {{url: '{}', model: liten, retries: 0, weight: 0.9}}}}\n"
    with llm_server.serving() as server:
        server.before = lambda body: llm_server.said("Jag vet inte.")
        edited.settings(edited.as_it_was + settings.format(server.url))
        study = Study.open(edited.folder)
        first = code(study, direct=True)
        assert any("no usable answer" in told for told in first.warnings)
        server.before = model
        model.finds = {"jobb": "tomater"}
        second = code(study, direct=True)
        assert not second.unchanged
        assert not any("no usable answer" in told for told in second.warnings)
        assert TOMATOES in (second.folder / "codings.csv").read_text("utf-8-sig")
        assert code(study, direct=True).unchanged
