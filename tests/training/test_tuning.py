"""``qualcode train --fine-tune``: tiny steps on few texts."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

import numpy as np
import pytest

from qualcode.encoders import unpack
from qualcode.encoders.adapter import Adapter
from qualcode.encoders.finetune import Plan
from qualcode.errors import ModelError
from qualcode.job import Job
from qualcode.run import run_direct
from qualcode.training import tuning
from qualcode.training.fitting import Fitting, fold_of_groups
from qualcode.training.folder import load
from qualcode.training.gather import gather
from qualcode.training.joined import Kernels
from qualcode.training.teaching import teach


class Marked(tuning.Tuning):
    """Instead of tuning, keeps what would be learnt from, and says the number of the tuning."""

    def __init__(self, fitting: Fitting) -> None:
        super().__init__(fitting)
        self.used: list[np.ndarray] = []

    def tune(self, use: np.ndarray) -> tuple[int, None]:
        """As the real one."""
        self.used.append(use)
        return len(self.used) - 1, None

    def _said(self, rows: np.ndarray, adapter: int, weights: None) -> np.ndarray:
        return np.full((len(rows), self._joined.labels.shape[1]), float(adapter))


def _fitting(taught: tuple) -> Fitting:
    gathered = gather(taught[0].study)
    joined = gathered.joined(gathered.segments.judged)
    return Fitting(joined, Kernels(joined))


def test_of_a_source_only_encoders_speak_that_have_not_learnt_from_it(taught) -> None:
    fitting = _fitting(taught)
    judged, groups = fitting.joined.judged, fitting.joined.groups
    folds = fold_of_groups(groups)
    tuner = Marked(fitting)
    found = tuner.parts()
    assert len(tuner.used) == len(set(folds[judged])) and not found.by_part
    used = np.array([tuner.used[int(number)] for number in found.whole[judged, 0]])
    for row, learnt in zip(judged, used, strict=True):
        assert not learnt[groups == groups[row]].any()
        assert learnt[(folds != folds[row])].all()
    tuner.pairs(found)
    for left_out, said in found.by_part.items():
        for row in judged:
            learnt = tuner.used[int(said[row, 0])]
            assert not learnt[groups == groups[row]].any() and not learnt[folds == left_out].any()
            assert learnt[(folds != folds[row]) & (folds != left_out)].all()


def test_the_more_texts_the_less_often_each_is_seen() -> None:
    assert [tuning.plan_for(n).epochs for n in (100, 700, 1400, 100_000)] == [4, 4, 3, 2]


@pytest.mark.parametrize("sees", [True, False])
def test_further_encoders_are_tuned_only_if_what_they_say_counts(taught, tmp_path, monkeypatch, sees) -> None:
    coded, _ = taught
    root = tmp_path / "kopia"
    shutil.copytree(coded.root, root)
    asked: list[tuple[int, ...]] = []

    class Sees(Marked):
        def said_without(self, *parts: int) -> np.ndarray:
            asked.append(parts)
            found = super().said_without(*parts)
            truth = 8 * np.nan_to_num(self._joined.labels) - 4
            return np.where(np.isnan(found), np.nan, truth if sees else 0.0)

        def everything(self) -> tuple[Adapter, np.ndarray]:
            asked.append(())
            return Adapter(unpack.origin().revision, {}, {}), np.zeros((385, self._joined.labels.shape[1]))

    monkeypatch.setattr(tuning, "require", lambda study: None)
    monkeypatch.setattr(tuning, "Tuning", Sees)
    found = teach(type(coded)(root, coded.spoken).study, "prov", with_curve=False, fine_tune=True)
    assert [len(parts) for parts in asked] == ([1] * 5 + [2] * 10 + [0] if sees else [1] * 5)
    assert any(options.tuned for options in found.options.values()) == sees
    assert found.after.kappa[0] >= found.frozen.kappa[0] if sees else found.after == found.frozen


@pytest.mark.skipif(find_spec("torch") is None, reason="torch (an extra) is not installed")
def test_a_run_uses_the_fine_tuned_encoder_without_torch(taught, tmp_path, monkeypatch) -> None:
    coded, _ = taught
    root = tmp_path / "kopia"
    shutil.copytree(coded.root, root)
    study = type(coded)(root, coded.spoken)
    plan = Plan(first=11, rank=2, epochs=1, threads=1, contrast=0.5)
    monkeypatch.setattr(tuning, "plan_for", lambda n_texts: plan)
    found = teach(study.study, "prov", with_curve=False, fine_tune=True)
    assert found.tuned is not None and found.frozen is not None
    assert "injuster" in (root / "models/prov/MODEL_CARD.md").read_text("utf-8")
    counts = any(options.tuned for options in found.options.values())
    assert (found.trained.adapter is not None) == counts == (root / "models/prov/adapter.npz").is_file()
    study.settings("coders: {trained: prov}\n")
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    encoder = Job(study.study).equipment.encoder
    assert encoder.width == encoder.plain.width + (384 if counts else 0)
    assert run_direct(study.study).codes
    assert load(study.study, "prov").revision == found.trained.revision


def test_without_torch_it_says_what_to_install_before_anything_is_read(taught, monkeypatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"qualcode\[torch\]"):
        teach(taught[0].study, "annan", fine_tune=True)
    assert not (taught[0].root / "models" / "annan").exists()
