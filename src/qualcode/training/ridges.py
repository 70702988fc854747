"""Kernel ridge regression with weights, and what a row would get had its whole source been left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class GroupedRidge:
    """A fitted regression of labels (0 and 1) on a kernel.

    Attributes:
        dual: (n_rows, n_codes), weights of the rows.
        base: (n_codes,), weighted mean label of each code.
        left_out: (n_rows, n_codes), what each row would get had its group been left out.
        left_out_before: (n_rows, n_codes), likewise for what stands before each row; NaN without.
    """

    dual: np.ndarray
    base: np.ndarray
    left_out: np.ndarray
    left_out_before: np.ndarray

    def part(self, columns: slice) -> GroupedRidge:
        """That of some codes.

        Args:
            columns: Which.
        """
        arrays = self.dual, self.left_out, self.left_out_before
        dual, left_out, before = (each[:, columns] for each in arrays)
        return GroupedRidge(dual, self.base[columns], left_out, before)

    @classmethod
    def fit(
        cls,
        kernel: np.ndarray,
        labels: np.ndarray,
        *,
        penalty: float,
        weights: np.ndarray,
        groups: np.ndarray,
        before: np.ndarray,
    ) -> GroupedRidge:
        """Fits, with exact leave-one-group-out predictions.

        With ``G = K + penalty·diag(1 / weights)`` and ``dual = G⁻¹ y``, leaving a group ``g`` out gives
        the residuals ``(G⁻¹[g, g])⁻¹ dual[g]``, the block form of the leave-one-out formula (Rifkin & Lippert
        2007, *Notes on Regularized Least Squares*).

        Args:
            kernel: (n_rows, n_rows), symmetric, positive semidefinite.
            labels: (n_rows, n_codes); unknown ones (NaN) count as the code's mean.
            penalty: Ridge of a row of weight 1.
            weights: (n_rows,), above 0.
            groups: (n_rows,) int; rows of one group are left out together, those of group −1 each alone.
            before: (n_rows, n_rows), kernel of what stands before each row with the rows; NaN without.
        """
        known = ~np.isnan(labels)
        mass = (known * weights[:, None]).sum(axis=0)
        base = (np.where(known, labels, 0.0) * weights[:, None]).sum(axis=0) / np.maximum(mass, 1e-12)
        centred = np.where(known, labels, base) - base
        inverse = _inverse(kernel, penalty / weights)
        dual = (inverse @ centred.astype(np.float32)).astype(np.float64)
        left_out = centred + base - dual / np.diagonal(inverse).astype(np.float64)[:, None]
        has = ~np.isnan(before[:, :1]).ravel() if before.size else np.zeros(len(kernel), bool)
        with_before = np.full(left_out.shape, np.nan)
        if has.any():
            with_before[has] = before[has] @ dual + base
        for group in np.unique(groups[groups >= 0]):
            rows = np.flatnonzero(groups == group)
            residual = np.linalg.solve(inverse[np.ix_(rows, rows)].astype(np.float64), dual[rows])
            left_out[rows] = centred[rows] + base - residual
            own = rows[has[rows]]
            if len(own):
                away = inverse[:, rows].astype(np.float64) @ residual
                with_before[own] -= before[own].astype(np.float64) @ away
        return cls(dual, base, left_out, with_before)


def _inverse(kernel: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    """``(kernel + diag(penalty))⁻¹``, in single precision: the penalty keeps it well-conditioned."""
    from scipy.linalg import lapack

    matrix = kernel.astype(np.float32)
    matrix[np.diag_indices_from(matrix)] += penalty.astype(np.float32)
    factor, _ = lapack.spotrf(matrix, lower=True)
    root = np.tril(lapack.strtri(factor, lower=True)[0])
    # Faster than LAPACK's own way to the inverse, which does not use both processors.
    return np.asarray(root.T @ root)
