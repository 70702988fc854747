"""An intake for programs: JSON, with the same facts as the terminal shows."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from qualcode.importing.samples import samples
from qualcode.messages import message

if TYPE_CHECKING:
    from qualcode.importing.arrived import Arrived, Intake
    from qualcode.readers.lines import Warned


def as_json(intake: Intake) -> str:
    """``sources``, ``failed`` and ``warnings``."""
    whole = {
        "sources": [_source(source) for source in intake.sources],
        "failed": [
            {
                "source": str(problem.where.path) if problem.where else "",
                "line": problem.where.line if problem.where else None,
                "reason": problem.reason,
                "message": problem.in_language("en"),
            }
            for problem in intake.problems
        ],
        "warnings": _told(intake.warnings),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _source(source: Arrived) -> dict[str, Any]:
    times = source.times
    return {
        "source": source.name,
        "format": source.format,
        "encoding": source.encoding or None,
        "sha256": source.transcript.sha256,
        "characters": len(source.transcript.text),
        "pieces": dict(source.kinds),
        "speakers": [asdict(voice) for voice in source.voices],
        "sections": [{"headings": list(headings), "pieces": under} for headings, under in source.sections],
        "times": {"begins": times[0], "ends": times[1], "turns": times[2]} if times else None,
        "labels_in_doubt": [asdict(doubt) for doubt in source.doubts],
        "left_out": _told(source.left_out),
        "warnings": _told(source.warnings),
        "attributes": source.transcript.attributes,
        "samples": [asdict(sample) for sample in samples(source)],
    }


def _told(warnings: list[Warned]) -> list[dict[str, Any]]:
    return [
        {"key": key, "values": values, "message": message(f"source_warnings.{key}", "en", **values)}
        for key, values in warnings
    ]
