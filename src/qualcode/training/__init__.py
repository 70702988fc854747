"""A coder that learns from people: ``qualcode train``.

What people said of a study's segments joins the codebook's examples (:mod:`~qualcode.training.segments`,
:mod:`~qualcode.training.joined`); a head on frozen embeddings with letters and rules is learnt of both
(:mod:`~qualcode.training.ridges`, :mod:`~qualcode.training.fitting`), chosen by cross-validation in which a
source is never on both sides (:mod:`~qualcode.training.validation`), with a threshold for what the study
wishes (:mod:`~qualcode.training.wishes`). It is kept with its figures in a folder
(:mod:`~qualcode.training.folder`, :mod:`~qualcode.training.card`, :mod:`~qualcode.training.model_card`), and
a run uses it when ``study.yaml`` names it (:mod:`~qualcode.training.trained`).
:mod:`~qualcode.training.curve` says whether more coding would help, :func:`next_to_code` which segments to
code then.
"""

from qualcode.training.next_segments import next_to_code

__all__ = ["next_to_code"]
