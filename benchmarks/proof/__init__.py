"""What README's figures come from: measurements on files that are not part of the project.

A measurement is a module of this package with

- ``NAME``, which names its block in README (``<!-- measured: NAME -->`` … ``<!-- end: NAME -->``),
- ``NEEDS``, the files it reads, below the folder that ``--shared`` names,
- ``measure(shared, study) -> list[Row]`` (:mod:`proof.rows`),
- ``block(rows) -> str``, what README says of them, in Markdown; a module without one has no block.

Another one is another file here; :func:`entries` finds it.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def entries() -> dict[str, ModuleType]:
    """The measurements by name, in alphabetical order."""
    modules = (importlib.import_module(f"{__name__}.{each.name}") for each in pkgutil.iter_modules(__path__))
    found = {module.NAME: module for module in modules if hasattr(module, "NAME")}
    return dict(sorted(found.items()))
