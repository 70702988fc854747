"""Each kind of edit, in a real study with the real transformer, is found as the reason of what it did."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from qualcode.decisions import Decision, append
from qualcode.decisions.ledger import states
from qualcode.differences.changed import Cause, Change, Differences
from qualcode.differences.compare import compare
from qualcode.differences.record import RunRecord
from qualcode.differences.wording import Words

DARK = "Bakom skolan är det mörker varenda vinter."
MORKER = ", {id: morker, words: [mörker]}"
ChangeOf = Callable[[Differences, str, str], Change]


def only_cause(change: Change) -> Cause:
    assert change.certainty == "found"
    (cause,) = change.causes
    assert cause.how == "alone"
    return cause


def test_runs_of_the_same_do_not_differ(edited: Any) -> None:
    found = edited.after()
    assert (found.changes, found.inputs, found.sources, found.notes) == ((), (), (), ())


def test_a_rule_that_was_added_is_named_with_the_words_it_matches(edited: Any, change_of: ChangeOf) -> None:
    found = edited.after(MORKER, MORKER + ", {id: tungt, words: [tung, vänta]}")
    change = change_of(found, "trygghet", "sökt jobb")
    cause = only_cause(change)
    assert (change.action, cause.kind, cause.action, cause.name) == ("came", "rule", "added", "tungt")
    assert set(cause.words) == {"tungt", "vänta"}
    assert change.before.score < change.before.threshold <= change.after.score
    assert change.groups == ("rules",)


def test_a_rule_that_was_removed_is_named_with_the_words_it_matched(edited: Any, change_of: ChangeOf) -> None:
    change = change_of(edited.after(MORKER, ""), "trygghet", DARK)
    cause = only_cause(change)
    assert (change.action, cause.action, cause.name, cause.lost) == ("went", "removed", "morker", ("mörker",))
    assert change.after.score < change.after.threshold <= change.before.score


def test_a_veto_is_named_with_the_match_that_it_cancels(edited: Any, change_of: ChangeOf) -> None:
    found = edited.after("    rules: [{id: oro", "    veto: [mörker varenda]\n    rules: [{id: oro")
    change = change_of(found, "trygghet", DARK)
    cause = only_cause(change)
    assert (change.action, cause.kind, cause.after) == ("went", "veto", "mörker varenda")
    assert (cause.lost, cause.rules) == (("mörker",), ("morker",))
    assert "”mörker”" in Words(found, "sv").why(change)


def test_a_changed_rule_is_named_by_what_it_no_longer_matches(edited: Any, change_of: ChangeOf) -> None:
    found = edited.after("words: [mörker]}", "words: [mörker], unless: [vinter]}")
    cause = only_cause(change_of(found, "trygghet", DARK))
    assert (cause.action, cause.name, cause.lost) == ("changed", "morker", ("mörker",))


def test_a_word_that_another_rule_matches_already_is_named_as_the_edited_rules(
    edited: Any, change_of: ChangeOf
) -> None:
    found = edited.after("{id: oro, words: [rädd, otrygg]}", "{id: oro, words: [rädd, otrygg, mörker]}")
    change = change_of(found, "trygghet", DARK)
    cause = only_cause(change)
    assert (change.action, cause.action, cause.name) == ("moved", "changed", "oro")
    assert (cause.words, cause.lost) == (("mörker",), ())
    assert "Den hittar nu ”mörker”." in Words(found, "sv").why(change)


def test_rules_without_names_are_told_apart_though_each_is_looked_at_alone(
    edited: Any, change_of: ChangeOf
) -> None:
    rules = ", {words: [påhittord]}, {words: [tung]}, {words: [vänta]}"
    change = change_of(edited.after(MORKER, MORKER + rules), "trygghet", "sökt jobb")
    told = {cause.after: cause.words for cause in change.causes}
    assert set(told.values()) == {("tungt",), ("vänta",)}


def test_an_unnamed_rule_is_known_though_its_number_changed(edited: Any, change_of: ChangeOf) -> None:
    edited.edit(edited.codebook, "{id: morker, words: [mörker]}", "{words: [mörker]}")
    edited.run()
    found = edited.after(
        "{id: oro, words: [rädd, otrygg]}, {words: [mörker]}", "{words: [mörker], unless: [vinter]}"
    )
    cause = only_cause(change_of(found, "trygghet", DARK))
    assert (cause.action, cause.name, cause.lost) == ("changed", "words 1", ("mörker",))


def test_an_example_is_named_with_what_it_did_to_the_score_and_the_nearest_example(
    edited: Any, change_of: ChangeOf
) -> None:
    found = edited.after("Där är jag rädd.]", "Där är jag rädd., Jag lagar cykeln ibland.]")
    change = change_of(found, "trygghet", "Min cykel")
    cause = only_cause(change)
    assert (change.action, cause.kind, cause.after) == ("came", "example", "Jag lagar cykeln ibland.")
    assert change.before.nearest == "Där är jag rädd."
    assert change.after.nearest == "Jag lagar cykeln ibland."
    assert change.after.similarity > change.before.similarity
    assert change.before.score < change.before.threshold <= change.after.score
    said = Words(found, "sv").why(change)
    assert "Närmaste exempel förr: ”Där är jag rädd.”" in said and "gräns 0,30" in said


def test_a_definition_that_is_learnt_from_is_a_cause_and_a_name_is_none(
    edited: Any, change_of: ChangeOf
) -> None:
    edited.edit(edited.codebook, "name: Trygghet", "name: Trygghet och oro")
    found = edited.after("Att känna sig trygg.", "Att laga sin gamla cykel ibland.")
    cause = only_cause(change_of(found, "trygghet", "Min cykel"))
    assert (cause.kind, cause.name, cause.action) == ("definition", "definition", "changed")
    assert len(found.inputs) == 2


def test_a_threshold_in_the_settings_is_told_from_the_score(edited: Any, change_of: ChangeOf) -> None:
    edited.settings("title: Liten studie\nthresholds: {trygghet: 0.9}\n")
    change = change_of(edited.after(), "trygghet", DARK)
    cause = only_cause(change)
    assert (cause.kind, cause.code, cause.before, cause.after) == ("threshold", "trygghet", "0.3", "0.9")
    assert change.before.score == change.after.score
    assert (change.before.threshold, change.after.threshold) == (0.3, 0.9)
    assert change.groups == ("settings",)


def test_an_edited_turn_is_the_cause_and_the_rest_of_the_source_stays(
    edited: Any, change_of: ChangeOf
) -> None:
    edited.edit(edited.source("cecilia"), "odlar tomater", "söker jobb och odlar tomater")
    found = edited.after()
    (change,) = found.changes
    assert (change.action, change.code, only_cause(change).kind) == ("came", "jobb", "text")
    assert change.edited and "söker jobb" not in change.before.text
    assert [(each.name, each.what) for each in found.sources] == [("cecilia.txt", ("edited",))]


def test_a_removed_and_an_added_source_are_causes(edited: Any, change_of: ChangeOf) -> None:
    edited.source("anna").unlink()
    edited.source("dan").write_text(
        "Intervjuare: Vad gör du?\nDan: Jag fick anställning på ett lager i våras.\n", "utf-8"
    )
    edited.source("bilal").write_text("Intervjuare: Hej!\nBilal: Min cykel är från 1970.\n", "utf-8")
    found = edited.after()
    went, came = change_of(found, "jobb", "sökt jobb"), change_of(found, "jobb", "lager")
    assert (went.action, only_cause(went).kind, only_cause(went).action) == ("went", "source", "removed")
    assert (came.action, only_cause(came).kind, only_cause(came).action) == ("came", "source", "added")
    gone = change_of(found, "trygghet", "tunnelbanan")
    assert (only_cause(gone).kind, only_cause(gone).action) == ("text", "removed")


def test_a_renamed_source_loses_nothing(edited: Any) -> None:
    edited.source("anna").rename(edited.source("annika"))
    found = edited.after()
    assert found.changes == ()
    assert [(each.name, each.what, each.before) for each in found.sources] == [
        ("annika.txt", ("renamed",), "anna.txt")
    ]


def test_other_cutting_is_compared_by_the_words(edited: Any, change_of: ChangeOf) -> None:
    edited.settings(edited.as_it_was + "segmentation: {sentences: 1}\n")
    found = edited.after()
    assert not found.of("went")
    cause = only_cause(change_of(found, "trygghet", "sökt jobb"))
    assert (cause.kind, cause.name) == ("cutting", "segmentation")


def test_a_role_that_is_no_longer_coded_is_a_setting_of_reading(edited: Any, change_of: ChangeOf) -> None:
    edited.settings(edited.as_it_was + "sources: {bilal.txt: {roles: {Bilal: interviewer}}}\n")
    change = change_of(edited.after(), "trygghet", "tunnelbanan")
    assert (change.action, only_cause(change).kind, only_cause(change).name) == ("went", "cutting", "sources")


def test_another_encoder_that_is_not_installed_is_the_cause_if_nothing_else_differs(
    edited: Any, change_of: ChangeOf
) -> None:
    first = (edited.folder / "outputs" / "latest").resolve()
    edited.settings(edited.as_it_was + "coders: {themes: false}\n")
    edited.run()
    # As if the earlier run had been made by a model that this machine does not have.
    manifest = json.loads((first / "manifest.json").read_text("utf-8"))
    manifest["encoder"] = {"name": "annan-modell", "revision": "1"}
    manifest["settings"]["encoder"] |= {"name": "annan-modell", "revision": "1"}
    manifest["settings"]["coders"]["themes"] = False
    (first / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    found = edited.compared()
    assert found.notes == ("not_decided_again",)
    change = change_of(found, "trygghet", "tunnelbanan")
    (cause,) = change.causes
    assert (change.certainty, cause.kind, change.groups) == ("only", "encoder", ("model",))


def test_who_votes_is_a_cause(edited: Any, change_of: ChangeOf) -> None:
    edited.settings(edited.as_it_was + "coders: {themes: false}\n")
    change = change_of(edited.after(), "trygghet", "tunnelbanan")
    assert (change.action, only_cause(change).kind) == ("moved", "coders")


def test_two_rules_of_which_neither_suffices_are_told_together(edited: Any, change_of: ChangeOf) -> None:
    edited.settings("title: Liten studie\nthresholds: {trygghet: 0.65}\n")
    edited.run()
    both = ", {id: arstid, words: [vinter]}, {id: plats, words: [skola]}"
    change = change_of(edited.after(MORKER, MORKER + both), "trygghet", DARK)
    assert change.certainty == "found"
    assert [(cause.name, cause.how) for cause in change.causes] == [
        ("arstid", "together"),
        ("plats", "together"),
    ]
    assert [cause.words for cause in change.causes] == [("vinter",), ("skolan",)]


def test_of_many_edits_those_are_named_whose_rules_match_otherwise(edited: Any, change_of: ChangeOf) -> None:
    many = "".join(f", {{id: r{n}, words: [påhittord{'abcdefghijklmnopqrstuvwxyz'[n]}]}}" for n in range(20))
    found = edited.after(MORKER, f"{many}, {{id: tungt, words: [tung, vänta]}}")
    assert [(cause.kind, cause.count) for cause in found.inputs] == [("rule", 22)]
    came, went = change_of(found, "trygghet", "sökt jobb"), change_of(found, "trygghet", DARK)
    assert (only_cause(came).name, only_cause(came).action) == ("tungt", "added")
    assert (only_cause(went).name, only_cause(went).lost) == ("morker", ("mörker",))
    assert "22 regler (Trygghet) ändrades." in Words(found, "sv").cause(found.inputs[0])


def test_an_edit_that_suffices_beside_another_is_told_so(edited: Any, change_of: ChangeOf) -> None:
    edited.edit(edited.source("cecilia"), "mörker varenda", "mörkt varenda")
    found = edited.after(MORKER, "")
    change = change_of(found, "trygghet", "mörkt")
    assert {(cause.kind, cause.how) for cause in change.causes} == {("rule", "either"), ("text", "either")}
    assert change.groups == ("rules", "text")


def test_edits_that_have_nothing_to_do_with_a_coding_are_not_blamed(edited: Any, change_of: ChangeOf) -> None:
    edited.edit(edited.codebook, "words: [jobb, anställning]", "words: [jobb, anställning, lön]")
    edited.edit(edited.codebook, "negative: [Vädret är fint i dag.", "negative: [Vädret är grått i dag.")
    found = edited.after(MORKER, "")
    assert len(found.inputs) == 4
    assert only_cause(change_of(found, "trygghet", DARK)).name == "morker"


def test_a_code_that_was_removed_or_has_a_new_id(edited: Any, change_of: ChangeOf) -> None:
    edited.settings("title: Liten studie\nthresholds: {trygg: 0.3}\n")
    found = edited.after("id: trygghet", "id: trygg")
    assert found.changes == ()
    assert [(cause.kind, cause.action) for cause in found.inputs] == [("tree", "renamed")]
    edited.settings("title: Liten studie\n")
    edited.codebook.write_text(edited.codebook.read_text("utf-8").split("  - id: trygg")[0], "utf-8")
    change = change_of(edited.after(), "trygg", DARK)
    assert (change.action, only_cause(change).kind, only_cause(change).action) == ("went", "tree", "removed")


def decide(edited: Any, judgement: str) -> None:
    latest = RunRecord.of((edited.folder / "outputs" / "latest").resolve())
    (place,) = (each for each in latest.sources["cecilia.txt"].segments if each.text == DARK)
    about = ("cecilia.txt", "0" * 16, place.start, place.end, DARK, "trygghet", judgement, "Berit")
    append(edited.study.codings, [Decision(*about, "2026-03-01T09:00:00Z", "review")])


def test_a_decision_since_is_told_and_whether_the_run_has_it_so(edited: Any) -> None:
    decide(edited, "no")
    found = edited.after()
    (said,) = found.said
    assert (said.coder, said.judgement, said.code, said.agrees) == ("Berit", "no", "trygghet", True)
    assert edited.after().said == ()


def test_a_deidentified_study_shows_no_words_that_its_run_does_not_have(edited: Any) -> None:
    edited.settings(edited.as_it_was + "deidentify: true\n")
    decide(edited, "no")
    about = ("Karin Ek.txt", "0" * 16, 0, 12, "Jag är Karin", "jobb", "yes", "Berit")
    append(edited.study.codings, [Decision(*about, "2026-03-02T09:00:00Z", "import:lista.csv")])
    then = RunRecord.of((edited.folder / "outputs" / "latest").resolve())
    then.manifest["decisions"] = []
    now = RunRecord(then.folder, {**then.manifest, "decisions": states(edited.study.codings)})
    one, other = compare(edited.study, then, now).said
    assert (one.quote, one.source) == (DARK, "cecilia.txt")
    assert (other.quote, other.source, other.agrees) == ("", "", None)


def test_a_coding_that_a_person_decided_is_a_persons(edited: Any, change_of: ChangeOf) -> None:
    decide(edited, "no")
    folder = edited.run().folder
    # A run that honours it: without the coding.
    table = folder / "codings.csv"
    lines = table.read_bytes().decode("utf-8-sig").splitlines(keepends=True)
    table.write_bytes("".join(line for line in lines if DARK not in line).encode("utf-8-sig"))
    change = change_of(edited.compared(), "trygghet", DARK)
    cause = only_cause(change)
    assert (change.action, cause.kind, cause.name, cause.after) == ("went", "person", "Berit", "no")


def test_a_coding_that_a_person_gave_has_no_score(edited: Any, change_of: ChangeOf) -> None:
    edited.edit(edited.codebook, MORKER, "")
    edited.run()
    edited.edit(edited.source("cecilia"), "Vi odlar", "Här odlar vi")
    decide(edited, "yes")
    folder = edited.run().folder
    # As a run writes it that honours the decision.
    table = folder / "codings.csv"
    header, row, *rows = table.read_bytes().decode("utf-8-sig").splitlines()
    names = header.split(";")
    cells = dict.fromkeys(names, "")
    cells |= {"source": "cecilia.txt", "segment": "4", "code": "trygghet", "code_id": "trygghet"}
    cells |= {"coder": "Berit", "text": DARK}
    lines = [header, row, *rows, ";".join(cells.values())]
    table.write_bytes("\r\n".join([*lines, ""]).encode("utf-8-sig"))
    change = change_of(edited.compared(), "trygghet", DARK)
    cause = only_cause(change)
    assert (change.action, cause.kind, cause.name, cause.after) == ("came", "person", "Berit", "yes")
    assert change.after.score is None


def gone(edited: Any) -> None:
    """``codings/`` as it was before anybody had said anything, and a rule more."""
    for path in edited.study.codings.iterdir():
        path.unlink()
    edited.edit(edited.codebook, MORKER, MORKER + ", {id: tungt, words: [tung, vänta]}")


def test_a_decision_that_vanished_is_the_reason_and_no_rule(edited: Any, change_of: ChangeOf) -> None:
    decide(edited, "no")
    assert (edited.run().folder / "decisions.csv").is_file()
    gone(edited)
    found = edited.after()
    assert found.notes == ()
    change = change_of(found, "trygghet", DARK)
    cause = only_cause(change)
    assert (change.action, cause.kind, cause.action) == ("came", "person", "removed")
    assert (cause.name, cause.before, cause.after) == ("Berit", "no", "")
    assert Words(found, "sv").reasons(change) == "Beslutet av Berit gäller inte längre."
    # What came by the rule is the rule's.
    assert only_cause(change_of(found, "trygghet", "sökt jobb")).name == "tungt"


@pytest.mark.parametrize("again", [True, False])
def test_where_nobody_knows_what_people_had_said_no_rule_is_blamed(
    edited: Any, change_of: ChangeOf, again: bool
) -> None:
    tables = "codings.csv" + (", codings.spacy" if again else "")
    edited.settings(f"{edited.as_it_was}outputs: {{formats: [{tables}]}}\n")
    decide(edited, "no")
    edited.run()
    gone(edited)
    found = edited.after()
    assert "no_decisions" in found.notes
    change = change_of(found, "trygghet", DARK)
    assert (change.action, change.certainty, change.causes) == ("came", "unknown", ())
    assert "vilka beslut av människor" in Words(found, "sv").why(change)
    # The machine alone gives what both runs have: there it is known.
    other = change_of(found, "trygghet", "sökt jobb")
    assert [cause.name for cause in other.causes] == (["tungt"] if again else [])


def test_a_decision_that_was_taken_back_is_the_reason(edited: Any, change_of: ChangeOf) -> None:
    decide(edited, "no")
    edited.run()
    decide(edited, "withdrawn")
    change = change_of(edited.after(), "trygghet", DARK)
    cause = only_cause(change)
    assert (change.action, cause.name, cause.action, cause.before) == ("came", "Berit", "removed", "no")


def test_a_coding_that_cannot_be_explained_says_so(edited: Any, change_of: ChangeOf) -> None:
    folder = edited.run().folder
    table = folder / "codings.csv"
    lines = table.read_bytes().decode("utf-8-sig").splitlines(keepends=True)
    table.write_bytes("".join(line for line in lines if DARK not in line).encode("utf-8-sig"))
    found = edited.compared()
    change = change_of(found, "trygghet", DARK)
    assert (change.certainty, change.causes, change.groups) == ("unknown", (), ("unknown",))
    assert "okänd" in Words(found, "sv").why(change)


def test_runs_without_their_docs_are_compared_by_what_alone_differs(edited: Any, change_of: ChangeOf) -> None:
    edited.settings(edited.as_it_was + "outputs: {formats: [codings.csv]}\n")
    edited.run()
    found = edited.after(MORKER, "")
    assert found.notes == ("not_decided_again",)
    change = change_of(found, "trygghet", DARK)
    assert (change.certainty, [cause.name for cause in change.causes]) == ("only", ["morker"])
    assert "Inget annat skiljer" in Words(found, "sv").why(change)


def test_a_run_without_its_codebook_is_compared_as_far_as_can_be(edited: Any, change_of: ChangeOf) -> None:
    first = (edited.folder / "outputs" / "latest").resolve()
    (first / "codebook.json").unlink()
    manifest = json.loads((first / "manifest.json").read_text("utf-8"))
    del manifest["decisions"], manifest["program"]
    (first / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    found = edited.after(MORKER, "")
    assert found.notes == ("no_codebook_before", "no_decisions")
    change = change_of(found, "trygghet", DARK)
    assert (change.action, change.certainty) == ("went", "only")
    assert [cause.kind for cause in change.causes] == ["codebook"]
    edited.edit(edited.source("cecilia"), "mörker varenda", "mörker nästan varenda")
    edited.run()
    last = RunRecord.of((edited.folder / "outputs" / "latest").resolve())
    change = change_of(compare(edited.study, RunRecord.of(first), last), "trygghet", "mörker")
    assert change.certainty == "undivided"
    assert {cause.kind for cause in change.causes} == {"codebook", "text"}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_small_movement_is_listed_when_asked_for(edited: Any, language: str) -> None:
    edited.edit(
        edited.codebook, "negative: [Vädret är fint i dag.", "negative: [Tunnelbanan går om fem minuter."
    )
    edited.run()
    assert len(edited.compared(least=0.0001).changes) > len(edited.compared(least=0.3).changes)
    found = edited.compared(least=0.0001)
    words = Words(found, language)
    assert all(words.why(change) for change in found.changes)
