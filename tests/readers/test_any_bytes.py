"""Whatever bytes a file has, it is read or refused with a reason; and no word of a readable one is lost."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SUFFIXES = (".txt", ".md", ".docx", ".odt", ".rtf", ".pdf", ".srt", ".vtt")
STARTS = {".pdf": b"%PDF-1.4\n", ".rtf": b"{\\rtf1", ".vtt": b"WEBVTT\n\n", ".docx": b"PK\x03\x04"}
few = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


@pytest.mark.parametrize("suffix", SUFFIXES)
@few
@given(data=st.binary(max_size=300))
def test_random_bytes_are_refused_or_read(read_or_refuse, suffix, data):
    read_or_refuse(suffix, STARTS.get(suffix, b"") + data)


@pytest.mark.parametrize("suffix", SUFFIXES)
@few
@given(data=st.data())
def test_a_real_file_that_was_cut_or_hit_is_refused_or_read(read_or_refuse, write, suffix, data):
    whole = bytearray(write(suffix).read_bytes())
    where = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        del whole[where:]
    else:
        whole[where] = data.draw(st.integers(0, 255))
    read_or_refuse(suffix, bytes(whole))


WORDS = """Anna: Fatima: I: R: [00:01:02] (01:02) **Q:** - * # ## > | 1. Kl. 12:30 det är mörkt Problemet: vid
torget. Varför? [skratt] <v #00:00:01-0# 00:12 å _så_ ===="""
words = st.sampled_from([*WORDS.split(), "\t", ""])


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@few
@given(rows=st.lists(st.lists(words, max_size=6).map(" ".join), max_size=12))
def test_every_word_is_in_the_text_or_is_a_label(read_or_refuse, suffix, rows):
    transcript = read_or_refuse(suffix, "\n".join(rows).encode())
    if transcript is None:
        return
    # A label after which nothing is said is nobody's turn.
    kept = {"Anna", "Fatima", "I", "R", "Q"}
    for text in [transcript.text, *(turn.speaker or "" for turn in transcript.turns)]:
        kept |= set(re.findall(r"[^\W\d_]+", text))
    lost = [word for word in re.findall(r"[^\W\d_]+", "\n".join(rows)) if word not in kept]
    assert lost == []
    assert transcript.text == "\n\n".join(transcript.words(turn) for turn in transcript.turns)
