"""What came in of each source: who speaks, how much, when, under which headings; and what did not come in."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from qualcode.errors import Place, SettingsError, SourceError
from qualcode.importing.doubts import Doubt, doubts
from qualcode.importing.masked import is_private, masked

if TYPE_CHECKING:
    from qualcode.readers.lines import Warned
    from qualcode.study import Study
    from qualcode.transcript import Role, Transcript

# What a warning says was left out of a source, rather than how it was read.
LEFT_OUT = frozenset({"hidden_text", "line_numbers", "pictures", "page_furniture", "pages_without_text"})
_BINARY = (b"PK\x03\x04", b"%PDF", b"{\\rtf")
_SAYS_ITS_OWN = frozenset({".docx", ".odt", ".pdf", ".rtf", ".xlsx", ".eaf", ".xml"})


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker: label, guessed or stated role, and how much is said."""

    label: str
    role: Role | None
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """A source that came in.

    Attributes:
        name: Its path below ``corpus/``.
        encoding: What a text file was read as; empty for other formats.
        transcript: What is in it.
        doubts: Labels that a person may see otherwise.
        private: The study is de-identified: nobody's words are shown.
    """

    name: str
    encoding: str
    transcript: Transcript
    doubts: tuple[Doubt, ...] = ()
    private: bool = False

    @property
    def format(self) -> str:
        """Its suffix."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def voices(self) -> list[Voice]:
        """Its speakers in the order in which they first speak."""
        found: dict[str, Voice] = {}
        for turn in self.transcript.turns:
            if turn.kind == "speech" and turn.speaker:
                before = found.get(turn.speaker, Voice(turn.speaker, turn.role, 0, 0))
                words = before.words + len(self.transcript.words(turn).split())
                found[turn.speaker] = Voice(turn.speaker, turn.role, before.turns + 1, words)
        return list(found.values())

    @property
    def kinds(self) -> Counter[str]:
        """How many turns, notes, paragraphs … there are, the most first."""
        return Counter(dict(Counter(turn.kind for turn in self.transcript.turns).most_common()))

    @property
    def sections(self) -> list[tuple[tuple[str, ...], int]]:
        """Headings, and how much stands right under each."""
        under = Counter(turn.section for turn in self.transcript.turns if turn.kind != "heading")
        headings = dict.fromkeys(turn.section for turn in self.transcript.turns if turn.section)
        return [(section, under[section]) for section in headings]

    @property
    def times(self) -> tuple[float, float, int] | None:
        """Seconds of the first and the last time, and how many turns have one; nothing without any."""
        timed = [turn for turn in self.transcript.turns if turn.begins is not None]
        if not timed:
            return None
        last = max(turn.begins if turn.ends is None else turn.ends for turn in timed)
        return min(turn.begins for turn in timed), last, len(timed)

    @property
    def left_out(self) -> list[Warned]:
        """What was left out."""
        return [one for one in self.transcript.warnings if _is_left_out(one[0])]

    @property
    def warnings(self) -> list[Warned]:
        """What else a researcher should know."""
        return [one for one in self.transcript.warnings if not _is_left_out(one[0])]


@dataclass(slots=True)
class Intake:
    """What came in of a corpus.

    Attributes:
        sources: What came in, in the order of the names.
        problems: Why the others did not.
        warnings: What a researcher should know of the corpus as a whole.
    """

    sources: list[Arrived] = field(default_factory=list)
    problems: list[SourceError] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)

    @property
    def exit_status(self) -> int:
        """0; 3 where some sources did not come in, 7 where none did."""
        if not self.sources:
            return 7
        return SourceError.exit_status if self.problems else 0


def take_in(
    study: Study, only: str | None = None, *, heard: Callable[[int, int], object] = lambda done, total: None
) -> Intake:
    """Reads the corpus, or one source of it, and changes nothing.

    Args:
        study: The study.
        only: A source's name, or as much of it as no other source has.
        heard: Called with how many sources are read, and how many there are.

    Raises:
        SettingsError: no source is called ``only``, or ``metadata.csv`` is not valid.
    """
    from qualcode import corpus

    found = corpus.survey(study)
    intake = Intake(problems=found.problems, warnings=found.warnings)
    names = list(found.sources)
    if only is not None:
        refused = [str(problem.where.path) for problem in found.problems if problem.where]
        name = _called(only, study, [*names, *refused])
        names = [name] if name in found.sources else []
        intake.problems = [one for one in found.problems if one.where and str(one.where.path) == name]
        intake.warnings = [one for one in found.warnings if one[1].get("source") == name]
    for number, name in enumerate(names, 1):
        try:
            intake.sources.append(_arrived(study, name, found.sources[name], found.attributes[name]))
        except SourceError as error:
            intake.problems.append(error)
        except Exception as error:
            # One file that nobody has foreseen must not hide the others.
            kind = type(error).__name__
            intake.problems.append(SourceError("unexpected", where=Place(name), kind=kind))
        heard(number, len(names))
    return intake


def _arrived(study: Study, name: str, path: Path, attributes: dict[str, str]) -> Arrived:
    from qualcode import readers
    from qualcode.readers.text import encoding_of

    settings = study.source_settings(name)
    examined = readers.examine(path, name, settings, attributes)
    encoding = ""
    if path.suffix.lower() not in _SAYS_ITS_OWN and not examined.data.startswith(_BINARY):
        encoding = encoding_of(examined.data, settings.encoding)
    if is_private(study):
        return Arrived(name, encoding, masked(examined.transcript), private=True)
    return Arrived(name, encoding, examined.transcript, tuple(doubts(examined)))


def _called(wanted: str, study: Study, names: list[str]) -> str:
    """The source that a person means.

    Raises:
        SettingsError: none is called so, or several are.
    """
    folder = f"{study.settings.folders.corpus}/"
    key = _key(wanted.replace("\\", "/").removeprefix("./").removeprefix(folder))
    for fits in (
        lambda name: name == key,
        lambda name: PurePosixPath(name).name == key,
        lambda name: name.rpartition(".")[0] == key or PurePosixPath(name).stem == key,
        lambda name: key in name,
    ):
        found = [name for name in names if fits(_key(name))]
        if len(found) == 1:
            return found[0]
        if found:
            raise SettingsError(
                f"{wanted} may be any of {len(found)} sources.", remedy=f"Say which: {', '.join(found)}."
            )
    near = get_close_matches(key, names, n=3, cutoff=0.5) or names[:5]
    remedy = f"Did you mean {', '.join(near)}?" if near else "The folder has no sources."
    raise SettingsError(f"no source is called {wanted}.", where=Place(study.corpus), remedy=remedy)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _is_left_out(key: str) -> bool:
    return key.endswith("_left_out") or key in LEFT_OUT
