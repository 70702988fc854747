"""Whether rules can work at all: one kind each, words that can match, expressions that compile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from qualcode.codebook.model import Code, Codebook, Rule
from qualcode.errors import Place, QualcodeError
from qualcode.located import Document, Loc, keys_of, misread, misreading, nearest

KINDS = ("words", "phrases", "regex", "pattern")
_TOKEN_KEY = re.compile(r"\[pattern -> (\d+) -> (\w+)")
_TEXT_LISTS = (
    ("phrases", "phrases"),
    ("exceptions", "except"),
    ("unless", "unless"),
    ("requires", "requires"),
)


def find_rule_problems(codebook: Codebook, document: Document) -> list[QualcodeError]:
    """Every problem of the rules and vetoes."""
    problems: list[QualcodeError] = []
    for number, code in enumerate(codebook.codes):
        loc: Loc = ("codes", number)
        for i, text in enumerate(code.veto):
            problems += _of_text(text, (*loc, "veto", i), document)
        names: dict[str, int] = {}
        for place, rule in enumerate(code.rules):
            problems += _of_rule(rule, code, (*loc, "rules", place), document)
            if rule.id is not None and rule.id in names:
                line = document.place((*loc, "rules", names[rule.id])).line
                problems.append(
                    QualcodeError(
                        f"'{code.id}' has two rules called '{rule.id}' (first at line {line}).",
                        where=document.place((*loc, "rules", place, "id")),
                        remedy="Rename one of them.",
                    )
                )
            elif rule.id is not None:
                names[rule.id] = place
    return problems


def _of_rule(rule: Rule, code: Code, loc: Loc, document: Document) -> Iterator[QualcodeError]:
    written = document.value(loc)
    written = written if isinstance(written, dict) else {}
    kinds = [kind for kind in KINDS if written.get(kind)]
    if len(kinds) != 1 and not written.keys() - set(keys_of(Rule)):
        held = " and ".join(kinds) if kinds else "nothing to look for"
        yield QualcodeError(
            f"a rule of '{code.id}' holds {held}.",
            where=document.place(loc),
            remedy="Make one rule of each." if kinds else f"Give it one of {', '.join(KINDS)}.",
        )
    for i, word in enumerate(rule.words):
        wrong = _wrong_with_word(word)
        if wrong:
            yield QualcodeError(wrong[0], where=document.place((*loc, "words", i)), remedy=wrong[1])
    for field, key in _TEXT_LISTS:
        for i, text in enumerate(getattr(rule, field)):
            yield from _of_text(text, (*loc, key, i), document)
    if rule.regex is not None:
        yield from _of_regex(rule.regex, (*loc, "regex"), document)
    if rule.pattern:
        yield from _of_pattern(rule.pattern, (*loc, "pattern"), document)


def _wrong_with_word(word: str) -> tuple[str, str] | None:
    if not word.strip(" *"):
        return "the word is empty.", "Remove it, or write one."
    if " " in word.strip():
        return f"'{word}' is more than one word.", "Put it under `phrases`."
    if "*" in word[:-1]:
        return f"in '{word}' a * can only stand last.", "Use `regex` for anything else."
    return None


def _of_text(text: str, loc: Loc, document: Document) -> Iterator[QualcodeError]:
    """A word, a phrase, or a regular expression between slashes."""
    if not text.strip(" *_.…"):
        yield _empty(document.place(loc))
    elif len(text) > 2 and text.startswith("/") and text.endswith("/"):
        yield from _of_regex(text[1:-1], loc, document, skipped=1)


def _of_regex(regex: str, loc: Loc, document: Document, *, skipped: int = 0) -> Iterator[QualcodeError]:
    try:
        compiled = re.compile(regex, re.IGNORECASE)
    except re.error as bad:
        place = _inside(document, loc, skipped + (bad.pos or 0))
        remedy = f"Correct `{regex}`; put a backslash before a character that is meant as it is."
        yield QualcodeError(
            f"the regular expression does not compile: {bad.msg}.", where=place, remedy=remedy
        )
        return
    if compiled.search("") is not None:
        yield QualcodeError(
            f"the regular expression `{regex}` matches everywhere, even in an empty text.",
            where=document.place(loc),
            remedy="Let it need at least one character.",
        )


def _inside(document: Document, loc: Loc, offset: int) -> Place:
    """The place of a character of a text, as far as it stands on one line without escapes."""
    node, place = document.node(loc), document.place(loc)
    if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">") or place.column is None:
        return place
    quote = 1 if node.style in ("'", '"') else 0
    if node.end_mark.line != node.start_mark.line:
        return place
    if node.end_mark.column - node.start_mark.column != len(node.value) + 2 * quote:
        return place
    return Place(place.path, place.line, place.column + quote + offset)


def _of_pattern(pattern: Sequence[dict], loc: Loc, document: Document) -> Iterator[QualcodeError]:
    # Costs a second, so only codebooks with token patterns pay for it.
    from spacy.matcher import Matcher
    from spacy.schemas import TokenPattern
    from spacy.vocab import Vocab

    try:
        Matcher(Vocab(), validate=True).add("rule", [list(pattern)])
        return
    except (ValueError, KeyError, TypeError) as bad:
        said = str(bad)
    places = dict.fromkeys((int(token), key) for token, key in _TOKEN_KEY.findall(said))
    for token, key in places:
        node, where = document.node((*loc, token, key)), document.place((*loc, token, key), key=True)
        if isinstance(node, yaml.ScalarNode) and misreading(node) and not key.startswith(("IS_", "LIKE_")):
            yield misread(node, document.path)
        elif f"-> {key}] Extra" in said:
            attributes = [field.alias or name for name, field in TokenPattern.model_fields.items()]
            near = nearest(key, map(str.upper, attributes))
            remedy = f"Did you mean {near}?" if near else "See spaCy's documentation of Matcher patterns."
            yield QualcodeError(f"'{key}' is no attribute of a token.", where=where, remedy=remedy)
        else:
            what = f"spaCy does not accept this value of '{key}' in a token pattern."
            yield QualcodeError(what, where=where, remedy="See spaCy's documentation of Matcher patterns.")
    if not places:
        reason = said.strip().split("\n")[0].rstrip(".")
        yield QualcodeError(
            f"spaCy does not accept the token pattern: {reason}.",
            where=document.place(loc),
            remedy="Write one mapping a token, with token attributes as keys.",
        )


def _empty(place: Place) -> QualcodeError:
    return QualcodeError("the word is empty.", where=place, remedy="Remove it, or write one.")
