"""The Prefect flow on a small study: real flow runs on a real kept server."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from qualcode import flowrun, prefect_server, run
from qualcode.errors import FlowError
from qualcode.init import pattern_folder
from qualcode.run import Finished
from qualcode.study import Study

SAID = "Den röda cykeln stod vid Hallundavägen elva."


@pytest.fixture
def study(small_study: Path) -> Study:
    """The small study with flows of its own."""
    (small_study / "flows").mkdir()
    for path in (pattern_folder() / "flows").glob("*.py"):
        (small_study / "flows" / path.name).write_text(path.read_text("utf-8"), "utf-8")
    return Study.open(small_study)


def code(study: Study, **options: bool) -> Finished:
    return run.run(study, direct=False, **options)


def edit_flow(study: Study, old: str, new: str) -> None:
    path = study.root / "flows" / "code_corpus.py"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def in_a_process(study: Study, more: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """A run in a Python of its own, for what Prefect settles once a process."""
    words = (
        "from pathlib import Path; from qualcode import run; from qualcode.study import Study; import os\n"
        f"run.run(Study.open(Path({str(study.root)!r})), direct=False)\n{more}"
    )
    everything = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    everything.pop("CI", None)
    command = [sys.executable, "-c", words]
    return subprocess.run(command, env=everything, capture_output=True, encoding="utf-8", timeout=200)


def task_runs(study: Study) -> list[tuple[str, str]]:
    """Name and last state of each task run of the newest flow run, as the server has them."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter
    from prefect.client.schemas.sorting import FlowRunSort

    with flowrun.connected(study), get_client(sync_client=True) as client:
        newest = client.read_flow_runs(sort=FlowRunSort.START_TIME_DESC, limit=1)[0]
        only = FlowRunFilter(id={"any_": [newest.id]})
        found: list[Any] = []
        for _ in range(300):  # the server records task runs a moment after they end
            found = client.read_task_runs(flow_run_filter=only)
            ended = all(each.state and each.state.is_final() for each in found)
            if ended and any(each.name.startswith("write") for each in found):
                break
            time.sleep(0.1)
        return sorted((each.name, each.state.name) for each in found)


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.iterdir() if path.name != "manifest.json")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_flow_gives_what_the_same_functions_give_without_prefect(study: Study) -> None:
    by_flow = code(study)
    directly = run.run(study, direct=True, force=True)
    assert hashes(by_flow.folder) == hashes(directly.folder)
    assert by_flow.counts == directly.counts


def test_prefect_sees_a_task_for_each_source_and_stage(study: Study) -> None:
    code(study)
    names = [name for name, _ in task_runs(study)]
    stages = Counter(name.split()[0] for name in names)
    assert [stages[stage] for stage in ("read", "annotate", "encode", "decide")] == [3, 3, 3, 3]
    assert "decide anna.txt" in names
    code(study, force=True)
    states = {state for name, state in task_runs(study) if not name.startswith("write")}
    assert states == {"Cached"}


def test_a_source_that_fails_is_a_failed_task_and_the_others_go_on(study: Study) -> None:
    (study.corpus / "tom.txt").write_bytes(b"")
    finished = code(study)
    assert finished.exit_status == 3
    assert finished.counts["sources"] == 3
    runs = task_runs(study)
    assert ("read tom.txt", "Failed") in runs
    assert not any(name == "annotate tom.txt" for name, _ in runs)


def test_a_source_that_is_deidentified_is_only_a_number_there(study: Study, monkeypatch) -> None:
    monkeypatch.setenv("QUALCODE_PASSPHRASE", "en hemlig fras")
    with (study.root / "study.yaml").open("a", encoding="utf-8") as file:
        file.write("\ndeidentify: true\n")
    code(Study.open(study.root))
    names = [name for name, _ in task_runs(study)]
    assert "decide source 1" in names and not any(".txt" in name for name in names)


def test_no_interview_text_reaches_prefect(study: Study) -> None:
    (study.corpus / "anna.txt").write_text(f"Anna: {SAID} Jag söker jobb.\n", "utf-8")
    (study.corpus / "tom.txt").write_bytes(b"")
    code(study)
    task_runs(study)
    prefect_server.stop()
    files = [path for path in prefect_server.folder().rglob("*") if path.is_file()]
    assert any(path.name == "prefect.db" for path in files)
    kept = b"".join(path.read_bytes() for path in files)
    assert b"anna.txt" in kept
    assert not any(word in kept for word in (SAID.encode(), b"Hallundav", "röda cykeln".encode()))


def test_the_artifact_holds_the_counts_and_nothing_else(study: Study) -> None:
    finished = code(study)
    with sqlite3.connect(f"file:{prefect_server.folder() / 'prefect.db'}?mode=ro", uri=True) as database:
        query = "SELECT data, description FROM artifact WHERE key = 'codes' ORDER BY created DESC LIMIT 1"
        data, description = database.execute(query).fetchone()
    table = json.loads(json.loads(data))
    assert [set(row) for row in table] == [{"code", "segments", "sources"}] * 2
    assert table[0] == {"code": "jobb", "segments": 1, "sources": 1}
    assert description == f"Run {finished.folder.name}"


def test_prefect_asks_no_proxy_counts_nobody_and_keeps_out_of_the_home_folder(study: Study) -> None:
    home = study.root / "hem"
    home.mkdir()
    from qualcode.encoders.store import cache_folder

    look = (
        "from prefect._internal.analytics import is_telemetry_enabled\n"
        "assert not is_telemetry_enabled()\n"
        "assert os.environ['PREFECT_SERVER_ANALYTICS_ENABLED'] == 'false'\n"
        "assert os.environ['HF_HUB_OFFLINE'] == os.environ['HF_HUB_DISABLE_TELEMETRY'] == '1'"
    )
    nowhere = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"), "http://127.0.0.1:9")
    places = {"HOME": str(home), "USERPROFILE": str(home), "QUALCODE_CACHE": str(cache_folder())}
    done = in_a_process(study, look, NO_PROXY="", no_proxy="", **nowhere, **places)
    assert done.returncode == 0, done.stderr
    assert not (home / ".prefect").exists()


def test_prefect_api_url_is_respected(study: Study) -> None:
    done = in_a_process(study, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert "FlowError" in done.stderr
    assert "http://127.0.0.1:9/api" in done.stderr


def test_a_server_that_is_killed_during_a_run_is_said_and_the_next_run_goes_on(study: Study) -> None:
    edit_flow(study, "    finished = write(job)\n", "    kill_the_server()\n    finished = write(job)\n")
    edit_flow(study, "\n\nif __name__", f"\n\n{KILL}\n\nif __name__")
    started = time.monotonic()
    done = in_a_process(study)
    assert "FlowError" in done.stderr
    assert "qualcode run --direct" in done.stderr
    assert time.monotonic() - started < 90
    edit_flow(study, "    kill_the_server()\n", "")
    assert code(study).exit_status == 0


KILL = f"""\
def kill_the_server():
    import os
    from qualcode import prefect_server
    os.kill(prefect_server.running().pid, {int(signal.SIGKILL)})
"""


def test_the_studys_own_flow_is_run(study: Study) -> None:
    edit_flow(study, "    job = Job(", "    Path(study, 'egen').touch()\n    job = Job(")
    code(study)
    assert (study.root / "egen").exists()


def test_a_study_without_flows_gets_qualcodes(small_study: Path) -> None:
    assert flowrun.flow_file(Study.open(small_study)) == pattern_folder() / "flows" / "code_corpus.py"


@pytest.mark.parametrize("flows", ["corpus", "corpus/flows"])
def test_nothing_is_executed_out_of_the_corpus(study: Study, flows: str) -> None:
    folder = study.root / flows
    folder.mkdir(exist_ok=True)
    (folder / "code_corpus.py").write_text("raise SystemExit('executed')", "utf-8")
    (study.root / "study.yaml").write_text(f"folders: {{flows: {flows}}}\n", "utf-8")
    with pytest.raises(FlowError, match="not executed"):
        code(Study.open(study.root), force=True)


def test_a_flow_that_links_out_of_the_study_is_not_executed(study: Study, tmp_path: Path) -> None:
    outside = tmp_path / "code_corpus.py"
    outside.write_text("raise SystemExit('executed')", "utf-8")
    own = study.root / "flows" / "code_corpus.py"
    own.unlink()
    own.symlink_to(outside)
    with pytest.raises(FlowError, match="not the study's own"):
        code(study)


def test_a_flow_with_an_error_is_named_with_its_line(study: Study) -> None:
    edit_flow(study, "from qualcode.job import Job", "from qualcode.job import Jobb")
    path = study.root / "flows" / "code_corpus.py"
    line = path.read_text("utf-8").split("import Jobb")[0].count("\n") + 1
    with pytest.raises(FlowError, match=rf"code_corpus\.py:{line}: .*Jobb.*--direct"):
        code(study)


def test_task_runners_that_start_processes_are_refused_with_the_remedy(study: Study) -> None:
    edit_flow(study, "ThreadPoolTaskRunner", "ProcessPoolTaskRunner")
    with pytest.raises(
        FlowError, match=r"ProcessPoolTaskRunner.*Use prefect\.task_runners\.ThreadPoolTaskRunner"
    ):
        code(study)


def test_the_watching_flow_codes_the_study(study: Study) -> None:
    from prefect.flows import load_flow_from_entrypoint

    with flowrun.connected(study):
        flow = load_flow_from_entrypoint(f"{study.root / 'flows' / 'watch_corpus.py'}:watch_corpus")
        assert flow(study=str(study.root), runs=1) == 1
    assert (study.outputs / "latest" / "report.html").is_file()


def test_every_deployment_names_a_flow_and_parameters_that_it_takes() -> None:
    flowrun.prepare_environment()
    from prefect.flows import load_flow_from_entrypoint

    settings = yaml.safe_load((pattern_folder() / "prefect.yaml").read_text("utf-8"))
    assert {each["name"] for each in settings["deployments"]} == {"study", "watch"}
    for each in settings["deployments"]:
        flow = load_flow_from_entrypoint(str(pattern_folder() / each["entrypoint"]))
        assert set(each["parameters"]) <= set(flow.parameters.properties)
        env = each["work_pool"]["job_variables"]["env"]
        assert (env["DO_NOT_TRACK"], env["PREFECT_LOGGING_TO_API_ENABLED"]) == ("1", "false")
