"""Expressions are searched only where their letters stand, and nothing is lost by it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from qualcode.coding.expressions import Expressions
from qualcode.coding.literals import alternatives

EXPRESSIONS = [
    r"\b(?:de|dom|ni) lova(?:de|t)\b|\blöft(?:et|ena)\b",
    r"lova+t?|löfte{0,1}t|lov(?=ade)",
    r"^lovade|det$|\bsa(?:de)?\b.{0,9}men",
    r"(?<!inte )lovade|[^lo]vade|[]a]l\[ova",
    "(?x) lova de  # de lovade\n | l ö f t e [t ]",
    r"(?i)LOVADE\s\w+|(a)\1",
    r"(?P<vem>dom|ni)\s(?P=vem)",
    r"(?s)lova.de|löfte|inte",
    r"!!+|\?",
    r"[”\"].{3,9}[”\"]|lova\nde",
    r"(?:lovade)?(?:men)*(?:löfte){0}sa",
    r"löftes",
    r"\x6covade|lovade\.|lo{1,2}va",
]
SPOKEN = "lovade|Lovat|de |dom |löftet|inte |sa| men|!!|?|”|l[ova|aa|.| |LOVA\nDE|löfteſ|loftes"
PIECES = SPOKEN.split("|")


@given(some.lists(some.sampled_from(PIECES), max_size=12).map("".join))
def test_the_matches_are_those_of_a_plain_search(text: str) -> None:
    expressions = Expressions()
    for number, expression in enumerate(EXPRESSIONS):
        expressions.add(expression, number)
    plain = [
        (number, match.start(), match.end())
        for number, expression in enumerate(EXPRESSIONS)
        for match in re.finditer(expression, text, re.IGNORECASE)
        if match.end() > match.start()
    ]
    assert list(expressions.search(text)) == plain


@pytest.mark.parametrize(
    ("expression", "literals"),
    [
        (r"\b(?:de|ni) lova(?:de|t)\b", {"lova"}),
        (r"\b(?:kontrakt|slip)\b", {"kontrakt", "slip"}),
        (r"lovade?", {"lovad"}),
        (r"(?:lovade)?", None),
        (r"\bi\b", None),
        (r"(?!lovade)\w+", None),
        (r"(a)\1", None),
    ],
)
def test_an_alternative_needs_the_letters_of_all_its_matches(
    expression: str, literals: set[str] | None
) -> None:
    (alternative,) = alternatives(expression)
    assert alternative.literals == literals
