"""A few coded sources to search, one of them in English."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from qualcode import coded
from qualcode.coded import CodedSource
from qualcode.search import SearchIndex
from qualcode.transcript import Piece

if TYPE_CHECKING:
    from spacy.tokens import Doc


@pytest.fixture
def sources(coded_doc: Callable[..., Doc]) -> list[CodedSource]:
    anna = [
        Piece("Känner du dig trygg här, Anna?", speaker="Fråga", role="interviewer", begins=0.0),
        Piece(
            "Tryggheten är det viktigaste. Otrygghet är något annat.",
            speaker="Anna",
            role="respondent",
            begins=4.0,
        ),
        Piece(
            "Vi har trygghetsvandringar 👩‍👩‍👧 varje höst med polisen.",
            speaker="Anna",
            role="respondent",
            begins=9.5,
        ),
    ]
    bo = [
        Piece(
            "De håller öppna, eh, möten om hela upphandlingen.", speaker="Bo", role="participant", begins=1.0
        ),
        Piece("Ett öppet möte om tryggheten hade räckt.", speaker="Cia", role="participant", begins=2.0),
        Piece("EU är långt borta. Eu är inget ord.", speaker="Bo", role="participant", begins=3.0),
    ]
    report = [Piece("The jobs were many, and a job is a job.", speaker="Dan", role="respondent", begins=0.0)]
    return coded.sources(
        [
            coded_doc("anna.txt", anna, {2: {"trygghet": 0.9}, 4: {"vuxna": 0.8}}, {"plats": "Fittja"}),
            coded_doc("bo.txt", bo, {1: {"jobb": 0.7}}, {"plats": "Alby"}),
            coded_doc("report.txt", report, {}, {}),
        ]
    )


@pytest.fixture
def index(sources: list[CodedSource]) -> SearchIndex:
    return SearchIndex(sources, {"report.txt": "en"})
