"""What the page's scripts are given."""

from __future__ import annotations

from qualcode.report import material
from qualcode.result import Run


def _words(text: str, start: int, end: int) -> str:
    """``text.slice(start, end)`` as JavaScript has it: offsets count UTF-16 units."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_every_segment_is_found_in_its_sources_text(run: Run, hostile_run: Run) -> None:
    for each in (run, hostile_run):
        for given, source in zip(material.of_run(each)["sources"], each.sources, strict=True):
            limits = zip(given["segments"]["start"], given["segments"]["end"], strict=True)
            assert [_words(given["text"], *limit) for limit in limits] == [s.text for s in source.segments]


def test_offsets_after_an_emoji_count_as_javascript_counts() -> None:
    at = material.units("😀 ja")
    assert [at(0), at(1), at(2), at(4)] == [0, 2, 3, 5]
    assert material.units("å ja")(4) == 4


def test_quotes_name_the_segments_that_they_span_and_their_context(run: Run) -> None:
    data = material.of_run(run)
    interview = data["sources"][1]
    quotes = interview["quotes"]
    number = [data["codes"]["id"][code] for code in quotes["code"]].index("trygghet")
    assert (quotes["first"][number], quotes["last"][number]) == (1, 2)
    after = _words(interview["text"], interview["segments"]["end"][2], quotes["after"][number])
    assert after.strip() == "Jag fick jobb i våras."
    question = _words(interview["text"], quotes["question"][number], quotes["questionEnd"][number])
    assert question == "Hur är det att gå hem på kvällen?"


def test_reasons_stand_with_each_coding(run: Run) -> None:
    data = material.of_run(run)
    codings = data["sources"][1]["codings"]
    by_code = {
        data["codes"]["id"][code]: number
        for number, (segment, code) in enumerate(zip(codings["segment"], codings["code"], strict=True))
        if segment == 1
    }
    dark, theme = by_code["belysning"], by_code["trygghet"]
    rule, matched = codings["rules"][dark][0]
    assert (data["rules"][rule], matched) == ("mörker", "mörkt")
    assert data["texts"][codings["nearest"][dark]] == "Det är becksvart bakom skolan."
    assert (codings["model"][dark], codings["threshold"][dark]) == (0.81, 0.5)
    assert data["codes"]["id"][codings["implied"][theme]] == "belysning"


def test_codes_point_to_the_code_above_them(run: Run) -> None:
    codes = material.of_run(run)["codes"]
    assert codes["id"] == ["trygghet", "belysning", "vuxna", "jobb"]
    assert codes["parent"] == [-1, 0, 0, -1]
    assert codes["path"][1] == "Trygghet › Belysning"
