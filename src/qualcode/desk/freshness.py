"""What has changed in a study since the run that is shown: sources, codebook, settings, decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode import pipeline
from qualcode.decisions import ledger
from qualcode.decisions.decision import in_force
from qualcode.errors import QualcodeError
from qualcode.study import Settings, Study
from qualcode.watch import snapshot

if TYPE_CHECKING:
    from qualcode.decisions.decision import Decision
    from qualcode.desk.desk import View

MOST_NAMES = 20
_WITHOUT_EFFECT: Any = {
    "runner": True, "transcriber": True, "training": True, "outputs": {"keep"}, "gate": {"strict"},
}  # fmt: skip


class Freshness:
    """Compares a study with a run, looking again only at files that have changed."""

    def __init__(self) -> None:
        self._hashes: dict[Path, tuple[tuple[int, int, int], str]] = {}
        self._told: tuple[Any, dict[str, Any]] = (None, {})
        self._then: tuple[str, frozenset[Decision]] = ("", frozenset())
        self._labelled: tuple[Any, bool] = (None, True)
        self._waiting: tuple[Any, int] = (None, 0)

    def since(self, view: View) -> dict[str, Any]:
        """What a new run would see: ``sources`` (names of those that came, went or changed; at most
        :data:`MOST_NAMES`), ``n_sources``, ``codebook``, ``settings`` (whether they changed) and
        ``decisions`` (how many came or went)."""
        study, run = view.material.study, view.material.run
        files = {path: state for path, state in snapshot(study).items() if study.codings not in path.parents}
        if self._told[0] != (run, files):
            self._told = (run, files), self._compare(view, files)
        if self._waiting[0] != (run, view.voices.version):
            self._waiting = (run, view.voices.version), self._decisions(view)
        return {**self._told[1], "decisions": self._waiting[1]}

    def _compare(self, view: View, files: dict[Path, tuple[int, int, int]]) -> dict[str, Any]:
        manifest = view.material.manifest
        try:
            study = Study.open(view.material.study.root)
            settings = _telling(study.settings.model_dump(mode="json")) != _telling(manifest["settings"])
            names = self._sources(view, study, files)
        except (QualcodeError, OSError, KeyError):
            # What is not valid now has been edited since: the run was made of something valid.
            study, settings, names = view.material.study, True, []
        return {
            "sources": [] if study.settings.deidentify.enabled else names[:MOST_NAMES],
            "n_sources": len(names),
            "codebook": self._codebook(view, study, files),
            "settings": settings,
        }

    def _codebook(self, view: View, study: Study, files: dict[Path, tuple[int, int, int]]) -> bool:
        """Whether the codebook has been edited, or the labelled texts that it names."""
        from qualcode import codebook

        known = view.material.manifest.get("codebook") or {}
        if study.codebook not in files:
            return True
        if self._hash(study.codebook, files[study.codebook]) != known.get("sha256"):
            return True
        beside = {path: state for path, state in files.items() if path.suffix == ".jsonl"}
        if self._labelled[0] != (view.material.run, beside):
            try:
                same = b"examples_file" not in study.codebook.read_bytes()
                same = same or codebook.fingerprint(codebook.load(study.codebook)) == known.get("fingerprint")
            except (QualcodeError, OSError):
                # The run was made of texts that could be read.
                same = False
            self._labelled = (view.material.run, beside), same
        return not self._labelled[1]

    def _sources(self, view: View, study: Study, files: dict[Path, tuple[int, int, int]]) -> list[str]:
        from qualcode import corpus

        manifest, found = view.material.manifest, corpus.survey(study)
        then = {each["source"]: each["sha256"] for each in manifest["inputs"]}
        now = {name: self._hash(path, files.get(path)) for name, path in found.sources.items()}
        failed = {each["source"] for each in manifest.get("failed", ())}
        now = {name: sha256 for name, sha256 in now.items() if name in then or name not in failed}
        if study.settings.deidentify.enabled:
            # Names are masked there; the bytes are not.
            return sorted(set(now.values()) ^ set(then.values()))
        described = {source.name: source.attributes for source in view.material.sources}
        return sorted(
            name
            for name in now.keys() | then.keys()
            if now.get(name) != then.get(name)
            or (name in described and found.attributes.get(name, {}) != described[name])
        )

    def _decisions(self, view: View) -> int:
        run, manifest = view.material.run, view.material.manifest
        if self._then[0] != run:
            before = ledger.read_as_of(view.material.study.codings, manifest.get("decisions") or [])
            self._then = run, frozenset(in_force(before or []))
        return len(self._then[1] ^ frozenset(in_force(view.voices.all())))

    def _hash(self, path: Path, state: tuple[int, int, int] | None) -> str:
        known = self._hashes.get(path)
        if known is None or state is None or known[0] != state:
            known = self._hashes[path] = state or (0, 0, 0), pipeline.file_hash(path)
        return known[1]


def _telling(settings: dict[str, Any]) -> dict[str, Any]:
    return Settings.model_validate(settings).model_dump(mode="json", exclude=_WITHOUT_EFFECT)
