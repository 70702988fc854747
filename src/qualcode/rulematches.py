"""What the rules match, kept by code: after an edit, only the edited codes' rules are looked for again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any

from qualcode.carrier import Found, Match
from qualcode.codebook.model import Codebook
from qualcode.stagecache import key_of

Kept = dict[str, list[list[Any]]]
"""By :func:`rule_keys`, what each code's rules have found."""


def rule_keys(codebook: Codebook, language: str) -> dict[str, str]:
    """By id of each code that has rules, a hash of all that decides what they find in a text.

    Args:
        codebook: The codebook.
        language: Of the text.
    """
    fields = {"id", "rules", "veto"}
    return {
        code.id: key_of(
            codebook.language, language, code.model_dump(mode="json", by_alias=True, include=fields)
        )
        for code in codebook.codes
        if code.rules
    }


def only(codebook: Codebook, codes: Sequence[str]) -> Codebook:
    """The codebook with the rules of these codes alone."""
    bare = {"rules": (), "veto": ()}
    kept = (code if code.id in codes else code.model_copy(update=bare) for code in codebook.codes)
    return codebook.model_copy(update={"codes": tuple(kept)})


def in_doc(
    keys: dict[str, str], kept: bytes | None, search: Callable[[Sequence[str]], list[Found]]
) -> tuple[list[Found], bytes | None]:
    """What the rules find in a Doc.

    Args:
        keys: The codebook's :func:`rule_keys`.
        kept: What was returned as second for this Doc before.
        search: Looks for the rules of some codes, in the order of the codebook.

    Returns:
        All that is found, as :meth:`~qualcode.coding.rules.RuleCoder.matched` would return it, and what to
        keep if it is not what was kept.
    """
    known: Kept = json.loads(kept) if kept else {}
    missing = [code for code, key in keys.items() if key not in known]
    found: Kept = {key: known.get(key, []) for key in keys.values()}
    if missing:
        for segment, start, end, code, rule in search(missing):
            found[keys[code]].append([segment, start, end, rule])
    rows: list[Found] = [
        (segment, start, end, code, rule)
        for code, key in keys.items()
        for segment, start, end, rule in found[key]
    ]
    # Within a segment they stay in the order of the codebook.
    rows.sort(key=lambda row: row[0])
    return rows, json.dumps(found).encode() if missing or len(known) > len(found) else None


def in_texts(
    keys: dict[str, str],
    texts: Sequence[str],
    kept: bytes | None,
    search: Callable[[Sequence[str], Sequence[str]], list[list[Match]]],
) -> tuple[list[list[Match]], bytes | None]:
    """What the rules find in texts of which each is one segment; places in the texts are not kept.

    Args:
        keys: The codebook's :func:`rule_keys`.
        texts: The texts.
        kept: What was returned as second before.
        search: Looks for the rules of some codes in some texts.

    Returns:
        The matches in each text, without repetitions of a rule, and what to keep if it is not what was kept.
    """
    known = json.loads(kept) if kept else {"texts": [], "codes": {}}
    names = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() for text in texts]
    seen = set(known["texts"])
    fresh = [number for number, name in enumerate(names) if name not in seen]
    old = [number for number, name in enumerate(names) if name in seen]
    missing = [code for code, key in keys.items() if key not in known["codes"]]
    rules: dict[str, dict[str, list[str]]] = {
        code: dict(known["codes"].get(key, {})) for code, key in keys.items()
    }
    for numbers, codes in ((fresh, list(keys)), (old, missing)):
        if not numbers or not codes:
            continue
        for number, matches in zip(numbers, search(codes, [texts[each] for each in numbers]), strict=True):
            for match in matches:
                of_text = rules[match.code].setdefault(names[number], [])
                if match.rule not in of_text:
                    of_text.append(match.rule)
    found = [
        [
            Match(number, code, rule, "", 0, 0)
            for code, of_code in rules.items()
            for rule in of_code.get(name, ())
        ]
        for number, name in enumerate(names)
    ]
    if not fresh and not missing:
        return found, None
    here = set(names)
    codes = {
        keys[code]: {name: each for name, each in of_code.items() if name in here}
        for code, of_code in rules.items()
    }
    return found, json.dumps({"texts": names, "codes": codes}).encode()
