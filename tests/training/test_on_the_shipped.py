"""Training builds on the coder that comes with the program, in a study with the codebook it was made for."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from qualcode.init import pattern_folder
from qualcode.job import Job
from qualcode.training.coder import TrainedCoder
from qualcode.training.folder import load
from qualcode.training.gather import apart
from qualcode.training.teaching import teach
from qualcode.training.validation import together


def test_it_starts_from_what_the_shipped_coder_says_and_changes_only_what_people_taught(uncoded) -> None:
    for path in (pattern_folder() / "codebook").glob("forstudie.*"):
        shutil.copyfile(path, uncoded.root / "codebook" / path.name)
    # People hold that what is grown and painted is about jobs, which no coder could know.
    grown = ("odlar", "målade", "mormor", "mellanmål")
    uncoded.decide(
        "Eva", "random:ett", lambda _, text: {"jobb": "yes" if any(w in text for w in grown) else "no"}
    )
    found = teach(uncoded.study, "prov", with_curve=False)
    gathered, ids = found.gathered, found.gathered.codebook.ids
    assert gathered.equipment.encoder.learnt is not None
    assert found.trained.built == ("jobb",)
    assert (
        found.before.codes["jobb"].figures["kappa"] < 0.2 < 0.8 < found.after.codes["jobb"].figures["kappa"]
    )
    joined = gathered.joined(gathered.segments.judged)
    assert joined.without["both"][joined.judged] == pytest.approx(
        apart(gathered.codebook, gathered.said["both"])
    )
    coder = TrainedCoder(
        load(uncoded.study, "prov"), gathered.equipment.theme_coder, [""] * len(found.trained.learnt_from)
    )
    texts = gathered.segments.texts
    standing = coder.stand(gathered.standing, texts, gathered.vectors, gathered.before)
    now = coder.judge(standing, gathered.matches).both
    others = [number for number, code in enumerate(ids) if not code.startswith("jobb")]
    assert np.allclose(now[:, others], gathered.said["both"][:, others], atol=1e-6)
    jobb = ids.index("jobb")
    assert not np.allclose(now[:, jobb], gathered.said["both"][:, jobb], atol=0.1)
    # A code below goes with the one above it, and is what it was where a text has that.
    below = apart(gathered.codebook, gathered.said["both"])
    below[:, jobb] = now[:, jobb]
    assert np.allclose(now, together(gathered.codebook, below), atol=1e-6)
    uncoded.settings("coders: {trained: prov}\n")
    assert Job(uncoded.study).equipment.coder.trained.revision == found.trained.revision
