"""How many segments each judged one stands for, where a sample was drawn more densely in some places."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from qualcode.agreement.material import Material
    from qualcode.decisions import Decision
    from qualcode.study import Study


def of(
    study: Study, decisions: Iterable[Decision], material: Material, origins: Collection[str]
) -> np.ndarray | None:
    return None
