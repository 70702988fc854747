"""What rules match is kept by code: an edit has only the edited codes' rules looked for again."""

import json

from qualcode.carrier import Match
from qualcode.codebook import Code, Codebook, Rule
from qualcode.coding.rules import match_texts
from qualcode.rulematches import in_doc, in_texts, only, rule_keys


def book(**words: list[str]) -> Codebook:
    codes = (
        Code(id=code, name=code, definition=code, rules=(Rule(words=tuple(each), id="ord"),))
        for code, each in words.items()
    )
    return Codebook(title="Prov", codes=tuple(codes))


BOOK = book(jobb=["jobb"], torg=["torg"], skola=["skola"])
EDITED = book(jobb=["jobb"], torg=["torg", "park"], skola=["skola"])
TEXTS = ["Jobb på torget.", "En park vid skolan.", "Regn."]


class Search:
    """The rules of a codebook, and what was asked of them."""

    def __init__(self, codebook):
        self.codebook, self.asked = codebook, []

    def texts(self, codes, texts):
        self.asked.append((list(codes), list(texts)))
        return match_texts(only(self.codebook, codes), texts)

    def doc(self, codes):
        self.asked.append(list(codes))
        found = match_texts(only(self.codebook, codes), TEXTS)
        return [(number, 0, 1, match.code, match.rule) for number, each in enumerate(found) for match in each]


def given(matches: list[list[Match]]) -> list[list[str]]:
    return [[match.code for match in each] for each in matches]


def test_a_key_follows_what_a_code_finds_and_nothing_else():
    assert rule_keys(BOOK, "sv")["torg"] != rule_keys(EDITED, "sv")["torg"]
    assert rule_keys(BOOK, "sv")["jobb"] == rule_keys(EDITED, "sv")["jobb"]
    assert rule_keys(BOOK, "sv")["jobb"] != rule_keys(BOOK, "en")["jobb"]
    renamed = BOOK.codes[0].model_copy(update={"name": "Arbete", "memo": "…"})
    same = BOOK.model_copy(update={"codes": (renamed, *BOOK.codes[1:])})
    assert rule_keys(same, "sv") == rule_keys(BOOK, "sv")
    veto = BOOK.codes[0].model_copy(update={"veto": ("torget",)})
    other = BOOK.model_copy(update={"codes": (veto, *BOOK.codes[1:])})
    assert rule_keys(other, "sv")["jobb"] != rule_keys(BOOK, "sv")["jobb"]


def test_in_a_doc_only_the_edited_code_is_looked_for_and_the_order_stays():
    search = Search(BOOK)
    first, kept = in_doc(rule_keys(BOOK, "sv"), None, search.doc)
    assert [(row[0], row[3]) for row in first] == [(0, "jobb"), (0, "torg"), (1, "skola")]
    again, nothing_new = in_doc(rule_keys(BOOK, "sv"), kept, search.doc)
    assert again == first and nothing_new is None
    edited = Search(EDITED)
    found, _ = in_doc(rule_keys(EDITED, "sv"), kept, edited.doc)
    assert edited.asked == [["torg"]]
    assert found == in_doc(rule_keys(EDITED, "sv"), None, Search(EDITED).doc)[0]
    assert [(row[0], row[3]) for row in found] == [(0, "jobb"), (0, "torg"), (1, "torg"), (1, "skola")]


def test_what_a_code_found_that_is_gone_is_not_kept():
    _, kept = in_doc(rule_keys(BOOK, "sv"), None, Search(BOOK).doc)
    small = book(jobb=["jobb"])
    found, now = in_doc(rule_keys(small, "sv"), kept, Search(small).doc)
    assert [row[3] for row in found] == ["jobb"]
    assert now is not None and set(rule_keys(small, "sv").values()) == set(json.loads(now))


def test_in_texts_only_new_texts_and_edited_codes_are_looked_at():
    keys = rule_keys(BOOK, "sv")
    search = Search(BOOK)
    first, kept = in_texts(keys, TEXTS, None, search.texts)
    assert given(first) == [["jobb", "torg"], ["skola"], []]
    again, nothing_new = in_texts(keys, TEXTS, kept, search.texts)
    assert given(again) == given(first) and nothing_new is None and len(search.asked) == 1
    more, _ = in_texts(keys, [*TEXTS, "Skolan ger jobb."], kept, search.texts)
    assert search.asked[-1] == (["jobb", "torg", "skola"], ["Skolan ger jobb."])
    assert given(more)[-1] == ["jobb", "skola"]
    edited = Search(EDITED)
    found, _ = in_texts(rule_keys(EDITED, "sv"), TEXTS[:2], kept, edited.texts)
    assert edited.asked == [(["torg"], TEXTS[:2])]
    assert given(found) == [["jobb", "torg"], ["torg", "skola"]]
