"""What a person pins, bans and confirms lasts, also in an edited transcript."""

from __future__ import annotations

import pytest

from qualcode import run
from qualcode.argument import choices, choosing, of_study
from qualcode.argument.dossier import Dossier
from qualcode.argument.quoting import id_of
from qualcode.errors import SettingsError
from qualcode.study import Study

GOT = "Min granne fick jobb, fast någon annanstans."
BOTH = "Jag fick jobb en sommar, men sen var det bara tomma löften."


@pytest.fixture
def choose(study):
    """Chooses a quote by its words: ``choose(action, words, claim, side)``; returns the new dossier."""

    def make(action, words, claim="ger-jobb", side="", person="Eva Lund", memo="") -> Dossier:
        prepared = of_study.prepare(Study.open(study))
        (source,) = [name for name, text in prepared.texts.items() if words in text]
        text = prepared.texts[source]
        start = text.index(words)
        made = choices.make(source, text, start, start + len(words), claim, action, side, person, memo)
        choices.add(study, [made])
        return of_study.dossier(Study.open(study))

    return make


def shown(dossier, claim="ger-jobb", side="supports"):
    return [quote.text for quote in getattr(dossier.part(claim).local, side).quotes]


def test_a_pinned_quote_comes_first_and_is_confirmed(choose):
    words = "Vi frågade om jobb."
    dossier = choose("pin", words, side="challenges", memo="Läs detta")
    first = dossier.part("ger-jobb").local.challenges.quotes[0]
    assert (first.text, first.pinned_by, first.confirmed_by) == (words, "Eva Lund", "Eva Lund")
    assert first.stance == "confirmed"
    assert first.reason == "Eva Lund har placerat det här. Anteckning: Läs detta"
    assert dossier.part("ger-jobb").local.challenges.standing.confirmed == 1
    assert (dossier.provenance.pinned, dossier.provenance.people) == (1, ("Eva Lund",))


def test_a_pinned_quote_is_shown_though_there_is_no_room(study, choose):
    path = study / "codebook" / "argumentation.yaml"
    path.write_text(
        path.read_text("utf-8").replace("claims:\n", "selection: {quotes: 1}\nclaims:\n", 1), "utf-8"
    )
    choose("pin", "Min son fick jobb på bygget.", side="supports")
    dossier = choose("pin", GOT, side="supports")
    assert len(shown(dossier)) == 2


def test_a_banned_quote_is_not_shown_and_counts(choose):
    dossier = choose("ban", GOT)
    side = dossier.part("ger-jobb").local.supports
    assert GOT not in shown(dossier)
    assert (side.standing.n_sources, side.hidden) == (2, 1)
    assert GOT not in [quote.text for quote in side.rest]
    assert GOT in [quote.text for quote in choose("withdrawn", GOT).part("ger-jobb").local.supports.quotes]


def test_a_ban_is_of_one_claim_alone(choose):
    dossier = choose("ban", "De lovade oss jobb, det var tomma löften.")
    assert shown(dossier, "ger-jobb", "challenges") == []
    raised = dossier.part("tomma").local.supports
    assert "De lovade oss jobb, det var tomma löften." in [q.text for q in (*raised.quotes, *raised.rest)]


def test_a_stance_is_confirmed_or_set_right(choose):
    quote = choose("stance", GOT, side="supports").part("ger-jobb").local.supports.quotes[0]
    assert (quote.text, quote.stance, quote.pinned_by) == (GOT, "confirmed", "")
    dossier = choose("stance", GOT, side="challenges")
    assert GOT in shown(dossier, side="challenges")
    assert GOT not in shown(dossier)
    assert shown(choose("stance", BOTH, side="supports"))[0] in (BOTH, "Min son fick jobb på bygget.")


def test_what_does_not_speak_to_the_claim_counts_nowhere(study, choose):
    part = choose("stance", GOT, side="neither").part("ger-jobb")
    assert part.local.supports.standing.sources == ("anna.txt",)
    (weighed,) = [e for e in of_study.prepare(Study.open(study)).weighed() if e.claim.id == "ger-jobb"]
    assert GOT not in [ranked.passage.text for ranked in weighed.ranked]


def test_what_a_person_confirmed_is_shown_before_what_is_suggested(study, choose):
    path = study / "codebook" / "argumentation.yaml"
    path.write_text(
        path.read_text("utf-8").replace("claims:\n", "selection: {quotes: 1}\nclaims:\n", 1), "utf-8"
    )
    assert shown(of_study.dossier(Study.open(study))) == [GOT]
    assert shown(choose("stance", "Min son fick jobb på bygget.", side="supports")) == [
        "Min son fick jobb på bygget."
    ]


def test_the_latest_choice_holds_whoever_made_it(choose):
    choose("stance", GOT, side="challenges", person="Olle Ask")
    dossier = choose("stance", GOT, side="supports", person="Eva Lund")
    (quote,) = [q for q in dossier.part("ger-jobb").local.supports.quotes if q.text == GOT]
    assert quote.confirmed_by == "Eva Lund"


def test_a_choice_follows_its_words_into_an_edited_transcript(study, choose):
    choose("pin", GOT, side="supports")
    corpus = study / "corpus" / "dawit.txt"
    corpus.write_text(corpus.read_text("utf-8").replace("De lovade", "Ja, precis. De lovade"), "utf-8")
    run.run(Study.open(study), direct=True)
    dossier = of_study.dossier(Study.open(study))
    quote = dossier.part("ger-jobb").local.supports.quotes[0]
    assert (quote.text, quote.pinned_by) == (GOT, "Eva Lund")
    assert "1 val har följt med till nya platser i ändrade texter." in dossier.notes


def test_a_choice_whose_words_are_gone_is_told_and_kept(study, choose):
    choose("pin", GOT, side="supports")
    corpus = study / "corpus" / "dawit.txt"
    corpus.write_text("Intervjuare: Hej!\nDawit: Något helt annat är sagt här nu.\n", "utf-8")
    run.run(Study.open(study), direct=True)
    dossier = of_study.dossier(Study.open(study))
    (lost,) = dossier.lost
    assert (lost.reason, lost.action, lost.text, lost.person) == ("unplaced", "pin", GOT, "Eva Lund")
    assert GOT in choices.file_of(study).read_text("utf-8")


def test_a_choice_for_a_claim_that_is_gone_is_told(choose, argued):
    choose("pin", GOT, "vardar", "supports")
    (lost,) = argued(("  - id: vardar", "  - id: vuxna")).lost
    assert (lost.reason, lost.claim) == ("no_claim", "vardar")


def test_the_file_is_only_added_to_and_reads_back_what_was_written(study):
    hostile = '=1+1;"x"\nrad'
    one = choices.make("a.txt", hostile, 0, len(hostile), "ger-jobb", "pin", "supports", "Eva", "+memo")
    path = choices.add(study, [one])
    before = path.read_bytes()
    choices.add(study, [choices.make("a.txt", hostile, 0, 4, "ger-jobb", "ban", "", "Eva")])
    assert path.read_bytes().startswith(before)
    assert b";'=1+1" in before or b"\"'=1+1" in before
    read, problems = choices.read(study)
    assert problems == []
    assert read[0] == one


def test_a_row_that_cannot_be_read_is_told_and_the_others_hold(study):
    path = choices.add(study, [choices.make("dawit.txt", GOT, 0, 10, "ger-jobb", "ban", "", "Eva")])
    with path.open("ab") as file:
        file.write(b"dawit.txt;abc;5;9;for kort;ger-jobb;pin;supports;Eva;2026-01-01T00:00:00Z;\r\n")
        file.write(b"avbruten rad")
    read, problems = choices.read(study)
    assert len(read) == 1
    assert [problem.where.line for problem in problems] == [3, 4]
    assert any("2 rader" in note for note in of_study.dossier(Study.open(study)).notes)


def test_quotes_are_named_by_the_ids_that_the_dossier_and_the_run_show(study):
    prepared = of_study.prepare(Study.open(study))
    quote = of_study.dossier(Study.open(study)).part("ger-jobb").local.supports.quotes[0]
    of_run = next(
        id_ for start, end, code, id_ in prepared.quoting.addresses.quotes["cecilia.txt"] if code == "jobb"
    )
    first, second = choosing.find(prepared, "ger-jobb", [quote.id, of_run])
    assert (first.text, first.side) == (quote.text, "supports")
    assert (second.text, second.side) == ("Vi frågade om jobb.", "")
    with pytest.raises(SettingsError, match="its side is not known"):
        choosing.choose(prepared, [second], "ger-jobb", "pin", "", "Eva")
    with pytest.raises(SettingsError, match="there is no quote 'p123'"):
        choosing.find(prepared, "ger-jobb", ["p123"])
    with pytest.raises(SettingsError, match="Did you mean 'ger-jobb'"):
        choosing.find(prepared, "ger-job", [quote.id])


def test_a_quotes_id_stays_when_text_before_it_changes(study):
    id_ = of_study.dossier(Study.open(study)).part("ger-jobb").local.supports.quotes[0].id
    corpus = study / "corpus" / "dawit.txt"
    corpus.write_text(corpus.read_text("utf-8").replace("De lovade", "Ja, precis. De lovade"), "utf-8")
    run.run(Study.open(study), direct=True)
    assert of_study.dossier(Study.open(study)).part("ger-jobb").local.supports.quotes[0].id == id_


def edit_transcript(study):
    """Other words before and after what was chosen, and a run of them."""
    corpus = study / "corpus" / "dawit.txt"
    text = corpus.read_text("utf-8").replace("De lovade", "Ja, precis, du vet hur det är. De lovade")
    corpus.write_text(text + "Intervjuare: Något mer?\nDawit: Nej, det var nog allt.\n", "utf-8")
    run.run(Study.open(study), direct=True)


@pytest.mark.parametrize(
    ("action", "side"),
    [("pin", "challenges"), ("ban", ""), ("stance", "challenges"), ("stance", "neither")],
)
def test_a_choice_survives_an_edited_transcript_and_claim(study, argued, choose, action, side):
    choose(action, GOT, side=side)
    edit_transcript(study)
    dossier = argued(
        ("Förnyelsen ger jobb åt dem som bor här.", "De som bor här får arbete."),
        ("name: Det ger jobb", "name: Arbete"),
    )
    part = dossier.part("ger-jobb")
    assert (part.text, part.label) == ("De som bor här får arbete.", "Arbete")
    supports = [q.text for q in (*part.local.supports.quotes, *part.local.supports.rest)]
    challenges = {q.text: q for q in (*part.local.challenges.quotes, *part.local.challenges.rest)}
    assert GOT not in supports
    if side == "challenges":
        assert challenges[GOT].confirmed_by == "Eva Lund"
        assert challenges[GOT].pinned_by == ("Eva Lund" if action == "pin" else "")
    else:
        assert GOT not in challenges
    assert ("dawit.txt" in part.local.supports.standing.sources) == (action == "ban")
    assert dossier.lost == ()
    assert "1 val har följt med till nya platser i ändrade texter." in dossier.notes


def test_what_was_chosen_of_an_earlier_text_can_be_withdrawn_and_chosen_otherwise(study, choose):
    choose("pin", GOT, side="challenges", person="Olle Ask")
    edit_transcript(study)

    def chosen_now(action: str, side: str = "") -> list[tuple[str, str, str]]:
        prepared = of_study.prepare(Study.open(study))
        text = prepared.texts["dawit.txt"]
        start = text.index(GOT)
        found = choosing.find(prepared, "ger-jobb", [id_of("dawit.txt", text, start, start + len(GOT))])
        choosing.choose(prepared, found, "ger-jobb", action, side, "Eva Lund")
        held = of_study.prepare(Study.open(study)).chosen
        return [(each.choice.action, each.choice.side, each.choice.person) for each in held]

    assert chosen_now("stance", "supports") == [
        ("pin", "supports", "Olle Ask"),
        ("stance", "supports", "Eva Lund"),
    ]
    assert chosen_now("withdrawn") == []


def test_choices_of_a_claim_that_is_taken_out_are_listed_and_hold_when_it_comes_back(study, choose):
    first = "Min son fick jobb på bygget."
    for action, words, side in (("pin", GOT, "supports"), ("ban", BOTH, ""), ("stance", first, "challenges")):
        choose(action, words, "vardar", side)
    path = study / "codebook" / "argumentation.yaml"
    whole = path.read_text("utf-8")
    path.write_text(whole[: whole.index("  - id: vardar")], "utf-8")
    lost = of_study.dossier(Study.open(study)).lost
    assert {(each.reason, each.claim, each.person) for each in lost} == {("no_claim", "vardar", "Eva Lund")}
    assert {(each.action, each.text) for each in lost} == {("pin", GOT), ("ban", BOTH), ("stance", first)}
    path.write_text(whole, "utf-8")
    dossier = of_study.dossier(Study.open(study))
    assert dossier.lost == ()
    assert dossier.part("vardar").local.supports.quotes[0].text == GOT


def test_a_choice_of_a_source_that_is_taken_out_of_the_corpus_is_listed(study, choose):
    choose("ban", GOT)
    (study / "corpus" / "dawit.txt").unlink()
    run.run(Study.open(study), direct=True)
    (lost,) = of_study.dossier(Study.open(study)).lost
    assert (lost.reason, lost.action, lost.source) == ("unplaced", "ban", "dawit.txt")
