"""Decisions stay on the words that were judged, or say that they do not."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.decisions import Decision
from qualcode.decisions.anchors import Placed, place
from qualcode.decisions.decision import text_hash

# Invented for the tests.
TEXT = """Intervjuare: Vad skulle behövas här i centrum?
Karin: Jag tycker inte att det är tryggt på torget efter klockan åtta på kvällen.
Karin: Ja, precis.
Intervjuare: Och jobben, då?
Karin: Kommunen borde anställa ungdomar härifrån när de bygger om skolan.
Omar: Ja, precis.
Omar: Vi fick aldrig veta vem som bestämde, och mötena var alltid mitt på dagen.
Intervjuare: Tack ska ni ha.
"""
TRYGGT = "Jag tycker inte att det är tryggt på torget efter klockan åtta på kvällen."
JOBB = "Kommunen borde anställa ungdomar härifrån när de bygger om skolan."
VETA = "Vi fick aldrig veta vem som bestämde, och mötena var alltid mitt på dagen."


def said(quote: str, *, nth: int = 1, text: str = TEXT, source: str = "intervju-01.txt") -> Decision:
    start = -1
    for _ in range(nth):
        start = text.index(quote, start + 1)
    return Decision(
        source, text_hash(text), start, start + len(quote), quote, "trygghet", "yes", "Kodare Ett",
        "2026-03-01T10:00:00Z", "random:pilot",
    )  # fmt: skip


def one(decision: Decision, text: str, **others: str) -> Placed:
    return place([decision], {"intervju-01.txt": text, **others})[0]


def words(placed: Placed) -> str:
    assert placed.spot is not None
    return placed.spot.text


def test_an_unchanged_text_keeps_every_decision_where_it_is() -> None:
    decisions = [said(TRYGGT), said("Ja, precis."), said("Ja, precis.", nth=2)]
    placed = place(decisions, {"intervju-01.txt": TEXT})
    assert [each.decision for each in placed] == decisions
    assert {each.how for each in placed} == {"exact"}
    assert [each.spot.start for each in placed if each.spot] == [each.start for each in decisions]


def test_words_that_moved_are_followed_and_told() -> None:
    placed = one(said(JOBB), "Rubrik\n\n" + TEXT)
    assert (placed.how, placed.reason, words(placed)) == ("moved", "shifted", JOBB)
    assert placed.spot and placed.spot.start == said(JOBB).start + 8 and placed.spot.sure == 1


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("tryggt på torget efter", "tryggt på torget,  efter", "respelled"),
        ("Jag tycker inte", "jag tycker INTE", "respelled"),
        ("efter klockan åtta på kvällen", "efter klockan åtta om kvällen", "edited"),
        ("Jag tycker inte att det är", "Jag, eh, tycker inte att det är", "edited"),
    ],
)
def test_a_corrected_transcript_keeps_its_decisions(before: str, after: str, reason: str) -> None:
    text = TEXT.replace(before, after)
    placed = one(said(TRYGGT), text)
    assert (placed.how, placed.reason) == ("moved", reason)
    assert placed.spot and placed.spot.sure < 1
    whole = TRYGGT.replace(before, after)
    assert words(placed) == whole == text[placed.spot.start : placed.spot.end]


@pytest.mark.parametrize(
    ("before", "after"), [("tycker inte att", "tycker att"), ("klockan åtta", "klockan 20")]
)
def test_a_changed_meaning_is_left_to_a_person(before: str, after: str) -> None:
    placed = one(said(TRYGGT), TEXT.replace(before, after))
    assert (placed.how, placed.reason, placed.spot) == ("open", "meaning", None)
    assert [each.text for each in placed.candidates] == [TRYGGT.replace(before, after)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Jag har sökt jobb här i två år nu.", "Jag har sökt jobb här i fem år nu."),
        ("Det kostar tjugofem kronor att åka in.", "Det kostar tjugotvå kronor att åka in."),
        ("Där bor etthundra familjer med barn.", "Där bor tvåhundra familjer med barn."),
        ("Minst hälften av dem vill flytta härifrån nu.", "Minst av dem vill flytta härifrån nu."),
        ("We waited for twenty-five weeks in all.", "We waited for twenty-nine weeks in all."),
        ("It took them half a year to answer us.", "It took them a year to answer us."),
    ],
)
def test_a_number_in_words_is_a_number(before: str, after: str) -> None:
    placed = one(said(before, text=before), after)
    assert (placed.how, placed.spot) == ("open", None)


def test_an_article_is_no_number() -> None:
    before, after = "Det var en så lång väg hem på kvällen.", "Det var så lång väg hem på kvällen."
    assert (placed := one(said(before, text=before), after)).how == "moved"
    assert words(placed) == after


def test_words_that_are_gone_are_open() -> None:
    placed = one(said(VETA), TEXT.replace(VETA, "Det minns jag inget av."))
    assert (placed.how, placed.reason, placed.candidates) == ("open", "no_words", ())


def test_words_that_many_say_are_not_guessed_at() -> None:
    """Of two *Ja, precis.* either could be meant once the text before them has shifted."""
    placed = one(said("Ja, precis.", nth=2), "Rubrik\n" + TEXT)
    assert (placed.how, placed.reason) == ("open", "several_places")
    assert len(placed.candidates) == 2
    # The one that was judged may be the one that is gone.
    placed = one(said("Ja, precis.", nth=2), "Rubrik\n" + TEXT.replace("Omar: Ja, precis.\n", ""))
    assert (placed.how, placed.reason) == ("open", "too_short")


@pytest.mark.parametrize("nth", [1, 2])
def test_other_decisions_tell_common_words_apart(nth: int) -> None:
    decisions = [said(TRYGGT), said("Ja, precis.", nth=nth), said(JOBB), said(VETA)]
    text = "Rubrik\n" + TEXT.replace("Och jobben, då?", "Och jobben?")
    found = place(decisions, {"intervju-01.txt": text})[1]
    assert (found.how, found.reason) == ("moved", "shifted")
    assert found.spot and text[: found.spot.start].count("Ja, precis.") == nth - 1


def test_a_part_of_a_word_is_not_the_word() -> None:
    judged = "Omar: Det är svårt att få tag på lokal.\n"
    decision = said("lokal", text=judged)
    assert one(decision, "Omar: Det är svårt att få tag på lokaler. Jo, det är det.\n").how == "open"


def test_a_renamed_source_is_known_by_its_text_or_its_words() -> None:
    other = "Något helt annat, som en annan person sade en annan dag.\n"
    placed = place([said(JOBB)], {"a.txt": other, "omdopt.txt": TEXT})[0]
    assert (placed.how, placed.reason) == ("moved", "renamed")
    assert placed.spot and placed.spot.source == "omdopt.txt"
    placed = place([said(JOBB), said(VETA)], {"a.txt": other, "omdopt.txt": "Rubrik\n" + TEXT})[0]
    assert (placed.how, placed.reason) == ("moved", "shifted")
    assert placed.spot and placed.spot.source == "omdopt.txt"


def test_two_sources_that_changed_names_keep_their_decisions() -> None:
    other = TEXT.replace("torget", "stationen").replace("skolan", "badhuset")
    placed = one(said(TRYGGT), other, **{"intervju-02.txt": TEXT})
    assert placed.how == "moved" and placed.spot and placed.spot.source == "intervju-02.txt"


def test_a_source_that_is_gone_or_there_twice_leaves_its_decisions_open() -> None:
    placed = place([said(JOBB)], {"a.txt": "Något annat.\n"})[0]
    assert (placed.how, placed.reason) == ("open", "no_source")
    placed = place([said(JOBB)], {"a.txt": TEXT, "b.txt": TEXT})[0]
    assert (placed.how, placed.reason) == ("open", "several_sources")
    assert {each.source for each in placed.candidates} == {"a.txt", "b.txt"}


def test_a_row_that_was_mended_by_hand_is_not_exact() -> None:
    """The quote is what was judged, whatever offsets say."""
    placed = one(replace(said(JOBB), start=3, end=3 + len(JOBB)), TEXT)
    assert (placed.how, words(placed)) == ("moved", JOBB)


_WORDS = [
    "ja", "nej", "inte", "jobb", "torget", "trygg", "kommunen", "20", "åtta", "mötet", "precis", "vi",
    "de", "hus",
]  # fmt: skip
_edit = st.tuples(st.sampled_from(["insert", "delete", "replace"]), st.integers(0), st.sampled_from(_WORDS))


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(_edit, min_size=1, max_size=12))
def test_no_edit_moves_a_decision_to_other_words_unsaid(
    chance: random.Random, edits: list[tuple[str, int, str]]
) -> None:
    """Whatever is edited: exact means unchanged, moved means the same words or words as like as it says."""
    tokens = [chance.choice(_WORDS) for _ in range(60)]
    text = " ".join(tokens)
    bounds = sorted(chance.sample(range(61), 6))
    decisions = [
        said_at(text, len(" ".join(tokens[:first])) + bool(first), len(" ".join(tokens[:last])))
        for first, last in pairwise(bounds)
    ]
    for kind, where, word in edits:
        at = where % (len(tokens) or 1)
        if kind == "insert":
            tokens.insert(at, word)
        elif tokens:
            tokens[at : at + 1] = [word] if kind == "replace" else []
    now = " ".join(tokens)
    for decision, placed in zip(decisions, place(decisions, {"intervju-01.txt": now}), strict=True):
        assert placed.decision == decision
        if placed.how == "open":
            assert placed.spot is None
            continue
        assert placed.spot is not None
        assert now[placed.spot.start : placed.spot.end] == placed.spot.text
        if placed.how == "exact":
            assert now == text
        if placed.spot.sure == 1:
            assert placed.spot.text == decision.quote
        else:
            kept = {"inte", "nej", "20", "åtta"}
            assert placed.reason in ("respelled", "edited")
            before, after = decision.quote.split(), placed.spot.text.split()
            assert [w for w in sorted(before) if w in kept] == [w for w in sorted(after) if w in kept]


def said_at(text: str, start: int, end: int) -> Decision:
    return replace(
        said("Ja, precis."), text_hash=text_hash(text), start=start, end=end, quote=text[start:end]
    )


@pytest.mark.parametrize("nth", [1, 2])
def test_one_neighbour_says_how_far_the_text_has_shifted(nth: int) -> None:
    decisions = [said(TRYGGT), said("Ja, precis.", nth=nth)]
    found = place(decisions, {"intervju-01.txt": "Rubrik\n" + TEXT})[1]
    assert found.spot and found.spot.start == decisions[1].start + 7


def test_two_neighbours_say_between_which_words_to_look() -> None:
    """Speakers who are called otherwise shift every turn by another number of letters."""
    text = TEXT.replace("Karin", "Karin Ek")
    found = place([said(TRYGGT), said("Ja, precis."), said(JOBB)], {"intervju-01.txt": text})[1]
    assert found.how == "moved" and found.spot and found.spot.start == said("Ja, precis.").start + 6
