"""Who asks and who answers: from labels, metadata and settings, and at last from the questions."""

import pytest

from qualcode.study import SourceSettings


@pytest.fixture
def roles(read):
    def roles(*labels: str, settings=None, attributes=None, rounds: int = 3, asks: bool = True):
        """Role by speaker where the first of the labels asks (or nobody does)."""
        rows = []
        for turn in range(rounds):
            rows.append(
                f"{labels[0]}: {f'Vad tänker du om plats {turn}?' if asks else f'Plats {turn} är bra.'}"
            )
            rows += [f"{label}: Det var bättre förr, på plats {turn}." for label in labels[1:]]
        transcript = read("\n".join(rows), settings=settings, attributes=attributes)
        return {turn.speaker: turn.role for turn in transcript.turns}, dict(transcript.warnings)

    return roles


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("I", "R"), ("interviewer", "respondent")),
        (("Int", "IP1"), ("interviewer", "respondent")),
        (("Q", "A"), ("interviewer", "respondent")),
        (("F", "S"), ("interviewer", "respondent")),
        (("Intervjuare 1", "Fatima"), ("interviewer", "respondent")),
        (("I", "Deltagare"), ("interviewer", "respondent")),
        (("I", "R1", "R2"), ("interviewer", "respondent", "respondent")),
        (("I", "IP1", "IP2", "IP3"), ("interviewer", "participant", "participant", "participant")),
        (("Moderator", "R1", "R2"), ("facilitator", "participant", "participant")),
        (("Samtalsledare", "Anna", "Omar"), ("facilitator", "participant", "participant")),
        (("Facilitator", "P1", "K2"), ("facilitator", "participant", "participant")),
    ],
)
def test_labels_that_name_a_part_tell_the_roles(roles, labels, expected):
    found, warnings = roles(*labels)
    assert tuple(found.values()) == expected
    assert warnings == {}


def test_the_metadata_tell_who_interviews(roles):
    found, warnings = roles("Anna", "Fatima", asks=False, attributes={"Intervjuare": "Anna Berg"})
    assert found == {"Anna": "interviewer", "Fatima": "respondent"}
    assert warnings == {}


def test_initials_of_the_interviewer_in_the_metadata_count(roles):
    assert roles("AB", "FA", asks=False, attributes={"interviewer": "Anna Berg"})[0]["AB"] == "interviewer"


def test_the_metadatas_type_makes_a_group_of_participants(roles):
    found, _ = roles("I", "R1", "R2", attributes={"typ": "fokusgrupp"})
    assert set(found.values()) == {"interviewer", "participant"}


def test_the_one_who_asks_is_the_interviewer_and_a_person_is_told_so(roles):
    found, warnings = roles("Lovisa", "Goran")
    assert found == {"Lovisa": "interviewer", "Goran": "respondent"}
    assert warnings["interviewer_guessed"] == {"speaker": "Lovisa"}


def test_the_one_who_asks_a_group_is_its_facilitator(roles):
    found, _ = roles("Lovisa", "Goran", "Fatima", "Omar")
    assert list(found.values()) == ["facilitator", "participant", "participant", "participant"]


def test_questions_without_question_marks_are_questions(read):
    transcript = read(
        "SPEAKER_00: hur var det då\nSPEAKER_01: bra\nSPEAKER_00: vad hände sen\nSPEAKER_01: inget"
    )
    assert [turn.role for turn in transcript.turns] == ["interviewer", "respondent"] * 2


def test_where_nobody_asks_no_role_is_made_up(roles):
    found, warnings = roles("Lovisa", "Goran", asks=False)
    assert set(found.values()) == {None}
    assert warnings["roles_unknown"] == {"speakers": "Lovisa, Goran"}


def test_the_study_outranks_every_guess(roles):
    settings = SourceSettings(roles={"r": "interviewer", "I": "respondent"})
    assert roles("I", "R", settings=settings)[0] == {"I": "respondent", "R": "interviewer"}


def test_the_study_outranks_the_metadata(roles):
    settings = SourceSettings(roles={"Anna": "facilitator"})
    found, _ = roles("Anna", "Fatima", settings=settings, attributes={"interviewer": "Anna"})
    assert found["Anna"] == "facilitator"


def test_renamed_speakers_are_joined_and_keep_the_role_of_their_old_name(read):
    settings = SourceSettings(rename={"IP1": "Fatima", "IP2": "Fatima"}, roles={"IP1": "participant"})
    transcript = read("I: Hur är det?\nIP1: Bra.\nIP2: Faktiskt.\nI: Jaså?\nIP2: Ja.", settings=settings)
    assert [(turn.speaker, turn.role) for turn in transcript.turns] == [
        ("I", "interviewer"),
        ("Fatima", "participant"),
    ] * 2
    assert transcript.words(transcript.turns[1]) == "Bra.\nFaktiskt."
