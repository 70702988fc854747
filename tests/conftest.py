"""Small coded sources and small studies for every test: real Docs of the real pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from qualcode.codebook.model import Code, Codebook
from qualcode.transcript import Piece, assemble

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# How fast a machine is never decides a test.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

TWO_CODES = """\
title: Två koder
codes:
  - id: jobb
    name: Jobb
    definition: Arbete som försörjning.
    color: "#2f6f9f"
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


@pytest.fixture(scope="session", autouse=True)
def state_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The kept Prefect server of the tests is not the user's, and none is left when they are done."""
    from qualcode import prefect_server

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE", str(tmp_path_factory.mktemp("state")))
        patch.delenv("PREFECT_API_URL", raising=False)
        yield
        prefect_server.stop()


@pytest.fixture
def small_study(tmp_path: Path) -> Path:
    """The folder of a study with two codes and three sources."""
    folder = tmp_path / "studie"
    for name in ("corpus", "codebook"):
        (folder / name).mkdir(parents=True)
    (folder / "study.yaml").write_text("title: Liten studie\n", "utf-8")
    (folder / "codebook" / "forstudie.yaml").write_text(TWO_CODES, "utf-8")
    said = {
        "anna": "Jag har sökt jobb i två år. Det är tungt att vänta.",
        "bilal": "På kvällen är jag rädd vid tunnelbanan. Ingen annan går där.",
        "cecilia": "Vi odlar tomater på gården. Barnen vattnar.",
    }
    for name, words in said.items():
        text = f"Intervjuare: Hur är det att bo här?\n{name.title()}: {words}\n"
        (folder / "corpus" / f"{name}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def two_codes() -> str:
    """A codebook with two codes, as a file has it; further codes can be written after them."""
    return TWO_CODES


@pytest.fixture
def small_codebook() -> Codebook:
    """Two themes, one of them with two subcodes."""
    return Codebook(
        title="Liten kodbok",
        codes=(
            Code(id="trygghet", name="Trygghet", definition="Trygghet på platsen.", color="#1b7f79"),
            Code(id="belysning", name="Belysning", definition="Ljus och mörker.", parent="trygghet"),
            Code(id="vuxna", name="Vuxna ute", definition="Vuxna som rör sig ute.", parent="trygghet"),
            Code(id="jobb", name="Jobb & försörjning", definition="Arbete.", color="#c8553d"),
        ),
    )


@pytest.fixture(scope="session")
def one_sentence_segments() -> Language:
    """A pipeline whose segments are single sentences."""
    import spacy

    nlp = spacy.blank("sv")
    nlp.add_pipe("qualcode_segments", config={"sentences": 1})
    return nlp


@pytest.fixture
def coded_doc(one_sentence_segments: Language) -> Callable[..., Doc]:
    """Makes a coded Doc: ``coded_doc(name, pieces, {segment number from 1: {code id: score or fields}})``.

    A segment is a sentence; interviewers and headings are not coded.
    """
    from dataclasses import replace

    from qualcode import carrier

    def make(
        name: str,
        pieces: Sequence[Piece],
        codings: dict[int, dict[str, Any]] | None = None,
        attributes: dict[str, str] | None = None,
    ) -> Doc:
        transcript = assemble(name, list(pieces), data=name.encode())
        doc = carrier.doc_of(replace(transcript, attributes=attributes or {}), one_sentence_segments)
        usual = {"coder": "rules", "score": 0.9, "threshold": 0.5}
        records = [
            carrier.CodingRecord(
                segment=segment - 1,
                code=code,
                **{**usual, **(said if isinstance(said, dict) else {"score": said})},
            )
            for segment, codes in sorted((codings or {}).items())
            for code, said in codes.items()
        ]
        carrier.set_codings(doc, records, codebook="f1ngerprint")
        return doc

    return make
