"""A trained coder's ``card.yaml``, for programs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from qualcode.training.scores import Score

if TYPE_CHECKING:
    from qualcode.training.teaching import Measured, Taught

REACHED, MISSED, UNKNOWN = "reached", "missed", "unknown"


def wish_state(taught: Taught, code_id: str) -> str:
    """Whether a code reaches what the study wishes on segments whose sources were left out; ``unknown`` with
    too few segments, and empty for a wish that states no figure.

    Args:
        taught: What came of training.
        code_id: The code.
    """
    wish = taught.wishes[code_id]
    if wish.figure == "f1":
        return ""
    found = taught.after.codes.get(code_id)
    if found is None or code_id not in taught.trained.chosen[taught.voters]:
        return UNKNOWN
    return REACHED if found.figures[wish.figure] >= wish.least else MISSED


def not_better(taught: Taught) -> bool:
    """Whether a run without training does as well on the same segments."""
    return taught.after.kappa[0] <= taught.before.kappa[0]


def for_programs(taught: Taught) -> str:
    """All that is known of the coder, as YAML; ``{revision}`` stands where its revision comes."""
    import yaml

    from qualcode.codebook import fingerprint, learning_fingerprint
    from qualcode.pipeline import file_hash, program

    gathered, segments = taught.gathered, taught.gathered.segments
    study, book = gathered.equipment.study, gathered.codebook
    voters = taught.voters
    codes: dict[str, Any] = {}
    for code_id in book.ids:
        codes[code_id] = {
            "threshold": taught.trained.thresholds[voters][code_id],
            "coded": "learnt" if code_id in taught.trained.built else "as without training",
            "threshold_from": "people" if code_id in taught.trained.chosen[voters] else "without training",
            "wish": str(taught.wishes[code_id]),
            "wish_state": wish_state(taught, code_id),
            "judged_by": segments.coders.get(code_id, {}),
            "scores": _score(taught.after.codes.get(code_id)),
            "without_training": _score(taught.before.codes.get(code_id)),
            "with_others": _score(taught.together.codes.get(code_id)) if taught.together else None,
            "test": _score(taught.test.codes.get(code_id)) if taught.test else None,
            "more_coding": _plain(asdict(taught.prospects[code_id])) if code_id in taught.prospects else None,
        }
    content = {
        "name": taught.name,
        "revision": "{revision}",
        "made": date.today().isoformat(),
        "versions": program(),
        "encoder": taught.trained.encoder,
        "codebook": {
            "title": book.title,
            "version": book.version,
            "fingerprint": fingerprint(book),
            "learning_fingerprint": learning_fingerprint(book),
        },
        "data": {
            "sources": segments.text_hashes,
            "codings": {path.name: file_hash(path) for path in sorted(study.codings.glob("*.csv"))},
            "examples": len(gathered.equipment.training.texts),
            "segments": len(segments.texts),
            "judged_segments": taught.n_judged,
            "disagreed": segments.disagreed,
            "without_place": segments.lost,
        },
        "fine_tuning": _fine_tuning(taught),
        "learnt_with": {code_id: asdict(options) for code_id, options in taught.options.items()},
        "voters": voters,
        "validation": "sources" if taught.whole_sources else "blocks within sources",
        "macro": _means(taught.after),
        "macro_without_training": _means(taught.before),
        "test": None
        if taught.test is None
        else {**_means(taught.test), "scored_before": taught.tested_before},
        "other_coders": taught.others,
        "macro_with_others": None if taught.together is None else _means(taught.together),
        "curve": [_plain(asdict(point)) for point in taught.points],
        "next": [{"source": source, "start": start, "end": end} for source, start, end in taught.next],
        "codes": codes,
    }
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)


def _fine_tuning(taught: Taught) -> dict[str, Any] | None:
    if taught.tuned is None or taught.frozen is None:
        return None
    adapter = taught.trained.adapter
    return {
        "plan": asdict(taught.tuned.plan),
        "texts": taught.tuned.n_texts,
        "seconds": round(taught.tuned.seconds),
        "adapter": None if adapter is None else adapter.revision,
        "macro_frozen": _means(taught.frozen),
    }


def _score(found: Score | None) -> dict[str, Any] | None:
    return None if found is None else _plain(asdict(found))


def _means(measured: Measured) -> dict[str, Any]:
    return {
        name: {"mean": _plain(value), "interval": [_plain(each) for each in interval]}
        for name, (value, interval) in (("kappa", measured.kappa), ("f1", measured.f1))
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return None if value != value else round(value, 4)
    return value
