"""Who stands on which side of a claim, and who is counted there."""

from __future__ import annotations

import pytest

from qualcode.argument import of_study
from qualcode.decisions import Decision, append
from qualcode.decisions.decision import text_hash
from qualcode.search.of_run import index_of
from qualcode.study import Study

SUPPORTS = "      - codes: [jobb]\n        cues: [fick]\n        reason: Någon fick jobb\n"


def texts(side):
    return [quote.text for quote in side.quotes]


def local(dossier, claim, side="supports"):
    return texts(getattr(dossier.part(claim).local, side))


def test_a_rule_needs_all_that_it_asks_for_on_one_segment(argued):
    dossier = argued()
    assert set(local(dossier, "ger-jobb")) == {
        "Min granne fick jobb, fast någon annanstans.", "Min son fick jobb på bygget.",
    }  # fmt: skip
    assert local(dossier, "ger-jobb", "challenges") == ["De lovade oss jobb, det var tomma löften."]


def test_what_supports_and_challenges_at_once_stands_apart_and_counts_on_neither_side(argued):
    part = argued().part("ger-jobb")
    assert texts(part.local.both) == ["Jag fick jobb en sommar, men sen var det bara tomma löften."]
    assert part.local.both.standing.sources == ("bilal.txt",)
    assert "bilal.txt" not in (*part.local.supports.standing.sources, *part.local.challenges.standing.sources)
    reason = part.local.both.quotes[0].reason
    assert "Stöder: Någon fick jobb." in reason
    assert "Talar emot: Någon säger att det inte blev jobb." in reason


def test_several_rules_are_several_ways(argued):
    dossier = argued((SUPPORTS, SUPPORTS + "      - search: [badplats, dotter]\n"))
    assert "Min dotter har sommarjobb." in local(dossier, "ger-jobb")


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("codes: [jobb], without: [jobb-unga]", ["Vi frågade om jobb."]),
        ("any_codes: [jobb-unga, trygghet]",
         ["Min dotter har sommarjobb. Jag är rädd när inga vuxna är ute."]),
        ("search: [fråga]", ["Vi frågade om jobb."]),
        ("search: [barn, '\"inga vuxna\"']", ["Jag är rädd när inga vuxna är ute."]),
        ("search: [rädsla OR dotter]", ["Min dotter har sommarjobb."]),
        ("search: ['dotter fråga']", ["Vi frågade om jobb.", "Min dotter har sommarjobb."]),
        ("search: ['dotter -vuxna']", []),
        ("search: [sommar*]", ["Min dotter har sommarjobb."]),
        ("search: ['/blev.*ting/']", ["Det blev ingenting."]),
        ("any_codes: [invandning], near: [jobb]", ["Det blev ingenting."]),
        ("any_codes: [invandning], near: [trygghet]", []),
        ("codes: [trygghet], who: [{attributes: {grupp: [FÖRENING]}}]",
         ["Jag är rädd när inga vuxna är ute."]),
        ("codes: [trygghet], who: [{attributes: {grupp: [förening], stadsdel: [Alby]}}]", []),
        ("codes: [trygghet], who: [{speakers: [cecilia]}, {sources: ['x*']}]",
         ["Jag är rädd när inga vuxna är ute."]),
        ("codes: [trygghet], who: [{language: en}]", []),
        ("codes: [trygghet], view: outside", []),
        ("codes: [trygghet], score: 0.99", []),
        ("search: [jobb], no_cues: [fick], who: [{sources: [cecilia*]}], stance: uncritical",
         ["Vi frågade om jobb.", "Min dotter har sommarjobb."]),
    ],
)  # fmt: skip
def test_conditions_narrow_what_is_found(argued, rule, found):
    of_cecilia = f"{rule}, who: [{{sources: [cecilia*]}}]" if "who:" not in rule else rule
    part = argued(("supports: [{search: [badplats]}]", f"supports: [{{{of_cecilia}}}]")).part("ger-bad")
    quotes = sorted(
        (quote for view in part.views for quote in view.supports.quotes), key=lambda quote: quote.start
    )
    assert [quote.text for quote in quotes] == found


def test_adjacent_segments_on_one_side_are_one_quote_up_to_the_longest(argued):
    wide = ("supports: [{search: [badplats]}]", "supports: [{search: ['/\\w/'], who: [{sources: [anna*]}]}]")
    assert local(argued(wide), "ger-bad") == ["Min son fick jobb på bygget. Det var bra. Nu trivs han där."]


def test_a_quote_is_cut_where_it_would_become_too_long(study):
    path = study / "codebook" / "argumentation.yaml"
    text = path.read_text("utf-8").replace(
        "claims:\n", "selection: {longest: 100, per_source: 9}\nclaims:\n", 1
    )
    path.write_text(text.replace("[{search: [badplats]}]", "[{search: ['/\\w/'], view: local}]"), "utf-8")
    part = of_study.dossier(Study.open(study)).part("ger-bad")
    assert part.local.supports.standing.quotes > part.local.supports.standing.n_sources
    assert all(len(quote.text) <= 100 for quote in part.local.supports.quotes)


def test_sources_groups_and_places_are_counted_and_quotes_last(argued):
    many = ("supports: [{search: [badplats]}]", "supports: [{codes: [jobb]}]")
    standing = argued(many).part("ger-bad").local.supports.standing
    assert standing.sources == ("anna.txt", "bilal.txt", "cecilia.txt", "dawit.txt")
    assert [(each.name, each.sources) for each in standing.groups] == [("boende", 3), ("förening", 1)]
    assert [(each.name, each.sources) for each in standing.places] == [("Alby", 2), ("Fittja", 2)]
    assert (standing.voices, standing.quotes, standing.confirmed) == (4, 5, 0)


def test_local_voices_and_the_outside_view_are_kept_apart_and_set_against_each_other(argued):
    part = argued().part("ger-jobb")
    assert texts(part.outside.challenges) == ["Det blev ingenting av resten av alla jobb."]
    assert (part.local.balance, part.outside.balance, part.contrast) == (0.3333, -1.0, "differ")
    assert (part.total, part.strength, part.n_sources) == (0.0, 0.8, 4)


def test_a_group_whose_members_stand_on_both_sides_is_told(argued):
    (found,) = argued().part("ger-jobb").disagreements
    assert (found.group, found.supports, found.challenges) == (
        "boende",
        ("anna.txt", "dawit.txt"),
        ("dawit.txt",),
    )
    assert [quote.side for quote in found.quotes] == ["supports", "challenges"]


def test_one_person_alone_does_not_disagree(argued):
    only = ("        cues: [fick]\n", "        cues: [fick]\n        who: [{sources: [dawit*]}]\n")
    critical = (
        "        stance: critical\n",
        "        stance: critical\n        who: [{sources: [dawit*]}]\n",
    )
    part = argued(only, critical).part("ger-jobb")
    assert part.local.supports.standing.sources == part.local.challenges.standing.sources == ("dawit.txt",)
    assert part.disagreements == ()


def test_an_objection_is_raised_and_answered(argued):
    (objection,) = argued().objections
    assert [ref.id for ref in objection.against] == ["ger-jobb"]
    assert objection.raised_by.sources == ("bilal.txt", "cecilia.txt", "dawit.txt", "expert.txt")
    assert objection.answered_by.sources == ("cecilia.txt",)
    assert not objection.unanswered


def test_what_people_said_of_codes_holds_before_the_machine(study):
    quote = "De lovade oss jobb, det var tomma löften."
    own = of_study.prepare(Study.open(study)).texts["dawit.txt"]
    start = own.index(quote)
    said = Decision(
        "dawit.txt", text_hash(own), start, start + len(quote), quote, "invandning", "no", "Eva Lund",
        "2026-03-01T10:00:00Z", "review",
    )  # fmt: skip
    append(study / "codings", [said])
    dossier = of_study.dossier(Study.open(study))
    assert local(dossier, "ger-jobb", "challenges") == []
    assert dossier.provenance.coders == ("Eva Lund",)


def test_every_quote_stands_to_the_letter_where_it_says(argued, study):
    texts_of = of_study.prepare(Study.open(study)).texts
    quotes = [q for part in argued().parts for view in part.views for side in view.sides for q in side.quotes]
    assert quotes
    for quote in quotes:
        text = texts_of[quote.source]
        assert text[quote.start : quote.end] == quote.text
        assert text[quote.start - len(quote.before) : quote.start] == quote.before
        assert text[quote.end : quote.end + len(quote.after)] == quote.after


def test_questions_that_touch_a_claim_are_found_in_interviewers_turns_alone(argued):
    part = argued().part("ger-jobb")
    assert (part.n_asked, part.n_asked_sources) == (1, 1)
    assert [(each.source, each.text) for each in part.asked] == [("anna.txt", "Blev det några jobb här?")]


def test_a_search_finds_what_the_search_command_finds(argued, study):
    query = 'jobb -"tomma löften"'
    part = argued(("[{search: [badplats]}]", f"[{{search: ['{query}']}}]")).part("ger-bad")
    index, _ = index_of(Study.open(study))
    places = index.search(query).places
    found = [quote for view in part.views for quote in view.supports.quotes]
    assert found
    assert {quote.source for quote in found} == {source for source, *_ in places} - {"dawit.txt"}
    for quote in found:
        assert any(source == quote.source and quote.start <= start < quote.end for source, start, _ in places)
