"""What a code still needs before training and the gate can say something of it."""

from __future__ import annotations

import pytest

from qualcode.gate.settings import Gate, GateOfCode
from qualcode.reviewing import need_of
from qualcode.sampling.size import for_kappa

GATE = Gate(segments=50, codes={"jobb": GateOfCode(segments=80)})


def test_nothing_is_said_of_an_interval_while_the_share_is_unknown() -> None:
    for blind_yes, blind in ((0, 0), (0, 30), (30, 30)):
        need = need_of("a", yes=0, no=0, blind_yes=blind_yes, blind=blind, population=900, gate=GATE)
        assert (need.width, need.width_after) == (None, None)
        assert (need.yes, need.no, need.gate) == (10, 10, 50 - blind)


def test_more_segments_make_the_interval_narrower_as_the_sample_size_says() -> None:
    need = need_of("a", yes=30, no=4, blind_yes=12, blind=60, population=900, gate=GATE)
    assert (need.yes, need.no, need.gate) == (0, 6, 0)
    assert need.width is not None and need.width_after is not None and need.width_after < need.width
    assert for_kappa(need.width_after, 900, 12 / 60) == pytest.approx(110, abs=1)


def test_a_code_can_have_a_gate_of_its_own_and_a_small_study_is_judged_whole() -> None:
    need = need_of("jobb", yes=0, no=0, blind_yes=5, blind=60, population=900, gate=GATE)
    assert need.gate == 20
    whole = need_of("jobb", yes=0, no=0, blind_yes=5, blind=70, population=70, gate=GATE)
    assert (whole.gate, whole.width_after) == (0, None)
