"""A small study in which people mean something that the codebook's examples do not show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from qualcode import coded
from qualcode.decisions import Decision, append
from qualcode.decisions.decision import text_hash
from qualcode.job import Job
from qualcode.study import Study

JOBB = (
    "Han fick {} på lagret i våras.",
    "Det finns {} i hamnen om man letar.",
    "Min syster sökte {} hela hösten.",
    "Utan {} blir dagarna långa.",
)
GIG = ("ett pass", "en timanställning", "några skift", "ett knäck", "ett påhugg")
"""Words for work that neither examples nor rules of the codebook have."""
OTHER = (
    "Vi odlar {} på gården bakom huset.",
    "Barnen ville ha {} till mellanmål.",
    "Hon målade {} på väggen i trappan.",
    "Han fick {} av sin mormor i våras.",
)
THINGS = ("tomater", "en blå båt", "två äpplen", "solrosor", "en gul sol")
RAEDD = ("Jag är rädd vid {} om kvällen.", "Det känns otryggt vid {} nu.")
PLACES = ("torget", "tunneln", "stationen", "parken", "skolan")


def _said(source: int) -> list[tuple[str, str]]:
    """What one person says, with the code that people give it."""
    found = []
    for turn in range(12):
        pick = (source * 7 + turn * 3) % 5
        if turn % 3 == 0:
            found.append((JOBB[(source + turn) % 4].format(GIG[pick]), "jobb"))
        elif turn % 3 == 1:
            found.append((OTHER[(source + turn) % 4].format(THINGS[pick]), ""))
        else:
            found.append((RAEDD[(source + turn) % 2].format(PLACES[pick]), "trygghet"))
    return found


@dataclass
class Coded:
    """A study whose segments people have coded.

    Attributes:
        root: Its folder.
        spoken: Everything that the people interviewed say.
    """

    root: Path
    spoken: list[str]

    @property
    def study(self) -> Study:
        """As its settings are now."""
        return Study.open(self.root)

    def settings(self, text: str) -> None:
        """Writes study.yaml."""
        (self.root / "study.yaml").write_text(text, "utf-8")

    def decide(self, coder: str, origin: str, judge: Callable[[str, str], dict[str, str]]) -> None:
        """Has a person judge every segment.

        Args:
            coder: Who.
            origin: How the segments came before them.
            judge: What they say (``yes``, ``no``) by code, of a source and a segment.
        """
        job = Job(self.study)
        said = []
        for name in job.sources:
            job.read(name)
            job.annotate(name)
            view = coded.source(job.source(name).doc())
            for segment in view.segments:
                for code, judgement in judge(name, segment.text).items() if segment.coded else ():
                    place = (segment.start, segment.end, segment.text)
                    made = "2026-03-01T09:00:00Z"
                    said.append(
                        Decision(name, text_hash(view.text), *place, code, judgement, coder, made, origin)
                    )
        append(self.root / "codings", said)

    def mark(self, coder: str, origin: str) -> None:
        """Has a person mark what rightly has a code, and nothing else."""
        self.decide(coder, origin, lambda source, text: {c: v for c, v in right(text).items() if v == "yes"})


def right(text: str) -> dict[str, str]:
    """What people rightly say of a segment."""
    jobb = any(word in text for word in GIG)
    return {
        "jobb": "yes" if jobb else "no",
        "trygghet": "yes" if "rädd" in text or "otrygg" in text else "no",
    }


def make(root: Path, codebook: str, n_sources: int = 5) -> Coded:
    """Writes the study without any codings."""
    (root / "corpus").mkdir(parents=True)
    (root / "codebook").mkdir()
    (root / "codebook" / "forstudie.yaml").write_text(codebook, "utf-8")
    (root / "study.yaml").write_text("title: Prov\n", "utf-8")
    spoken = []
    for number in range(n_sources):
        lines = []
        for text, _ in _said(number):
            lines += ["Intervjuare: Berätta mer om det.", f"Anna: {text}"]
            spoken.append(text)
        (root / "corpus" / f"källa-{number}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return Coded(root, spoken)


CODEBOOK = """\
title: Två koder
codes:
  - id: jobb
    name: Jobb
    definition: Arbete som försörjning.
    examples:
      positive: [Jag söker jobb varje dag., Det finns inga jobb här., Hon fick anställning på ett lager.]
      negative: [Vädret är fint i dag., Vi åt lunch på torget.]
    rules: [{words: [jobb, anställning]}]
  - id: trygghet
    name: Trygghet
    definition: Att känna sig trygg.
    examples:
      positive: [Jag vågar inte gå ut på kvällen., Det känns otryggt vid torget., Där är jag rädd.]
      negative: [Vi läste en bok., Maten var god.]
    rules: [{words: [rädd, otrygg]}]
"""


@pytest.fixture
def uncoded(tmp_path: Path) -> Coded:
    """A study that nobody has coded."""
    return make(tmp_path / "studie", CODEBOOK)


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Coded, object]]:
    """A study that Eva has coded, and what training on four of its five sources came to."""
    from qualcode.training.teaching import teach

    found = make(tmp_path_factory.mktemp("lärd") / "studie", CODEBOOK)
    found.decide("Eva", "random:ett", lambda source, text: right(text))
    found.settings("training: {wish: f1, wishes: {trygghet: 'precision>=0.9'}}\n")
    yield found, teach(found.study, "prov", test=["källa-4.txt"])
