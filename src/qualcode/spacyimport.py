"""spaCy without its command line, which is a quarter of what importing it takes and is never needed here.

``import spacy`` loads ``spacy.cli`` for the sake of one function, ``spacy.info``, and with it a project
manager, an HTTP client and more. Import this module before spaCy: it leaves ``spacy.info`` to load them when
somebody calls it, and ``import spacy.cli`` works as ever.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

_CLI, _INFO = "spacy.cli", "spacy.cli.info"


def _info(*args: Any, **options: Any) -> Any:
    """As ``spacy.info``."""
    from spacy.cli.info import info

    return info(*args, **options)


if "spacy" not in sys.modules:
    package, module = ModuleType(_CLI), ModuleType(_INFO)
    package.__path__ = []
    module.__dict__["info"] = _info
    sys.modules |= {_CLI: package, _INFO: module}
    try:
        import spacy
    finally:
        del sys.modules[_CLI], sys.modules[_INFO]
    spacy.__dict__.pop("cli", None)
