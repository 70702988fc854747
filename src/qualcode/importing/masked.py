"""What is shown of a source whose study is de-identified: how much came in, and none of its words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.readers.lines import Warned
    from qualcode.study import Study
    from qualcode.transcript import Transcript


def is_private(study: Study) -> bool:
    """Whether the study's settings ask for de-identification."""
    asked = getattr(study.settings, "deidentify", False)
    return bool(getattr(asked, "enabled", asked))


def masked(transcript: Transcript) -> Transcript:
    """The transcript with numbers for speakers and headings, without metadata, and with warnings that repeat
    nothing of it. Its text is as it was and must not be shown."""
    speakers: dict[str, str] = {}
    headings: dict[str, str] = {}
    turns = []
    for turn in transcript.turns:
        speaker = turn.speaker
        if speaker is not None:
            speaker = speakers.setdefault(speaker, f"Speaker {len(speakers) + 1}")
        section = tuple(
            headings.setdefault(heading, f"Heading {len(headings) + 1}") for heading in turn.section
        )
        turns.append(replace(turn, speaker=speaker, section=section))
    warnings = tuple(map(_masked_warning, transcript.warnings))
    return replace(transcript, turns=tuple(turns), attributes={}, warnings=warnings)


def _masked_warning(warned: Warned) -> Warned:
    key, values = warned
    return key, {name: value if value.isdigit() else "…" for name, value in values.items()}
