"""The catalogue of everything people read in outputs and pages, in Swedish and English.

One YAML file a language (``sv.yaml``, ``en.yaml``), with the same keys; a test holds them together. Code asks
for a message by its dotted key.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any

LANGUAGES = ("sv", "en")


@lru_cache
def catalogue(language: str) -> dict[str, str]:
    """All messages of a language by dotted key (``report.title``)."""
    import yaml

    text = resources.files(__package__).joinpath(f"{language}.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return dict(_flatten(yaml.load(text, loader)))


def message(key: str, language: str = "sv", **values: Any) -> str:
    """The message under ``key``, its ``{placeholders}`` filled in.

    Raises:
        KeyError: there is no such message (a defect, not a user's error).
    """
    return catalogue(language)[key].format(**values)


def section(prefix: str, language: str = "sv") -> dict[str, str]:
    """All messages under ``prefix``, by what stands after it; for templates."""
    dotted = prefix + "."
    return {
        key.removeprefix(dotted): text for key, text in catalogue(language).items() if key.startswith(dotted)
    }


def _flatten(tree: dict[str, Any], prefix: str = "") -> Any:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
