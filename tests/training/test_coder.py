"""A trained coder on its own: what stands before a text, thresholds, examples, and training anew."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest

from qualcode.coding.themes import ThemeCoder
from qualcode.differences.compare import compare
from qualcode.differences.record import RunRecord
from qualcode.differences.wording import Words
from qualcode.evaluation import LabelledUnits, given
from qualcode.learnt.surroundings import Surroundings
from qualcode.run import run_direct
from qualcode.training.coder import TrainedCoder
from qualcode.training.gather import apart, vectors_before
from qualcode.training.teaching import teach
from qualcode.training.tested import times_before
from qualcode.training.validation import together

TEXT = "Det vet jag inte."
BEFORE = "Han fick en timanställning på lagret i våras."


def coder_of(taught, trained=None) -> TrainedCoder:
    """The coder, with its examples told by number."""
    gathered = taught[1].gathered
    trained = trained or taught[1].trained
    texts = [f"nr {row}" for row in range(len(trained.learnt_from))]
    encoder = gathered.equipment.encoder
    base = ThemeCoder.learn(gathered.codebook, getattr(encoder, "plain", encoder))
    return TrainedCoder(trained, base, texts, encoder)


def with_context(trained, share: float):
    """The same coder, that looks back for all codes and goes by where a text stands by vector."""
    by_vector = np.array([0.0, 1.0, 3.0, 0.0, 0.0, 0.0])
    heads = {
        code: replace(head, context=share, weights={**head.weights, "model": by_vector})
        for code, head in trained.heads.items()
    }
    return replace(trained, heads=heads)


def test_what_was_said_before_a_text_is_heard_when_it_is_measured(taught) -> None:
    coder = coder_of(taught, with_context(taught[1].trained, 5.0))
    encoder = taught[1].gathered.equipment.encoder
    vectors = encoder.encode([TEXT])
    around = [Surroundings(before=(BEFORE, "Berätta mer om det."))]
    heard, alone = (coder.standing([TEXT], vectors, each).taught for each in (around, None))
    base = coder.base.standing([TEXT], vectors, around)
    before = vectors_before([BEFORE], encoder)
    assert np.allclose(heard, coder.stand(base, [TEXT], vectors, before).taught)
    assert not np.allclose(heard, alone)
    units = LabelledUnits((TEXT,), ("jobb",), np.ones((1, 1), bool), np.ones((1, 1), bool), around)
    loud, silent = (given(replace(units, around=each), coder, encoder) for each in (around, [Surroundings()]))
    assert loud["model"][0, 0] and not silent["model"][0, 0]


def test_its_own_threshold_holds_unless_a_person_has_set_one(taught) -> None:
    trained = taught[1].trained
    assert "jobb" in trained.chosen["both"]
    moved = replace(
        trained, thresholds={**trained.thresholds, "both": {**trained.thresholds["both"], "jobb": 0.77}}
    )
    coder = coder_of(taught, moved)
    assert coder.threshold("jobb", "both", {}) == 0.77
    assert coder.threshold("jobb", "both", {"jobb": 0.2}) == 0.2


def test_what_is_told_as_nearest_is_of_those_that_it_names(taught) -> None:
    coder = coder_of(taught)
    gathered = taught[1].gathered
    texts, vectors = gathered.segments.texts[:6], gathered.vectors[:6]
    base = coder.base.standing(texts, vectors)
    standing = coder.stand(base, texts, vectors, gathered.before[:6])
    jobb = coder.codebook.ids.index("jobb")
    for row, place in enumerate(standing.nearest[:, jobb].tolist()):
        assert coder.example(place) == f"nr {place}"
        assert coder.trained.labels[place, coder.trained.codes.index("jobb")]
        seen = vectors[row] - coder.trained.centre
        cosine = coder.trained.vectors @ (seen / np.linalg.norm(seen))
        assert standing.similarity[row, jobb] == pytest.approx(cosine[place], abs=1e-4)


def test_a_code_below_another_is_undone_as_it_was_done(taught) -> None:
    book = taught[1].gathered.codebook
    one, other = book.codes
    book = book.model_copy(update={"codes": (one, other.model_copy(update={"parent": one.id}))})
    own = np.array([[0.5, 0.4], [0.9, 1.0], [0.2, 0.1]])
    assert apart(book, together(book, own)) == pytest.approx(own)


def test_only_looks_at_the_same_part_are_counted(taught, tmp_path) -> None:
    segments = taught[1].gathered.segments
    parts = [np.arange(3), np.arange(4), np.arange(3)]
    assert [times_before(tmp_path / "models", segments, part, "prov") for part in parts] == [0, 0, 1]


def test_a_coder_of_the_same_name_that_learnt_anew_is_named_as_a_cause(taught, tmp_path) -> None:
    shutil.copytree(taught[0].root, tmp_path / "kopia")
    coded = replace(taught[0], root=tmp_path / "kopia")
    coded.settings("coders: {trained: prov}\n")
    shutil.move(coded.root / "codings", coded.root / "undan")
    first = run_direct(coded.study)
    shutil.move(coded.root / "undan", coded.root / "codings")
    revision = teach(coded.study, "prov", with_curve=False).trained.revision
    shutil.move(coded.root / "codings", coded.root / "undan")
    again = run_direct(coded.study)
    found = compare(coded.study, *(RunRecord.of(each.folder) for each in (first, again)), least=0.01)
    (cause,) = (each for each in found.inputs if each.kind == "model")
    assert (cause.name, cause.before, cause.after) == ("prov", taught[1].trained.revision, revision)
    assert found.changes and all("model" in change.groups for change in found.changes)
    assert "Kodaren prov är tränad på nytt" in Words(found, "sv").why(found.changes[0])
