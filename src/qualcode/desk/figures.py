"""How far a study has come: quotes judged by code and source, how far people agree, what training would get.

Whoever is blind sees their own progress and nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.agreement import kappa
from qualcode.coded import rounded
from qualcode.desk.line import JUDGED, Asked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualcode.desk.desk import View
    from qualcode.desk.line import Entry
    from qualcode.study import Study


def of(view: View, asked: Asked) -> dict[str, Any]:
    """Everything: ``mine`` (all, by source and, unless blind, by code), ``agreement`` and ``training``."""
    entries = view.line.entries(asked.blind)
    mine = {each.id: view.line.status(each, asked.coder, asked.blind) for each in entries}
    numbers = view.material.source_numbers
    found: dict[str, Any] = {
        "total": len(entries),
        "done": sum(status in JUDGED for status in mine.values()),
        "sources": _tallied(((numbers[each.source], each) for each in entries), mine),
        "codes": [],
        "agreement": [],
        "training": None,
    }
    if not asked.blind:
        codes = view.material.code_numbers
        found["codes"] = _tallied(((codes[each.code], each) for each in entries), mine)
        found["agreement"] = agreement(view)
        found["training"] = training(view)
    return found


def _tallied(entries: Iterable[tuple[int, Entry]], mine: dict[str, str]) -> list[dict[str, int]]:
    """By number: how many there are, and of them judged, correct, not correct and with other borders."""
    total, said = Counter[int](), defaultdict[int, Counter[str]](Counter)
    for number, entry in entries:
        total[number] += 1
        said[number][mine[entry.id]] += 1
    return [
        {
            "number": number,
            "total": total[number],
            "done": sum(said[number][status] for status in JUDGED),
            **{status: said[number][status] for status in JUDGED},
        }
        for number in sorted(total)
    ]


def agreement(view: View) -> list[dict[str, Any]]:
    """How far each two people agree, by code and over all codes, on segments that both have judged.

    Each has ``people``, ``code`` (its number; nothing for all together), ``n`` judgements in common, ``same``
    (the share that is the same) and ``kappa`` (:mod:`qualcode.agreement.kappa`; nothing where chance alone
    gives full agreement). What follows from codes above or below is left out.
    """
    said: dict[str, dict[tuple[int, int, str], bool]] = defaultdict(dict)
    numbers, codes = view.material.source_numbers, view.material.code_numbers
    for name in view.voices.judged:
        for (segment, code), verdicts in view.voices.verdicts(name).items():
            for each in verdicts:
                if not each.implied and code in codes:
                    said[each.coder][numbers[name], segment, code] = each.yes
    found = []
    for one, other in combinations(sorted(said), 2):
        both = sorted(said[one].keys() & said[other].keys())
        by_code: dict[int | None, list[tuple[bool, bool]]] = defaultdict(list)
        for key in both:
            for code in (None, codes[key[2]]):
                by_code[code].append((said[one][key], said[other][key]))
        for code in sorted(by_code, key=lambda each: -1 if each is None else each):
            values = np.array(by_code[code], dtype=np.int8)
            beyond = kappa.of_table(kappa.table(values[:, 0], values[:, 1]).sum(axis=0))
            found.append(
                {
                    "people": [one, other],
                    "code": code,
                    "n": len(values),
                    "same": rounded(float((values[:, 0] == values[:, 1]).mean())),
                    "kappa": None if np.isnan(beyond) else rounded(float(beyond)),
                }
            )
    return found


def training(view: View) -> dict[str, Any]:
    """What ``qualcode train`` would learn from now, beside what the study's newest coder has learnt from.

    ``name`` of that coder (empty without one); ``enough``: segments with a code from which on its learning
    curve is read; by code ``yes`` and ``no`` (segments that people say so of, by majority), ``new`` (of them
    those that it has not learnt from) and ``outlook``, what its learning curve says of further coding.
    """
    from qualcode.agreement.learnt import text_key
    from qualcode.training.curve import ENOUGH

    name, learnt, outlooks = _newest(view.material.study)
    codes = view.material.code_numbers
    rows: dict[str, Counter[str]] = {code: Counter() for code in codes}
    for source in view.material.sources:
        verdicts = view.voices.verdicts(source.name) if source.name in view.voices.judged else {}
        for (segment, code), said in verdicts.items():
            balance = sum(1 if each.yes else -1 for each in said)
            if balance and code in rows and source.segments[segment].coded:
                rows[code]["yes" if balance > 0 else "no"] += 1
                rows[code]["new"] += text_key(source.segments[segment].text) not in learnt
    return {
        "name": name,
        "enough": ENOUGH,
        "codes": [
            {"number": codes[code], "yes": row["yes"], "no": row["no"], "new": row["new"],
             "outlook": outlooks.get(code, "")}
            for code, row in rows.items()
            if row or code in outlooks
        ],
    }  # fmt: skip


def _newest(study: Study) -> tuple[str, set[str], dict[str, str]]:
    """The coder that was trained last: its name, the texts it has learnt from (hashes), outlooks by code."""
    import yaml

    from qualcode.agreement.learnt import HEADS, keys
    from qualcode.training.folder import CARD, folder_of, names

    folders = [folder_of(study, name) for name in names(study)]
    if not folders:
        return "", set(), {}
    folder = max(folders, key=lambda each: (each / HEADS).stat().st_mtime_ns)
    try:
        learnt = keys(folder)
        card = yaml.safe_load((folder / CARD).read_text("utf-8"))["codes"]
        outlooks = {
            code: about["more_coding"]["outlook"] for code, about in card.items() if about.get("more_coding")
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, yaml.YAMLError):
        # `qualcode train` and every run say themselves what is wrong with a coder.
        return folder.name, set(), {}
    return folder.name, learnt, outlooks
