"""What was found in one source, by where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from qualcode.deidentify.found import Found


@dataclass(slots=True)
class Findings:
    """What was found in one source.

    Attributes:
        text: Stretches of its text, in order.
        labels: For each speaker's label, stretches of the label.
        sections: For each heading that turns stand under, stretches of it.
        attributes: For each column, stretches of its value.
        responses: For each column of a table of responses and each value in it, stretches of the value.
        name: Stretches of the source's name.
        looks: What looks like a name in the text and was not taken for one.
    """

    text: list[Found] = field(default_factory=list)
    labels: dict[str, list[Found]] = field(default_factory=dict)
    sections: dict[str, list[Found]] = field(default_factory=dict)
    attributes: dict[str, list[Found]] = field(default_factory=dict)
    responses: dict[tuple[str, str], list[Found]] = field(default_factory=dict)
    name: list[Found] = field(default_factory=list)
    looks: list[Found] = field(default_factory=list)

    def all(self) -> Iterator[Found]:
        """All stretches; participants first."""
        for part in (self.attributes, self.responses, self.labels):
            for found in part.values():
                yield from found
        yield from self.name
        yield from self.text
        for found in self.sections.values():
            yield from found
