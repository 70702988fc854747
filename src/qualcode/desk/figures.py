"""How far a study has come: quotes judged by code and source, and what training would get.

Whoever is blind sees their own progress and nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from qualcode.desk.agreeing import Asking
from qualcode.desk.line import JUDGED, Asked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from qualcode.desk.desk import View
    from qualcode.desk.line import Entry
    from qualcode.study import Study


def of(view: View, asked: Asked) -> dict[str, Any]:
    """What the reviewer has judged (all, by source and, unless blind, by code), and ``training``."""
    entries = view.line.counted(asked.coder, asked.blind)
    mine = {each.id: view.line.status(each, asked.coder, asked.blind) for each in entries}
    numbers = view.material.source_numbers
    found: dict[str, Any] = {
        "total": len(entries),
        "done": sum(status in JUDGED for status in mine.values()),
        "sources": _tallied(((numbers[each.source], each) for each in entries), mine),
        "codes": [],
        "training": None,
    }
    if not asked.blind:
        codes = view.material.code_numbers
        found["codes"] = _tallied(((codes[each.code], each) for each in entries), mine)
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


def asking(view: View) -> Asking:
    """What the figures of agreement follow from, to be found while nobody waits."""
    said = _judged(view)
    judged = {code: (row["yes"], row["no"]) for code, row in said.items()}
    return Asking(view.material, view.voices.all(), view.voices.version, judged)


def training(view: View) -> dict[str, Any]:
    """What ``qualcode train`` would learn from now, beside what the study's newest coder has learnt from.

    ``name`` of that coder (empty without one); ``enough``: segments with a code from which on its learning
    curve is read; by code ``yes`` and ``no`` (segments that people say so of, by majority), ``new`` (of them
    those that it has not learnt from) and ``prospect``, what its learning curve says of further coding
    (:class:`qualcode.training.curve.Prospect`).
    """
    from qualcode.training.curve import ENOUGH

    name, learnt, prospects = _newest(view.material.study)
    codes = view.material.code_numbers
    return {
        "name": name,
        "enough": ENOUGH,
        "codes": [
            {"number": codes[code], "yes": row["yes"], "no": row["no"], "new": row["new"],
             "prospect": prospects.get(code)}
            for code, row in _judged(view, learnt).items()
            if row or code in prospects
        ],
    }  # fmt: skip


def _judged(view: View, learnt: Collection[str] = ()) -> dict[str, Counter[str]]:
    """By code, of how many segments people say ``yes`` and ``no`` by majority, and how many of them are
    ``new`` to who has learnt from some texts (hashes)."""
    from qualcode.agreement.learnt import text_key

    rows: dict[str, Counter[str]] = {code: Counter() for code in view.material.code_numbers}
    for source in view.material.sources:
        verdicts = view.voices.verdicts(source.name) if source.name in view.voices.judged else {}
        for (segment, code), said in verdicts.items():
            balance = sum(1 if each.yes else -1 for each in said)
            if balance and code in rows and source.segments[segment].coded:
                rows[code]["yes" if balance > 0 else "no"] += 1
                rows[code]["new"] += text_key(source.segments[segment].text) not in learnt
    return rows


def _newest(study: Study) -> tuple[str, set[str], dict[str, dict[str, Any]]]:
    """The coder that was trained last: its name, the texts it has learnt from (hashes), prospects by code."""
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
        prospects = {
            code: {"outlook": str(told["outlook"]), "gain": told["gain"], "interval": list(told["interval"])}
            for code, about in card.items()
            if (told := about.get("more_coding"))
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, yaml.YAMLError):
        # `qualcode train` and every run say themselves what is wrong with a coder.
        return folder.name, set(), {}
    return folder.name, learnt, prospects
