"""A study at the review desk: its newest run, what people say of it, and what they do next."""

from __future__ import annotations

import gc
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode import runfolder
from qualcode.argument import choices
from qualcode.decisions import ledger
from qualcode.desk import acts, stances
from qualcode.desk.claims import Claims
from qualcode.desk.finding import Finder
from qualcode.desk.line import Line
from qualcode.desk.material import Material
from qualcode.desk.seen import Seen
from qualcode.desk.voices import Voices
from qualcode.errors import QualcodeError
from qualcode.namedrun import named_run
from qualcode.study import Study

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.argument.choices import Choice
    from qualcode.decisions.decision import Decision
    from qualcode.desk.material import Numbers

MOST_UNDONE = 200
"""So many acts of each reviewer can be undone, the last one first."""


@dataclass(frozen=True)
class View:
    """A run with what is said of it."""

    material: Material
    voices: Voices
    claims: Claims
    line: Line
    finder: Finder

    @property
    def version(self) -> int:
        """Grows whenever something was said or chosen."""
        return self.voices.version + self.claims.version


@dataclass(frozen=True)
class Done:
    """An act whose decisions are on the disk.

    Attributes:
        kind: What was done.
        rows: What was added.
        before: What held before of the same, row for row.
        quote: Id of the quote that was open.
        undone: What was undone, if that is what was done.
    """

    kind: str
    rows: tuple[Decision, ...]
    before: tuple[Decision | None, ...]
    quote: str = ""
    undone: Done | None = None


@dataclass(frozen=True)
class Chosen:
    """What was chosen of a quote under a claim, and is on the disk.

    Attributes:
        kind: What was done.
        rows: What was added.
        before: What held before of the same stretches and claim.
        after: What held right after.
        quote: Id of the quote that was open.
        undone: What was undone, if that is what was done.
    """

    kind: str
    rows: tuple[Choice, ...]
    before: tuple[Choice, ...]
    after: tuple[Choice, ...]
    quote: str = ""
    undone: Chosen | None = None


class Desk:
    """Everything behind the page. What is asked of it at once is answered one after the other.

    Args:
        study: The study.
        run: Name of the run to review; the newest one, also when there is a newer one later, without it.

    Attributes:
        failed: Name of a newer run that cannot be reviewed; empty if there is none.
        former: What the page's numbers meant in runs that were shown before, by the run's name.

    Raises:
        OutputError: the run cannot be reviewed.
        SettingsError: there is no run, or none of that name.
    """

    def __init__(self, study: Study, run: str = "") -> None:
        self.study, self._pinned = study, "" if run == runfolder.LATEST else run
        self._lock = threading.RLock()
        self._reading = threading.Lock()
        self.failed = ""
        self.former: dict[str, Numbers] = {}
        self._undo: dict[str, list[Done | Chosen]] = defaultdict(list)
        self.seen = Seen(study.private)
        self._view = self._read(named_run(study, self._pinned))

    @contextmanager
    def view(self) -> Iterator[View]:
        """The run with what is said of it now, for as long as something is asked of it."""
        with self._lock:
            self._view.voices.refresh()
            self._view.claims.refresh()
            yield self._view

    def coming(self) -> Path | None:
        """The newest run's folder, if that is another run than the one that is shown and can be taken up."""
        folder = None if self._pinned else runfolder.latest(self.study)
        return None if folder is None or folder.name in (self._view.material.run, self.failed) else folder

    def follow(self) -> None:
        """Takes up the newest run, if there is one that is newer than that which is shown."""
        folder = self.coming()
        if folder is None:
            return
        if self._reading.acquire(blocking=False):
            threading.Thread(target=self._take_up, args=(folder,), daemon=True).start()

    def _take_up(self, folder: Path) -> None:
        try:
            view = self._read(folder)
            with self._lock:
                self.former[self._view.material.run] = self._view.material.numbers
                self._view, self.study, self.failed = view, view.material.study, ""
        except QualcodeError:
            self.failed = folder.name
        finally:
            self._reading.release()

    def act(self, act: acts.Act, quote: str = "") -> Done:
        """Does what a reviewer asks for, who has some quote open. When it returns, that is on the disk.

        Raises:
            acts.RefusedError: it cannot be done.
            CodingsError: it cannot be written; nothing was.
        """
        with self.view() as view:
            rows = acts.decisions(act, view.material, view.voices)
            before = [view.voices.held(row.coder, _stretch(row), row.code) for row in rows]
            done = Done(act.kind, tuple(rows), tuple(before), quote)
            if rows:
                self._append(rows, view)
                self._remember(act.coder, done)
            return done

    def stand(self, stand: stances.Stand, quote: str = "") -> Chosen:
        """Does what a reviewer asks for under a claim. When it returns, that is on the disk.

        Raises:
            acts.RefusedError: it cannot be done.
            CodingsError: it cannot be written; nothing was.
        """
        with self.view() as view:
            rows = stances.made(stand, view.material, view.claims)
            before = stances.before(rows, view.claims)
            if not rows:
                return Chosen(stand.kind, (), before, before)
            self._choose(rows, view)
            after = stances.before(rows, view.claims)
            chosen = Chosen(stand.kind, tuple(rows), before, after, quote)
            self._remember(stand.person, chosen)
            return chosen

    def undo(self, coder: str) -> Done | Chosen:
        """Undoes a reviewer's last act of this session.

        Raises:
            acts.RefusedError: there is none, or somebody has chosen otherwise since.
            CodingsError: it cannot be written; nothing was.
        """
        with self.view() as view:
            if not self._undo[coder]:
                raise acts.RefusedError("nothing_to_undo")
            done = self._undo[coder][-1]
            if isinstance(done, Chosen):
                return self._undo_choice(coder, done, view)
            last = view.voices.last_made(coder, map(_stretch, done.rows))
            rows = acts.taken_back(done.rows, done.before, acts.time_after(last))
            self._append(rows, view)
            self._undo[coder].pop()
            return Done(done.kind, tuple(rows), (), undone=done)

    def _undo_choice(self, coder: str, chosen: Chosen, view: View) -> Chosen:
        try:
            rows = stances.undone(chosen.rows, chosen.before, chosen.after, view.claims)
        except acts.RefusedError:
            # It never can be undone any more; what was done before it can.
            self._undo[coder].pop()
            raise
        self._choose(rows, view)
        self._undo[coder].pop()
        return Chosen(chosen.kind, tuple(rows), chosen.after, chosen.before, undone=chosen)

    def _remember(self, coder: str, done: Done | Chosen) -> None:
        self._undo[coder] = [*self._undo[coder], done][-MOST_UNDONE:]

    def _choose(self, rows: list[Choice], view: View) -> None:
        choices.add(self.study.root, rows)
        view.claims.refresh()

    def can_undo(self, coder: str) -> int:
        """How many acts a reviewer can undo."""
        return len(self._undo[coder])

    def _append(self, rows: list[Decision], view: View) -> None:
        hashes, texts = view.material.hashes, view.material.texts
        for row in rows:
            # What is undone may be about a text as it was in an earlier run.
            if (
                hashes.get(row.source) == row.text_hash
                and texts[row.source][row.start : row.end] != row.quote
            ):
                raise acts.RefusedError("stretch")
        ledger.append(self.study.codings, rows)
        view.voices.refresh()

    def _read(self, folder: Path) -> View:
        study = Study.open(self.study.root)
        material = Material.of(study, folder)
        voices = Voices(material)
        claims = Claims(material, voices, self._lock)
        view = View(material, voices, claims, Line(material, voices, claims), Finder(material))
        # A run is a million objects that stay: looking through them for garbage would keep reviewers waiting.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        return view


def _stretch(row: Decision) -> tuple[str, int, int]:
    return row.source, row.start, row.end
