"""Every measurement in ``benchmarks/`` can at least be started, with what the project is now."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "benchmarks"
# In a process of its own: they have short names, and stand beside each other.
IMPORT = """
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
faults = {}
for name in sys.argv[2:]:
    try:
        importlib.import_module(name)
    except Exception as error:
        # What extras bring (torch, writers of documents) need not be there.
        lacks = isinstance(error, ModuleNotFoundError) and error.name.split(".")[0]
        if not lacks or lacks == "qualcode" or lacks in sys.argv[2:] or lacks == "proof":
            faults[name] = repr(error)
print(json.dumps(faults))
"""


def test_no_measurement_asks_for_what_is_not_there() -> None:
    names = sorted(path.stem for path in FOLDER.glob("*.py"))
    told = subprocess.run(
        [sys.executable, "-c", IMPORT, str(FOLDER), *names], capture_output=True, text=True, check=True
    )
    assert {"job", "definitions", "unlabelled"} <= set(names)
    assert json.loads(told.stdout) == {}
