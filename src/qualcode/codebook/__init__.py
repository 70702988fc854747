"""The codebook: loaded with checks, fingerprinted, compared, and tested against its own examples."""

from qualcode.codebook.changes import Change, diff
from qualcode.codebook.fingerprints import fingerprint, learning_fingerprint, rules_fingerprint
from qualcode.codebook.labelled import load_labelled
from qualcode.codebook.loading import Loaded, load, load_located
from qualcode.codebook.model import Code, Codebook, Examples, LabelledText, Rule

__all__ = [
    "Change",
    "Code",
    "Codebook",
    "Examples",
    "LabelledText",
    "Loaded",
    "Rule",
    "diff",
    "fingerprint",
    "learning_fingerprint",
    "load",
    "load_labelled",
    "load_located",
    "rules_fingerprint",
]
