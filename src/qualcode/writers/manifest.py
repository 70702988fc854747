"""``manifest.json``: what a run was made from and with, and what came out.

The one output with times and hosts. It is written last, since it holds the hashes of the others, and always.
"""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode import pipeline
from qualcode.decisions.ledger import states
from qualcode.differences.since import given

if TYPE_CHECKING:
    from qualcode.coded import CodedSource
    from qualcode.result import Run

NAME = "manifest.json"
PACKAGES = (
    "qualcode", "numpy", "onnxruntime", "pandas", "prefect", "scikit-learn", "simplemma", "spacy",
    "sv-core-news-lg", "torch", "transformers", "xlsxwriter",
)  # fmt: skip


def write(run: Run, folder: Path) -> list[Path]:
    """The file, with a hash of every other one in the folder."""
    path = folder / NAME
    text = json.dumps(content(run, folder), ensure_ascii=False, indent=2, default=str)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    return [path]


def content(run: Run, folder: Path) -> dict[str, Any]:
    """What the manifest says; what the one who ran it knows (``run.manifest``) comes last and outranks it."""
    settings = run.study.settings
    return {
        "run": run.id,
        "title": run.title,
        "encoder": {"name": settings.encoder.name, "revision": settings.encoder.revision},
        "coders": sorted({record.coder for source in run.sources for record in source.codings}),
        "codebook": _codebook(run),
        "counts": {
            "sources": len(run.sources),
            "segments": len(run.tables.segments),
            "coded_segments": len(run.tables.segment_code),
            "codings": len(run.tables.codings),
            "quotes": run.n_quotes,
        },
        "inputs": [_input(source) for source in run.sources],
        "failed": [{"source": name, "reason": key, "text": text} for name, key, text in run.unread],
        "warnings": list(run.warnings),
        "settings": settings.model_dump(mode="json"),
        "decisions": states(run.study.codings),
        "program": pipeline.program(),
        "versions": versions(),
        **run.manifest,
        "outputs": [
            {"file": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": _hash(path)}
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != NAME
        ],
    }


def versions() -> dict[str, str]:
    """Python's version and those of the packages that results depend on, as far as they are installed; none
    of them is imported."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _codebook(run: Run) -> dict[str, Any]:
    path = run.study.codebook
    fingerprints = sorted({source.codebook for source in run.sources if source.codebook})
    return {
        "path": run.study.settings.codebook,
        "title": run.codebook.title,
        "version": run.codebook.version,
        "codes": len(run.codebook.codes),
        "fingerprint": fingerprints[0] if len(fingerprints) == 1 else fingerprints,
        "sha256": _hash(path) if path.is_file() else None,
    }


def _input(source: CodedSource) -> dict[str, Any]:
    return {
        "source": source.name,
        "sha256": source.sha256,
        "characters": len(source.text),
        "turns": len(source.turns),
        "segments": len(source.segments),
        "coded_segments": sum(segment.coded for segment in source.segments),
        "codings": len(source.codings),
        "given": given(source),
        "warnings": [list(warning) for warning in source.warnings],
    }


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
