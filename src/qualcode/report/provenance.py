"""What the reader must know of how the codings came about: model, codebook, thresholds, sources, failures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qualcode.messages import message
from qualcode.report.numerals import count
from qualcode.wording import decimal

if TYPE_CHECKING:
    from qualcode.coded import CodedSource
    from qualcode.result import Run


def thresholds(run: Run) -> dict[str, str]:
    """The score from which each code was given, by code id, as its codings say it."""
    given: dict[str, set[float]] = {}
    for source in run.sources:
        for coding in source.codings:
            if coding.threshold is not None:
                given.setdefault(coding.code, set()).add(coding.threshold)
    return {
        code: "–".join(decimal(value, run.language) for value in sorted({min(values), max(values)}))
        for code, values in given.items()
    }


def facts(run: Run) -> list[tuple[str, str]]:
    """What coded, with what, as message keys under ``report.facts`` and their values."""
    settings = run.study.settings
    encoder = run.manifest.get("encoder") or settings.encoder.model_dump()
    model = "@".join(str(encoder[part]) for part in ("name", "revision") if encoder.get(part))
    cut = settings.segmentation
    votes = (coding.coder.split(" + ") for source in run.sources for coding in source.codings)
    coders = _distinct(one for each in votes for one in each)

    def said(key: str, **values: Any) -> str:
        return message(f"report.{key}", run.language, **values)

    known = [
        ("codebook", f"{run.codebook.title}, {said('facts.version_of')} {run.codebook.version}"),
        ("fingerprint", ", ".join(_distinct(source.codebook for source in run.sources))),
        ("model", model if settings.coders.themes else ""),
        ("coders", ", ".join(said("page.why.rules") if one == "rules" else one for one in coders)),
        ("segmentation", said("segmentation", sentences=cut.sentences)),
        ("roles", ", ".join(message(f"roles.{role}", run.language) for role in cut.roles)),
        ("version", f"qualcode {_version()}"),
    ]
    return [(key, value) for key, value in known if value]


def sources(run: Run) -> list[dict[str, Any]]:
    """Each source with its size, its file's hash and its reader's warnings."""
    return [
        {
            "name": source.name,
            "turns": count(len(source.turns), run.language),
            "segments": count(len(source.segments), run.language),
            "coded": count(sum(segment.coded for segment in source.segments), run.language),
            "sha256": source.sha256[:16],
            "warnings": warnings(source, run.language),
        }
        for source in run.sources
    ]


def warnings(source: CodedSource, language: str) -> list[str]:
    """A source's warnings, said in the language."""
    return [message(f"source_warnings.{key}", language, **values) for key, values in source.warnings]


def all_warnings(run: Run) -> list[tuple[str, str]]:
    """The name of a source, empty for the corpus as a whole, and what a researcher should know of it."""
    return [("", warning) for warning in run.warnings] + [
        (source.name, warning) for source in run.sources for warning in warnings(source, run.language)
    ]


def failures(run: Run) -> list[tuple[str, str]]:
    """The name and the reason of every source that could not be read."""
    return [(name, reason) for name, _, reason in run.unread]


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value})


def _version() -> str:
    from importlib.metadata import version

    return version("qualcode")
