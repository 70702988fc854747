"""What speakers do in the conversation, guessed from labels, metadata and who asks.

The order is: the study's settings, the metadata's interviewer, the file's head, labels that name a part
(``I``, ``IP1``, ``Moderator``), and at last who asks the questions. A role that cannot be told stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qualcode.readers import words
from qualcode.readers.head import names_in
from qualcode.readers.lines import Warned
from qualcode.transcript import Role

_COLUMNS: dict[str, Role] = {
    "intervjuare": "interviewer",
    "interviewer": "interviewer",
    "samtalsledare": "facilitator",
    "moderator": "facilitator",
    "facilitator": "facilitator",
    "respondent": "respondent",
    "informant": "respondent",
    "intervjuperson": "respondent",
}
_GROUP = re.compile(r"fokus|focus|workshop|grupp|verkstad|dialogmöte", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Speaker:
    """How one speaker talks in a source."""

    label: str
    turns: int = 0
    questions: int = 0
    words: int = 0

    def says(self, text: str) -> None:
        """Count a turn."""
        self.turns += 1
        self.words += text.count(" ") + 1
        first = _FIRST_WORD.search(text)
        opens_as_one = first is not None and first.group().casefold() in words.QUESTION_WORDS
        self.questions += "?" in text or opens_as_one

    @property
    def asks(self) -> float:
        """Share of the speaker's turns that ask."""
        return self.questions / self.turns if self.turns else 0.0


@dataclass(slots=True)
class Roles:
    """Role by speaker label, and what a person should check."""

    by_label: dict[str, Role | None] = field(default_factory=dict)
    warnings: list[Warned] = field(default_factory=list)


def people(attributes: Mapping[str, str]) -> dict[str, Role]:
    """Role by key of the people that the metadata name (``intervjuare``, ``moderator`` …)."""
    found: dict[str, Role] = {}
    for column, value in attributes.items():
        role = _COLUMNS.get(column.strip().casefold())
        if role and value.strip():
            found.update((key, role) for key in names_in(value) if key not in found)
    return found


def assign(
    speakers: list[Speaker],
    *,
    stated: Mapping[str, Role],
    named: Mapping[str, Role],
    attributes: Mapping[str, str],
    asked: bool = False,
) -> Roles:
    """The role of every speaker.

    Args:
        speakers: In the order in which they first speak.
        stated: Role by key of a label, from the study's settings.
        named: Role by key of a label, from the metadata and the file's head.
        attributes: The source's metadata; its type says whether it is a group.
        asked: Somebody without a label asks the questions.
    """
    roles = Roles({speaker.label: _certain(speaker.label, stated, named) for speaker in speakers})
    keys = {words.part(speaker.label) or words.key(speaker.label) for speaker in speakers}
    for speaker in speakers:
        paired = words.PAIRED.get(re.sub(r"[ \d]+$", "", words.key(speaker.label)))
        if roles.by_label[speaker.label] is None and paired and paired[1] & keys:
            roles.by_label[speaker.label] = paired[0]
    leads = [label for label, role in roles.by_label.items() if role in ("interviewer", "facilitator")]
    unknown = [speaker for speaker in speakers if roles.by_label[speaker.label] is None]
    if not leads and not asked and len(speakers) > 1 and (asker := _who_asks(speakers, unknown)):
        roles.by_label[asker.label] = "facilitator" if _is_group(speakers, attributes) else "interviewer"
        roles.warnings.append(("interviewer_guessed", {"speaker": asker.label}))
        leads = [asker.label]
    others = [speaker for speaker in speakers if speaker.label not in leads]
    group = len(others) > 2 or (len(others) > 1 and _is_group(speakers, attributes, roles))
    for speaker in others:
        own = roles.by_label[speaker.label]
        if words.key(speaker.label) in stated:
            continue
        if own is None and (leads or asked) and not _is_crowd(speaker.label):
            roles.by_label[speaker.label] = own = _letter_role(speaker.label) or "respondent"
        if own == "respondent" and group:
            roles.by_label[speaker.label] = "participant"
        elif own == "participant" and len(others) == 1:
            roles.by_label[speaker.label] = "respondent"
    left = [label for label, role in roles.by_label.items() if role is None and not _is_crowd(label)]
    if left and not (leads or asked):
        roles.warnings.append(("roles_unknown", {"speakers": ", ".join(left)}))
    return roles


def _certain(label: str, stated: Mapping[str, Role], named: Mapping[str, Role]) -> Role | None:
    key = words.key(label)
    part = words.part(label)
    return stated.get(key) or named.get(key) or (words.PARTS[part] if part else None)


def _letter_role(label: str) -> Role | None:
    found = re.fullmatch(r"([dpkm])[ _-]?\d+", words.key(label))
    return words.NUMBERED[found.group(1)] if found else None


def _is_crowd(label: str) -> bool:
    return words.part(label) in words.CROWD


def _is_group(speakers: list[Speaker], attributes: Mapping[str, str], roles: Roles | None = None) -> bool:
    stated = " ".join(attributes.get(column, "") for column in ("typ", "type", "metod", "method"))
    facilitated = roles is not None and "facilitator" in roles.by_label.values()
    return len(speakers) > 3 or facilitated or _GROUP.search(stated) is not None


def _who_asks(speakers: list[Speaker], unknown: list[Speaker]) -> Speaker | None:
    """The one who asks, when nobody else does: in two turns of five, and twice as often as the others."""
    if not unknown:
        return None
    asker = max(unknown, key=lambda speaker: speaker.asks)
    others = [speaker for speaker in speakers if speaker is not asker]
    clearly = asker.asks >= 0.4 and all(asker.asks >= 2 * other.asks for other in others)
    return asker if clearly and asker.questions >= 2 else None
