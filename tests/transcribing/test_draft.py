"""From what is heard to a draft that says what it is, comes in as it was heard, and is never written over."""

from __future__ import annotations

import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from qualcode import cli, readers
from qualcode.errors import ModelError, OutputError, SourceError
from qualcode.study import Study
from qualcode.transcribing import draft, sound
from qualcode.transcribing.recognizer import NEEDED, Heard, locate
from qualcode.transcribing.sound import RATE, Stretch

HEARD = [
    Heard(0.0, 1.6, "Hej & välkommen!"),
    Heard(1.6, 6.04, "Är 3 < 5 --> ja <v Per> &amp; nej?"),
    Heard(3725.5, 3725.5, "Tack."),
]


class Parrot:
    """Hears the same words in every stretch."""

    name = "papegoja@0123"

    def __init__(self, heard: list[Heard]) -> None:
        self.heard = heard

    def hear(self, stretch: Stretch) -> Iterator[Heard]:
        for one in self.heard:
            yield Heard(stretch.begins + one.begins, stretch.begins + one.ends, one.words)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    (tmp_path / "corpus" / "alby").mkdir(parents=True)
    (tmp_path / "study.yaml").write_text("title: Prov\n", "utf-8")
    return Study.open(tmp_path)


@pytest.fixture
def recording(study: Study) -> Path:
    path = study.corpus / "alby" / "intervju 1.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.zeros(RATE, np.int16).tobytes())
    return path


@pytest.fixture
def two_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decoder, where none is installed: two stretches of a second."""
    silence = np.zeros(RATE, np.float32)
    monkeypatch.setattr(sound, "duration", lambda path: 2.0)
    monkeypatch.setattr(sound, "stretches", lambda path: iter([Stretch(0.0, silence), Stretch(1.0, silence)]))


def test_a_draft_comes_in_with_the_words_and_times_that_were_heard(tmp_path: Path) -> None:
    path = tmp_path / "intervju.vtt"
    path.write_text(draft.webvtt(HEARD, draft.note("intervju.m4a", "kb-whisper@0123")), "utf-8")
    transcript = readers.read(path, "intervju.vtt")
    assert [(turn.begins, turn.ends, transcript.words(turn)) for turn in transcript.turns] == [
        (0.0, 6.04, "Hej & välkommen! Är 3 < 5 --> ja <v Per> &amp; nej?"),
        (3725.5, 3725.501, "Tack."),
    ]


def test_a_draft_says_that_it_is_one_until_its_note_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "intervju.vtt"
    text = draft.webvtt(HEARD, draft.note("a-->b.m4a", "KBLab/kb-whisper-small@0123"))
    path.write_text(text, "utf-8")
    assert "KBLab/kb-whisper-small@0123" in text and "Ett utkast av en maskin" in text
    assert readers.read(path, "intervju.vtt").warnings == (("machine_draft", {}),)
    head, note, *cues = text.split("\n\n")
    assert note.startswith("NOTE\n")
    path.write_text("\n\n".join([head, *cues]), "utf-8")
    assert readers.read(path, "intervju.vtt").warnings == ()


@pytest.mark.usefixtures("two_stretches")
def test_a_recording_in_the_corpus_has_its_draft_beside_it(study: Study, recording: Path) -> None:
    told: list[tuple[int, int]] = []
    found = draft.transcribe(
        recording,
        study,
        Parrot([Heard(0.1, 0.9, "Hej.")]),
        progress=lambda done, total: told.append((done, total)),
    )
    assert found == study.corpus / "alby" / "intervju 1.vtt"
    assert "00:00:00.100 --> 00:00:00.900\nHej." in found.read_text("utf-8")
    assert "00:00:01.100 --> 00:00:01.900\nHej." in found.read_text("utf-8")
    assert told[0] == (0, 2) and told[-1] == (2, 2)


def test_a_recording_from_elsewhere_has_its_draft_in_the_corpus(study: Study, tmp_path: Path) -> None:
    assert draft.place_for(tmp_path / "telefon" / "möte.m4a", study) == study.corpus / "möte.vtt"


@pytest.mark.usefixtures("two_stretches")
def test_nothing_is_written_over(study: Study, recording: Path) -> None:
    mine = study.corpus / "alby" / "intervju 1.vtt"
    mine.write_text("rättad för hand", "utf-8")
    with pytest.raises(OutputError, match="is not written over") as refused:
        draft.transcribe(recording, study, Parrot(HEARD))
    assert "Move or rename it" in str(refused.value)
    assert mine.read_text("utf-8") == "rättad för hand"


@pytest.mark.usefixtures("two_stretches")
def test_nothing_is_written_over_that_comes_while_it_is_heard(study: Study, recording: Path) -> None:
    mine = study.corpus / "alby" / "intervju 1.vtt"

    class Slow(Parrot):
        def hear(self, stretch: Stretch) -> Iterator[Heard]:
            mine.write_text("rättad för hand", "utf-8")
            return super().hear(stretch)

    with pytest.raises(OutputError, match="meanwhile"):
        draft.transcribe(recording, study, Slow(HEARD))
    assert mine.read_text("utf-8") == "rättad för hand"


@pytest.mark.usefixtures("two_stretches")
def test_a_recording_in_which_nothing_is_said_leaves_nothing(study: Study, recording: Path) -> None:
    with pytest.raises(SourceError) as refused:
        draft.transcribe(recording, study, Parrot([]))
    assert refused.value.reason == "nothing_said"
    assert [path.name for path in recording.parent.iterdir()] == ["intervju 1.wav"]


def test_a_model_that_is_not_here_is_said_how_to_fetch(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path))
    with pytest.raises(ModelError, match="models fetch KBLab/kb-whisper-small --revision abc"):
        locate("KBLab/kb-whisper-small", "abc")


def test_a_folder_without_a_tokenizer_is_refused_lest_one_be_fetched(tmp_path: Path) -> None:
    for name in NEEDED:
        (tmp_path / name).write_bytes(b"x")
    folder, called, revision = locate(str(tmp_path))
    assert (folder, called) == (tmp_path, tmp_path.name)
    assert revision == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"tokenizer\.json missing"):
        locate(str(tmp_path))


@pytest.mark.parametrize("package", ["faster_whisper", "av"])
def test_a_missing_extra_is_said_with_how_to_install_it(
    study: Study, recording: Path, tmp_path: Path, monkeypatch, capsys, package: str
) -> None:
    for name in NEEDED:
        (tmp_path / name).write_bytes(b"x")
    # What Python does where a package is not there.
    monkeypatch.setitem(sys.modules, package, None)
    if package == "av":
        with pytest.raises(ModelError, match=r"pip install \"qualcode\[transcribe\]\""):
            sound.duration(recording)
        return
    with pytest.raises(SystemExit) as left:
        cli.main(["transcribe", str(recording), "--study", str(study.root), "--model", str(tmp_path)])
    assert left.value.code == ModelError.exit_status
    assert 'pip install "qualcode[transcribe]"' in capsys.readouterr().err


def test_the_command_refuses_before_it_loads_a_model(study: Study, recording: Path, capsys) -> None:
    recording.with_suffix(".vtt").write_text("rättad", "utf-8")
    with pytest.raises(SystemExit) as left:
        cli.main(["transcribe", str(recording), "--study", str(study.root), "--model", "finns/inte"])
    assert left.value.code == OutputError.exit_status
    assert "is not written over" in capsys.readouterr().err


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("av", reason="needs qualcode[transcribe]")
    (tmp_path / "text.mp3").write_text("Hej.", "utf-8")
    with pytest.raises(SourceError) as refused:
        sound.duration(tmp_path / "text.mp3")
    assert refused.value.reason == "no_sound"


def test_a_real_recording_is_decoded_whole(recording: Path) -> None:
    pytest.importorskip("av", reason="needs qualcode[transcribe]")
    assert sound.duration(recording) == pytest.approx(1.0)
    (stretch,) = sound.stretches(recording)
    assert len(stretch.samples) == RATE
