"""What people said of a study's segments, as labels to learn from."""

from __future__ import annotations

import numpy as np

from qualcode import coded
from qualcode.decisions import decision
from qualcode.decisions.decision import Decision, text_hash
from qualcode.training.gather import test_part as part_of
from qualcode.training.segments import study_segments
from qualcode.transcript import Piece


def _views(coded_doc) -> list[coded.CodedSource]:
    pieces = [
        Piece("Hur är det här?", speaker="I", role="interviewer"),
        Piece(
            "Det är mörkt vid torget. Lamporna är trasiga. Jag söker jobb.", speaker="A", role="respondent"
        ),
    ]
    return [coded.source(coded_doc("anna.txt", pieces))]


def _said(
    view: coded.CodedSource, segment: int, code: str, judgement: str, coder: str, origin: str
) -> Decision:
    here = view.segments[segment]
    place = (here.start, here.end, here.text)
    return Decision(
        view.name, text_hash(view.text), *place, code, judgement, coder, "2026-03-01T09:00:00Z", origin
    )


def _labels(views, said, book, **more):
    return study_segments(views, decision.in_force(said), book, **more)


def test_segments_come_with_what_stands_before_them(coded_doc, small_codebook) -> None:
    found = _labels(_views(coded_doc), [], small_codebook)
    assert found.texts == ("Det är mörkt vid torget.", "Lamporna är trasiga.", "Jag söker jobb.")
    assert found.before == ("Hur är det här?", "Det är mörkt vid torget.", "Lamporna är trasiga.")
    assert np.isnan(found.labels).all() and not found.judged.any()


def test_a_yes_holds_above_and_a_no_below(coded_doc, small_codebook) -> None:
    views = _views(coded_doc)
    said = [
        _said(views[0], 1, "belysning", "yes", "Eva", "random:a"),
        _said(views[0], 3, "trygghet", "no", "Eva", "random:a"),
    ]
    found = _labels(views, said, small_codebook)
    # trygghet, belysning, vuxna, jobb
    assert found.labels[0, :2].tolist() == [1, 1] and np.isnan(found.labels[0, 2:]).all()
    assert found.labels[2, :3].tolist() == [0, 0, 0] and np.isnan(found.labels[2, 3])
    assert found.coders == {"belysning": {"Eva": 1}, "trygghet": {"Eva": 1}}


def test_of_several_people_the_majority_counts_and_a_tie_nobody(coded_doc, small_codebook) -> None:
    views = _views(coded_doc)
    said = [
        _said(views[0], 1, "jobb", judgement, coder, "random:a")
        for coder, judgement in (("Eva", "yes"), ("Ola", "no"), ("Siv", "yes"))
    ]
    assert _labels(views, said, small_codebook).labels[0, 3] == 1
    tied = _labels(views, said[:2], small_codebook)
    assert np.isnan(tied.labels[0, 3]) and tied.disagreed == 1
    assert tied.coders["jobb"] == {"Eva": 1, "Ola": 1}


def test_marks_that_only_say_yes_tell_no_shares(coded_doc, small_codebook) -> None:
    views = _views(coded_doc)
    marks = [_said(views[0], number, "jobb", "yes", "Eva", "import:fil.csv") for number in (1, 2)]
    assert not _labels(views, marks, small_codebook).natural.any()
    both = [*marks, _said(views[0], 3, "jobb", "no", "Eva", "import:fil.csv")]
    assert _labels(views, both, small_codebook).natural[:, 3].all()
    blind = [_said(views[0], 1, "jobb", "yes", "Eva", "random:a")]
    assert _labels(views, blind, small_codebook).natural[0, 3]


def test_sources_that_were_read_whole_say_no_where_they_say_nothing(coded_doc, small_codebook) -> None:
    views = _views(coded_doc)
    marks = [
        _said(views[0], 1, "belysning", "yes", "Eva", "import:fil.csv"),
        _said(views[0], 3, "jobb", "yes", "Eva", "import:fil.csv"),
    ]
    alone = _labels(views, marks, small_codebook)
    assert alone.marks_alone == 2 and not (alone.labels == 0).any()
    found = _labels(views, marks, small_codebook, read_whole=True)
    # trygghet, belysning, vuxna, jobb; Eva never used vuxna.
    assert np.array_equal(found.labels[:, [0, 1, 3]], [[1, 1, 0], [0, 0, 0], [0, 0, 1]])
    assert np.isnan(found.labels[:, 2]).all() and found.natural[:, [0, 1, 3]].all()
    assert found.marks_alone == 0 and found.coders == {"belysning": {"Eva": 1}, "jobb": {"Eva": 1}}


def test_silence_is_one_voice_among_others_and_never_of_blind_coders(coded_doc, small_codebook) -> None:
    views = _views(coded_doc)
    marks = [_said(views[0], 3, "jobb", "yes", "Eva", "import:fil.csv")]
    blind = [_said(views[0], number, "jobb", "yes", "Ola", "random:a") for number in (1, 3)]
    found = _labels(views, [*marks, *blind], small_codebook, read_whole=True)
    assert np.isnan(found.labels[0, 3]) and found.disagreed == 1
    assert found.labels[2, 3] == 1 and found.labels[1, 3] == 0
    later = _said(views[0], 1, "jobb", "yes", "Eva", "review")
    assert _labels(views, [*marks, *blind, later], small_codebook, read_whole=True).labels[0, 3] == 1


def test_what_has_no_place_any_more_is_counted_and_teaches_nothing(coded_doc, small_codebook) -> None:
    views = _views(coded_doc)
    gone = Decision(
        "borta.txt", "0" * 16, 0, 4, "Nej.", "jobb", "yes", "Eva", "2026-03-01T09:00:00Z", "random:a"
    )
    unknown = _said(views[0], 1, "annat", "yes", "Eva", "random:a")
    found = _labels(views, [gone, unknown], small_codebook)
    assert found.lost == 1 and not found.judged.any()


def test_a_random_sample_can_be_the_part_kept_apart(coded_doc, small_codebook) -> None:
    views = _views(coded_doc)
    said = [
        _said(views[0], 1, "jobb", "no", "Eva", "random:facit"),
        _said(views[0], 2, "jobb", "no", "Eva", "review"),
        _said(views[0], 3, "jobb", "yes", "Eva", "uncertain:facit"),
    ]
    found = _labels(views, said, small_codebook)
    assert part_of(found, ["facit"]).tolist() == [True, False, False]
    assert part_of(found, ["anna.txt"]).all()
    assert not part_of(found, []).any()
