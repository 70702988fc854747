"""Low-rank changes of an encoder: learnt by torch, merged into its weights."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from qualcode.encoders.adapter import AdaptedWeights, Adapter
from qualcode.encoders.finetune import Plan, fine_tune
from qualcode.errors import ModelError

HAS_TORCH = find_spec("torch") is not None
with_torch = pytest.mark.skipif(not HAS_TORCH, reason="torch (an extra) is not installed")
PLAN = Plan(first=1, rank=4, epochs=12, rate=1e-2, batch=16, threads=1, contrast=0.2)


def _texts(seed: int, n: int) -> tuple[list[list[int]], np.ndarray]:
    """Token ids of various lengths; a code goes with one token anywhere."""
    draw = np.random.default_rng(seed)
    texts = [draw.integers(10, 40, draw.integers(4, 12)).tolist() for _ in range(n)]
    labels = np.array([[float(row % 2)] for row in range(n)])
    for row, ids in enumerate(texts):
        if row % 2:
            ids[int(draw.integers(len(ids)))] = 7
    return texts, labels


def _apart(model, weights, texts: list[list[int]], labels: np.ndarray) -> float:
    """How far the two kinds' means lie apart, in standard deviations along the line between them."""
    tuned = type(model)()
    for name in tuned.tensors:
        if tuned.tensors[name].ndim == 2:
            tuned.tensors[name] = weights.matrix(name)
    vectors = np.array([tuned.forward(ids)[0][-1] for ids in texts])
    yes, no = vectors[labels[:, 0] == 1], vectors[labels[:, 0] == 0]
    line = yes.mean(0) - no.mean(0)
    spread = np.sqrt(((yes @ line).var() + (no @ line).var()) / 2)
    return float((yes @ line).mean() - (no @ line).mean()) / float(spread)


@with_torch
def test_codes_lie_further_apart_in_texts_that_were_not_learnt_from(tiny) -> None:
    adapter = fine_tune(tiny, "tiny", *_texts(1, 96), PLAN)
    unseen = _texts(2, 60)
    assert _apart(tiny, AdaptedWeights(tiny, adapter), *unseen) > 2 * _apart(tiny, tiny, *unseen)


@with_torch
def test_layers_below_the_first_one_stay_and_the_same_seed_gives_the_same_adapter(tiny) -> None:
    plan = Plan(first=1, rank=2, epochs=1, batch=16, threads=1)
    adapter = fine_tune(tiny, "tiny", *_texts(1, 32), plan)
    assert {name.split(".")[0] for name in adapter.down} == {"1"}
    merged = AdaptedWeights(tiny, adapter)
    np.testing.assert_array_equal(merged.matrix("0.query"), tiny.matrix("0.query"))
    assert np.abs(merged.matrix("1.outer") - tiny.matrix("1.outer")).max() > 0
    assert fine_tune(tiny, "tiny", *_texts(1, 32), plan).revision == adapter.revision


@with_torch
def test_labels_that_are_not_known_do_not_count(tiny) -> None:
    texts, labels = _texts(1, 32)
    labels[:] = np.nan
    adapter = fine_tune(tiny, "tiny", texts, labels, Plan(first=1, rank=2, epochs=1, threads=1))
    assert all(np.isfinite(part).all() for part in adapter.up.values())
    assert max(float(np.abs(part).max()) for part in adapter.up.values()) == 0


@pytest.mark.skipif(HAS_TORCH, reason="torch is installed")
def test_without_torch_it_says_what_to_install(tiny) -> None:
    with pytest.raises(ModelError, match=r"qualcode\[torch\]"):
        fine_tune(tiny, "tiny", *_texts(1, 4))


def test_an_adapter_is_kept_as_it_is_and_merged_as_a_product(tiny) -> None:
    draw = np.random.default_rng(5)
    down, up = draw.normal(size=(2, 64)).astype(np.float16), draw.normal(size=(128, 2)).astype(np.float16)
    adapter = Adapter("tiny", {"0.inner": down}, {"0.inner": up})
    again = Adapter.from_bytes(adapter.to_bytes())
    assert (again.base, again.revision) == ("tiny", adapter.revision)
    changed = AdaptedWeights(tiny, again).matrix("0.inner") - tiny.matrix("0.inner")
    np.testing.assert_allclose(changed, up.astype(np.float32) @ down.astype(np.float32), atol=1e-5)


def test_a_graph_is_made_of_the_merged_weights(tiny, tmp_path) -> None:
    from qualcode.encoders.graph import INPUT, OUTPUT, write_graph
    from qualcode.encoders.unpack import open_session

    ids = [3, 11, 25, 8]
    draw = np.random.default_rng(5)
    down, up = 0.3 * draw.normal(size=(2, 64)), 0.3 * draw.normal(size=(64, 2))
    adapter = Adapter("tiny", {"1.query": down.astype(np.float16)}, {"1.query": up.astype(np.float16)})
    merged = AdaptedWeights(tiny, adapter)
    before, ranges = tiny.forward(ids)
    write_graph(merged, tmp_path / "graph.onnx", ranges=ranges)
    (pooled,) = open_session(tmp_path / "graph.onnx").run([OUTPUT], {INPUT: np.array([ids])})
    tiny.tensors["1.query"] = merged.matrix("1.query")
    after = tiny.forward(ids)[0]
    assert np.linalg.norm(pooled[0] - after[-1]) < 0.3 * np.linalg.norm(pooled[0] - before[-1])
