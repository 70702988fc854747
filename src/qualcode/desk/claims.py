"""The argument's claims at the desk: under which of them a quote stands, as the argumentation's rules suggest
and as people chose.

What is heard by cues and searches takes seconds in much material, so the argumentation is read in the
background, when the desk opens and whenever its file is edited. Choices (:mod:`qualcode.argument.choices`)
are read again whenever somebody, here or in a terminal, has made some. Codings are those that hold now, with
people's decisions before the machine's.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from qualcode.argument import choices, passages
from qualcode.argument.judging import Material as Judged
from qualcode.argument.of_study import file_of
from qualcode.errors import ArgumentError, Place
from qualcode.filestamp import Stamp, stamp

if TYPE_CHECKING:
    from pathlib import Path
    from threading import RLock

    from qualcode.argument.choices import Choice, Held
    from qualcode.argument.hearing import Heard
    from qualcode.argument.model import Argumentation, Claim
    from qualcode.argument.passages import Passage
    from qualcode.argument.people import People
    from qualcode.coded import CodedSource
    from qualcode.decisions.anchors import Placed
    from qualcode.desk.material import Material
    from qualcode.desk.voices import Voices

State = Literal["none", "reading", "ready", "invalid"]


@dataclass(frozen=True)
class Argument:
    """An argumentation, held against a run.

    Attributes:
        argumentation: What it says.
        people: Who is who in the run's sources.
        heard: Cues and searches in their segments.
    """

    argumentation: Argumentation
    people: People
    heard: Heard


@dataclass
class _Known:
    """A source's passages, and what they follow from."""

    argument: Argument
    placed: list[Placed]
    held: list[Held]
    judged: Judged
    passages: dict[str, list[Passage]]


class Claims:
    """A run's passages under each claim, as they stand now.

    Args:
        material: The run.
        voices: What people say of its codes.
        lock: Held by whoever asks.

    Attributes:
        version: Grows whenever anything of this has changed.
        readings: How often the argumentation has been read.
        problem: What is wrong with the argumentation, if it is not valid.
        unreadable_at: Where rows of choices stand that cannot be read.
        open: How many choices have no sure place in the texts.
    """

    def __init__(self, material: Material, voices: Voices, lock: RLock) -> None:
        self._material, self._voices, self._lock = material, voices, lock
        self._path, self._file = file_of(material.study), choices.file_of(material.study.root)
        self._stamp: Stamp | None = None
        self._chosen: tuple[Stamp | None, list[Choice]] = (None, [])
        self._held: dict[str, list[Held]] = {}
        self._argument: Argument | None = None
        self._known: dict[str, _Known] = {}
        self.state: State = "none"
        self.problem: ArgumentError | None = None
        self.unreadable_at: list[Place] = []
        self.version = self.readings = self.open = 0
        self.refresh()

    @property
    def argumentation(self) -> Argumentation | None:
        """The argumentation; nothing as long as there is none that can be used."""
        return self._argument.argumentation if self._argument else None

    def refresh(self) -> None:
        """Notices an edited argumentation and new choices."""
        now = _stamp(self._path)
        if now != self._stamp:
            self._stamp = now
            self.version += 1
            if now is None:
                self._argument, self.state, self.problem = None, "none", None
                self.readings += 1
            else:
                self.state = "reading"
                threading.Thread(target=self._read, args=(now,), daemon=True).start()
        now = _stamp(self._file)
        if now != self._chosen[0]:
            found, problems = choices.read(self._material.study.root)
            self._chosen = now, found
            self.unreadable_at = [each.where for each in problems if each.where]
            self._place()

    def of_source(self, name: str) -> dict[str, list[Passage]]:
        """A source's passages by claim, in the order of the argumentation; none while it is not read."""
        known = self._of(name)
        return known.passages if known else {}

    def judged(self, name: str) -> Judged | None:
        """A source as it is held against claims; nothing while the argumentation is not read."""
        known = self._of(name)
        return known.judged if known else None

    def held(self, source: str) -> list[Held]:
        """Choices that hold, and stand in a source."""
        return self._held.get(source, [])

    def claim(self, id_: str) -> Claim | None:
        """The claim of an id, if there is one."""
        argumentation = self.argumentation
        return argumentation[id_] if argumentation and id_ in argumentation else None

    def all(self) -> list[Choice]:
        """All that was ever chosen, in the order of the file."""
        return self._chosen[1]

    def _place(self) -> None:
        held: dict[str, list[Held]] = defaultdict(list)
        self.open = 0
        for each in choices.place(choices.in_force(self._chosen[1]), self._material.texts):
            if each.placed.spot is None:
                self.open += 1
            else:
                held[each.placed.spot.source].append(each)
        self._held = dict(held)
        self.version += 1

    def _of(self, name: str) -> _Known | None:
        argument = self._argument
        if argument is None:
            return None
        placed, held = self._voices.placed(name), self.held(name)
        known = self._known.get(name)
        if known is None or known.argument is not argument or known.placed != placed or known.held != held:
            source = self._outranked(name)
            judged = Judged(
                argument.argumentation, self._material.codebook, [source], argument.people, argument.heard
            )
            found = {
                claim.id: passages.of_claim(claim, judged, held) for claim in argument.argumentation.claims
            }
            known = self._known[name] = _Known(argument, placed, held, judged, found)
        # The same objects are found equal at once next time.
        known.placed, known.held = placed, held
        return known

    def _outranked(self, name: str) -> CodedSource:
        from qualcode.decisions.agreed import agreed
        from qualcode.decisions.outranking import outrank

        source = self._material.sources[self._material.source_numbers[name]]
        said = [each for several in self._voices.verdicts(name).values() for each in several]
        held = agreed(said, self._material.study.settings.people.disagreement).get(name, {})
        return outrank(source, held, self._voices.placed(name), self._material.codebook)

    def _read(self, since: Stamp) -> None:
        """Reads the argumentation, and finds all passages once, so that nobody waits for that later."""
        from qualcode.argument import hearing, loading
        from qualcode.argument.people import People

        material = self._material
        argument: Argument | None = None
        problem: ArgumentError | None = None
        try:
            argumentation = loading.load(self._path, material.codebook).argumentation
            language_of = {
                source.name: material.study.language_of(source.name) for source in material.sources
            }
            people = People.of(argumentation, material.sources, language_of)
            heard, _ = hearing.hear(argumentation, material.sources, language_of)
            argument = Argument(argumentation, people, heard)
        except ArgumentError as error:
            problem = error
        with self._lock:
            if since != self._stamp:
                return  # it was edited meanwhile, and is being read again
            self._argument, self.problem = argument, problem
            self.state = "ready" if argument else "invalid"
            self.version += 1
            self.readings += 1
        for source in material.sources if argument else ():
            with self._lock:
                if self._argument is not argument:
                    return
                self._of(source.name)


def _stamp(path: Path) -> Stamp | None:
    with suppress(OSError):
        return stamp(path.stat())
    return None
