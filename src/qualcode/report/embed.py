"""Putting data, styles and scripts into a page that trusts nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

STYLES = ("base.css", "overview.css", "quotes.css", "sources.css", "compare.css", "print.css")
SCRIPTS = (
    "dom.js", "gauge.js", "material.js", "address.js", "selection.js", "facets.js", "words.js", "why.js",
    "cards.js", "taking.js", "picked.js", "filters.js", "quotes.js", "strip.js", "sources.js", "overview.js",
    "compare.js", "sides.js", "keys.js", "start.js",
)  # fmt: skip

_ESCAPED = {each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def json_block(value: Any) -> str:
    """Compact JSON that can stand in a ``<script type="application/json">`` whatever text it holds.

    ``<``, ``>`` and ``&`` are escaped, so that neither ``</script>`` nor ``<!--`` can occur, and the two line
    separators that JavaScript once did not allow. Keys keep their order.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escaped in _ESCAPED.items():
        text = text.replace(character, escaped)
    return text


def templates(package: str, **more: Any) -> Environment:
    """A package's templates, in which whatever is said is text.

    Args:
        package: Where ``templates/`` lies.
        more: Further settings of the environment.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **more,
    )


def stylesheet(names: Sequence[str] = STYLES) -> str:
    """All of a page's own styles."""
    return "\n".join(asset(name) for name in names)


def script(names: Sequence[str] = SCRIPTS) -> str:
    """All of a page's scripts in one scope, in the order in which they build on each other."""
    return in_one_scope(map(asset, names))


def in_one_scope(scripts: Iterable[str]) -> str:
    """Scripts as one, whose names nobody else sees."""
    return '(() => {\n"use strict";\n' + "\n".join(scripts) + "})();\n"


def content_policy(styles: list[str], scripts: list[str]) -> str:
    """A Content-Security-Policy under which exactly these inline blocks apply and nothing is ever loaded."""
    return "; ".join(
        (
            "default-src 'none'",
            "style-src " + " ".join(map(_hash, styles)),
            "script-src " + " ".join(map(_hash, scripts)),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(block: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()}'"


def asset(name: str, package: str = "qualcode.report") -> str:
    """A style or script that lies in a package's ``assets/``."""
    return resources.files(package).joinpath("assets", name).read_text("utf-8")
