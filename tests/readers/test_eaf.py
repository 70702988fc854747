"""ELAN's files: who says what when, and which tiers are something else."""

import pytest

from qualcode import readers
from qualcode.errors import SourceError
from qualcode.study import SourceSettings


def tier(name, *said, kind="utt", parent="", person=""):
    """A tier of annotations ``(id, begin, end, text)``, or ``(id, the annotation above, text)``."""
    rows = []
    for identity, *place, text in said:
        if len(place) == 2:
            slots = " ".join(f'TIME_SLOT_REF{n}="t{at}"' for n, at in enumerate(place, 1))
            rows.append(f'<ALIGNABLE_ANNOTATION ANNOTATION_ID="{identity}" {slots}><ANNOTATION_VALUE>{text}'
                        "</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>")  # fmt: skip
        else:
            rows.append(f'<REF_ANNOTATION ANNOTATION_ID="{identity}" ANNOTATION_REF="{place[0]}"><ANNOTATION_VALUE>'  # noqa: E501
                        f"{text}</ANNOTATION_VALUE></REF_ANNOTATION>")  # fmt: skip
    above = f' PARENT_REF="{parent}"' if parent else ""
    annotations = "".join(f"<ANNOTATION>{row}</ANNOTATION>" for row in rows)
    about = f'TIER_ID="{name}" LINGUISTIC_TYPE_REF="{kind}" PARTICIPANT="{person}"{above}'
    return f"<TIER {about}>{annotations}</TIER>"


def document(*tiers, units="milliseconds", times=range(0, 10_000, 500)):
    slots = "".join(f'<TIME_SLOT TIME_SLOT_ID="t{time}" TIME_VALUE="{time}"/>' for time in times)
    return (
        f'<ANNOTATION_DOCUMENT><HEADER MEDIA_FILE="" TIME_UNITS="{units}">'
        '<MEDIA_DESCRIPTOR MEDIA_URL="file:///etc/passwd"/></HEADER>'
        f"<TIME_ORDER>{slots}</TIME_ORDER>{''.join(tiers)}</ANNOTATION_DOCUMENT>"
    )


@pytest.fixture
def spoken(read):
    def spoken(content, **rest):
        transcript = read(content, "a.eaf", **rest)
        return [(t.speaker, t.begins, t.ends, transcript.words(t)) for t in transcript.turns]

    return spoken


def test_tiers_of_speakers_are_put_in_the_order_of_time(files):
    transcript = readers.read(files / "pympi.eaf", "pympi.eaf")
    assert [(t.speaker, t.begins, t.ends, transcript.words(t)) for t in transcript.turns] == [
        ("Lovisa", 5.0, 8.0, "Hej Goran! Hur länge har du bott i Fittja?"),
        ("Goran", 9.5, 12.0, "Alltså så här: det blir väl tio år."),
        ("Lovisa", 11.0, 11.4, "Mm."),
        ("Goran", 12.0, 14.25, "Kl. 12:30 går jag hem."),
    ]
    assert ("tiers_left_out", {"tiers": "Lovisa-en, Gester", "count": "2"}) in transcript.warnings


def test_words_below_a_tier_that_only_numbers_utterances_are_what_is_said(spoken):
    found = spoken(
        document(
            tier("ref@A", ("a1", 0, 500, "A.001"), ("a2", 1000, 1500, "A.002"), person="Åsa"),
            tier("tx@A", ("b1", "a1", "Hej på dig."), ("b2", "a2", "Hur är det?"), parent="ref@A", kind="tx"),
            tier("ft@A", ("c1", "b1", "Hello."), parent="tx@A", kind="ft"),
        )
    )
    assert found == [("Åsa", 0.0, 1.5, "Hej på dig. Hur är det?")]


def test_a_single_tier_without_a_person_may_have_labels_in_its_text(spoken):
    said = [
        ("a1", 0, 500, "Anna: Hur är det?"),
        ("a2", 500, 1000, "Omar: Bra."),
        ("a3", 1000, 1500, "Anna: Och nu?"),
    ]
    found = spoken(document(tier("default", *said, ("a4", 1500, 2000, "Omar: Jo &amp; ja."))))
    assert [(who, words) for who, *_, words in found] == [
        ("Anna", "Hur är det?"),
        ("Omar", "Bra."),
        ("Anna", "Och nu?"),
        ("Omar", "Jo & ja."),
    ]


def test_the_study_may_name_the_tiers(spoken):
    content = document(
        tier("A", ("a1", 0, 500, "Hej.")), tier("Anteckning", ("a2", 500, 1000, "Han tvekar."))
    )
    settings = SourceSettings(labels=("Anteckning",))
    assert spoken(content, settings=settings) == [("Anteckning", 0.5, 1.0, "Han tvekar.")]


def test_frames_are_counted_as_their_system_has_them(spoken):
    content = document(tier("A", ("a1", 0, 500, "Hej.")), units="PAL-frames")
    assert spoken(content) == [("A", 0.0, 20.0, "Hej.")]


def test_times_that_are_missing_or_negative_lose_no_word(spoken):
    content = document(
        tier("A", ("a1", 0, 500, "Hej"), ("a2", 99, -1, "du."), ("a3", 500, 1000, "Ja.")), times=[0, 500, -1]
    )
    assert [words for *_, words in spoken(content)] == ["Hej du. Ja."]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><ANNOTATION_DOCUMENT>&b;</ANNOTATION_DOCUMENT>', "unsafe_xml"),
        ("<TEI/>", "wrong_format"),
        ("bara text", "wrong_format"),
        (document(tier("A", ("a1", 0, 500, "Hej.")))[:-30], "truncated"),
        ("<ANNOTATION_DOCUMENT><TIER></ANNOTATION_DOCUMENT>", "damaged"),
        (document(tier("A")), "no_words"),
    ],
)
def test_what_is_no_annotation_is_refused(read, content, reason):
    with pytest.raises(SourceError) as caught:
        read(content, "a.eaf")
    assert caught.value.reason == reason
