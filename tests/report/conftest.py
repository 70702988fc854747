"""Runs of small invented sources, kindly and hostile, and the page of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.codebook.model import Codebook, Examples
from qualcode.errors import Place, SourceError
from qualcode.result import Run
from qualcode.study import Outputs, Settings, Study
from qualcode.transcript import Piece
from qualcode.writers import report

if TYPE_CHECKING:
    from spacy.tokens import Doc

DARK = "Kolmörkt är det, mörkt vid tunneln."
SQUARE = ("Trygghet på torget",)
MODEL = "multilingual-e5-small@614241f"
NEAREST = "Det är becksvart bakom skolan."
WHY_DARK = {
    "rules": [{"rule": "mörker", "matched": "mörkt"}],
    "model": MODEL,
    "model_score": 0.81,
    "nearest": NEAREST,
    "similarity": 0.88,
    "implied_by": None,
}
IMPLIED = {**dict.fromkeys(WHY_DARK), "rules": [], "implied_by": "belysning"}
BOTH = f"rules + {MODEL}"
LONG_WORD = "trygghetsvandringsdeltagar" * 12
HOSTILE = (
    "</script><script>document.title = 'tagen'</script> sade hon.",
    "😀 Han sade \"<!-- nej\" & 'jo' {{ 7 * 7 }} {% raw %} om jobbet.",
    "Sen kom \u202eräd\u202c och \u2028 مرحبا بكم i Fittja.",
    f"Det heter {LONG_WORD} <img src=x onerror=document.title='tagen'>.",
)
"""Sentences as they might stand in a transcript of somebody who means ill, or writes oddly."""


def spoken(speaker: str, text: str, **more: Any) -> Piece:
    """A turn; the interviewer is called I."""
    role = "interviewer" if speaker == "I" else "respondent"
    return Piece(text, speaker=speaker, **{"role": role, **more})


@pytest.fixture
def documents(coded_doc: Callable[..., Doc]) -> list[Doc]:
    """An interview, a focus group and workshop notes; a segment is a sentence."""
    return [
        coded_doc(
            "intervju-1.docx",
            [
                spoken("I", "Hur är det att gå hem på kvällen?", begins=12.0),
                spoken("Amina", f"{DARK} Lamporna är trasiga. Jag fick jobb i våras.", begins=190.0),
                spoken("I", "Var det svårt att få jobbet?"),
                spoken("Amina", "Jag sökte trettio ställen. Sen ringde de."),
            ],
            {
                2: {
                    "trygghet": {"score": 0.92, "coder": BOTH, "why": IMPLIED},
                    "belysning": {"score": 0.92, "coder": BOTH, "why": WHY_DARK},
                },
                3: {"trygghet": 0.7},
                4: {"jobb": 0.95},
                6: {"jobb": 0.55},
            },
            {"grupp": "unga", "plats": "Fittja"},
        ),
        coded_doc(
            "fokusgrupp-2.vtt",
            [
                Piece(*SQUARE, kind="heading"),
                spoken("Samir", "Vakterna ger jobb och trygghet. Mörkret är kvar.", section=SQUARE),
                spoken("Birgitta", "Jag går inte ut.", section=SQUARE),
            ],
            {2: {"trygghet": 0.8, "jobb": 0.6}, 4: {"trygghet": 0.65}},
            {"grupp": "föräldrar", "plats": "Alby"},
        ),
        coded_doc(
            "workshop-3.md",
            [Piece("Mer ljus i parken.", kind="note"), Piece("Fika.", kind="note")],
            {1: {"trygghet": 0.9, "belysning": 0.9}},
            {"grupp": "", "plats": "Alby"},
        ),
    ]  # fmt: skip


@pytest.fixture
def run_of(tmp_path: Path, small_codebook: Codebook) -> Callable[..., Run]:
    """Makes a run: ``run_of(documents, codebook=…, language=…, problems=…, warnings=…)``."""

    def make(
        docs: Sequence[Doc], *, codebook: Codebook | None = None, language: str = "sv", **more: Any
    ) -> Run:
        settings = Settings(title="Förstudien", outputs=Outputs(language=language))
        encoder = {"encoder": {"name": "multilingual-e5-small", "revision": "614241f"}}
        study = Study(tmp_path, settings)
        return Run.of_docs(study, codebook or small_codebook, list(docs), id="1", manifest=encoder, **more)

    return make


@pytest.fixture
def run(documents: list[Doc], run_of: Callable[..., Run], tmp_path: Path, small_codebook: Codebook) -> Run:
    """A run with a source that could not be read, and a codebook with definitions on both sides."""
    codes = tuple(
        code.model_copy(
            update={
                "include": ("rädsla ute",),
                "exclude": ("trafiksäkerhet",),
                "examples": Examples(positive=(NEAREST,), negative=("Trygg anställning.",)),
            }
        )
        if code.id == "trygghet"
        else code
        for code in small_codebook.codes
    )
    unread = SourceError("empty", where=Place(tmp_path / "corpus" / "tom.txt"))
    return run_of(
        documents,
        codebook=small_codebook.model_copy(update={"codes": codes}),
        problems=[unread],
        warnings=["intervju-1.docx: två talare heter lika."],
    )


@pytest.fixture
def hostile_run(coded_doc: Callable[..., Doc], run_of: Callable[..., Run], small_codebook: Codebook) -> Run:
    """A run in which everything a person writes tries to be more than text."""
    pieces = [spoken('<b onclick="x">Bo</b>', sentence) for sentence in HOSTILE]
    name = "<img src=x onerror=document.title='tagen'>.txt"
    attributes = {'"><script>': "</script><!--", "plats": "{{ plats }}"}
    found = {"rules": [{"rule": "</script>", "matched": "jobbet"}], "nearest": "<script>1</script>"}
    why = {**WHY_DARK, **found}
    numbers = {piece: {"jobb": {"score": 0.9, "why": why}} for piece in range(1, 5)}
    codes = tuple(
        code.model_copy(update={"name": f"<i>{code.name}</i>", "color": "red}body{display:none"})
        for code in small_codebook.codes
    )
    doc = coded_doc(name, pieces, numbers, attributes)
    codebook = small_codebook.model_copy(update={"codes": codes, "title": "</title><script>"})
    return run_of([doc], codebook=codebook, warnings=["<script>document.title = 'tagen'</script>"])


@pytest.fixture
def page(run: Run, tmp_path: Path) -> str:
    """The report's file, as it was written."""
    return report.write(run, tmp_path)[0].read_text("utf-8")


@pytest.fixture
def large_run(coded_doc: Callable[..., Doc], run_of: Callable[..., Run]) -> Run:
    """10,080 segments in 40 focus groups, 5,040 of them with two codes."""
    sentence = "Det var mörkt vid tunneln när jag gick hem från jobbet i går kväll, och ingen lampa lyste."
    pieces = [
        Piece(" ".join([sentence] * 3), speaker=f"P{turn % 4}", role="participant") for turn in range(84)
    ]
    codes = {number: {"trygghet": 0.8, "jobb": 0.6} for number in range(1, 253, 2)}
    return run_of([coded_doc(f"grupp-{n}.txt", pieces, codes, {"plats": f"p{n % 4}"}) for n in range(40)])
