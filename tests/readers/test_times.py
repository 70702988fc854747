"""Which digits are a recording's times."""

import pytest

from qualcode.readers import times


@pytest.mark.parametrize(
    ("clock", "seconds"),
    [("01:02", 62.0), ("1:02:03", 3723.0), ("00:01:02,500", 62.5), ("00:01:02-3", 62.3), ("90:12", 5412.0)],
)
def test_clocks_are_seconds(clock, seconds):
    assert times.seconds(clock) == seconds


@pytest.mark.parametrize("clock", ["12:75", "1:75:00"])
def test_what_no_clock_shows_is_no_time(clock):
    assert times.seconds(clock) is None


def test_stamps_within_text_are_taken_out_with_one_space():
    assert times.within("Jag [00:01:02] gick #00:01:05-0# hem [paus].") == "Jag gick hem [paus]."


def test_bare_times_on_every_line_are_stamps_and_an_agenda_is_none(read):
    stamped = read("\n".join(f"00:0{n}:1{n} sa någon nummer {n}." for n in range(7)))
    assert [turn.begins for turn in stamped.turns][:2] == [10.0, 71.0]
    assert stamped.text.startswith("sa någon")
    agenda = read("\n".join(f"1{n}:15 fika nummer {n}" for n in range(7)))
    assert agenda.text.startswith("10:15 fika")
    assert {turn.begins for turn in agenda.turns} == {None}
