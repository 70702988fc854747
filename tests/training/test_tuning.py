"""``qualcode train --fine-tune``: tiny steps on few texts."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

import pytest

from qualcode.encoders.finetune import Plan
from qualcode.errors import ModelError
from qualcode.job import Job
from qualcode.run import run_direct
from qualcode.training import tuning
from qualcode.training.folder import load
from qualcode.training.teaching import teach


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
