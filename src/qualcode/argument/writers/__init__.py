"""Writers of the dossier: one module a format.

A writer is a module here with ``NAME`` (the file it makes, or the first of several) and
``write(dossier: Dossier, folder: Path) -> list[Path]``, which writes into a folder that is there and empty
of its files. Modules without a ``NAME`` are what writers share. All of them write in the order of their
names.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from types import ModuleType


@lru_cache
def all() -> dict[str, ModuleType]:
    """Every writer by the name of its file, in alphabetical order of the modules."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name)
    ]
    return {module.NAME: module for module in found if hasattr(module, "NAME")}
