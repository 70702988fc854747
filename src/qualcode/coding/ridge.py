"""Kernel ridge regression for all codes at once, with exact leave-one-out predictions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Ridge:
    """A fitted regression of labels (0 and 1) on a kernel.

    Attributes:
        dual: (n_texts, n_codes), weights of the training texts.
        base: (n_codes,), mean label of each code.
        left_out: (n_texts, n_codes), what each training text would get had it not been among them.
    """

    dual: np.ndarray
    base: np.ndarray
    left_out: np.ndarray

    @classmethod
    def fit(cls, kernel: np.ndarray, labels: np.ndarray, *, penalty: float) -> Ridge:
        """Fits.

        Args:
            kernel: (n_texts, n_texts), symmetric, positive semidefinite.
            labels: (n_texts, n_codes); an unknown label (NaN) counts as the code's mean, so that it pulls
                nowhere.
            penalty: Ridge; larger is smoother.

        The leave-one-out residual is ``dual / diag((K + penalty·I)⁻¹)`` (Rifkin & Lippert 2007, *Notes on
        Regularized Least Squares*).
        """
        from scipy.linalg import lapack

        known = ~np.isnan(labels)
        base = np.where(known, labels, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
        centred = np.where(known, labels, base) - base
        # (K + penalty·I)⁻¹ is rootᵀ·root; in single precision, for the penalty keeps it well-conditioned.
        factor, _ = lapack.spotrf((kernel + penalty * np.eye(len(kernel))).astype(np.float32), lower=True)
        root = np.tril(lapack.strtri(factor, lower=True)[0])
        dual = (root.T @ (root @ centred.astype(np.float32))).astype(np.float64)
        diagonal = np.einsum("ij,ij->j", root, root).astype(np.float64)
        left_out = centred + base - dual / diagonal[:, None]
        return cls(dual, base, left_out)
