"""Runs the study's Prefect flow: finds it, sees to a server, and turns what goes wrong into messages.

Prefect is imported here only, and only when a flow is run. Everything it could send anywhere is switched off
first; ``PREFECT_API_URL`` in the environment is respected, as a choice of the user's.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

from qualcode import prefect_server
from qualcode.errors import FlowError, Place, QualcodeError
from qualcode.init import pattern_folder

if TYPE_CHECKING:
    from qualcode.run import Finished
    from qualcode.study import Study

FLOW_FILE = "code_corpus.py"
FLOW_NAME = "code_corpus"
DIRECT = "Or run `qualcode run --direct`, which does the same without Prefect."

ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_INTERNAL_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}
"""Nothing is counted by anybody, and nothing is logged: qualcode says itself what happens."""


def run(study: Study, *, force: bool = False) -> Finished:
    """Runs ``flows/code_corpus.py`` on a study.

    Raises:
        FlowError: Prefect, its server or the flow's file does not work.
    """
    from qualcode.job import Job
    from qualcode.run import unchanged

    if not force and (before := unchanged(Job(study))):
        return before
    with connected(study):
        flow = load_flow(study)
        return _call(flow, study, force)


@contextmanager
def connected(study: Study) -> Iterator[None]:
    """Within it, Prefect's settings are the study's, and a server answers."""
    starting = None
    if study.settings.runner.server == "auto" and not os.environ.get("PREFECT_API_URL"):
        starting = prefect_server.start()
    prepare_environment()
    from prefect.settings import temporary_settings

    if starting is not None and starting.server is None:
        _load_meanwhile(study)
    with temporary_settings(_settings(study, starting.wait() if starting else None)):
        try:
            yield
        finally:
            _send_the_rest(alive=starting is None or prefect_server.running() is not None)


def prepare_environment() -> None:
    """Switches off what Prefect would send and say; before it is imported."""
    from qualcode.encoders.offline import stay_offline

    stay_offline()
    for name, value in {**ENVIRONMENT, "PREFECT_HOME": str(prefect_server.folder())}.items():
        os.environ.setdefault(name, value)


def flow_file(study: Study) -> Path:
    """The study's own flow, or the one that qualcode brings if the study has none.

    Raises:
        FlowError: the file leads out of the study, or lies in ``corpus/``, from where nothing is executed.
    """
    path = study.root / study.settings.folders.flows / FLOW_FILE
    if not path.exists():
        return pattern_folder() / "flows" / FLOW_FILE
    real = path.resolve()
    if not real.is_relative_to(study.root.resolve()) or real.is_relative_to(study.corpus.resolve()):
        raise FlowError(
            "this flow is not the study's own, and is not executed.",
            where=Place(path),
            remedy=f"Put the file itself into the study's {study.settings.folders.flows}/ folder. {DIRECT}",
        )
    return real


def load_flow(study: Study) -> Any:
    """The flow, imported from its file.

    Raises:
        FlowError: the file has an error, has no such flow, or runs its tasks in other processes.
    """
    from importlib.util import module_from_spec, spec_from_file_location

    from prefect import Flow
    from prefect.task_runners import ThreadPoolTaskRunner

    path = flow_file(study)
    spec = spec_from_file_location(f"{FLOW_NAME}_of_study", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        line = getattr(error, "lineno", None) or _line_in(path, error)
        raise FlowError(
            f"the flow cannot be imported ({type(error).__name__}: {error}).",
            where=Place(path, line),
            remedy=f"Mend it, or remove the file to use qualcode's own. {DIRECT}",
        ) from error
    flow = getattr(module, FLOW_NAME, None)
    if not isinstance(flow, Flow):
        raise FlowError(f"there is no flow `{FLOW_NAME}` in this file.", where=Place(path), remedy=DIRECT)
    if not isinstance(flow.task_runner, ThreadPoolTaskRunner):
        kind = type(flow.task_runner).__name__
        raise FlowError(
            f"{kind} starts processes that share neither the loaded model nor Prefect's server.",
            where=Place(path),
            remedy="Use prefect.task_runners.ThreadPoolTaskRunner: the encoder uses all cores by itself. "
            + DIRECT,
        )
    return flow.with_options(task_runner=ThreadPoolTaskRunner(max_workers=study.settings.runner.workers))


def _call(flow: Any, study: Study, force: bool) -> Finished:
    # A study's own flow may be older than this; it is asked for nothing that it need not know.
    strictly = {"strict": True} if study.settings.gate.strict else {}
    if strictly and "strict" not in flow.parameters.properties:
        raise FlowError(
            "this flow knows of no strict runs.",
            where=Place(flow_file(study)),
            remedy=f"Give `{FLOW_NAME}` a parameter `strict`, as qualcode's own has it. {DIRECT}",
        )
    try:
        return flow(study=str(study.root), force=force, **strictly)
    except QualcodeError:
        raise
    except Exception as error:
        # A job turns whatever happens in its stages into a QualcodeError; this is Prefect, or the flow's
        # own file.
        raise FlowError(
            f"Prefect could not go on ({type(error).__name__}: {error}).",
            remedy=f"Run again: what was done is kept. {DIRECT}",
        ) from error


def _settings(study: Study, server: prefect_server.Server | None) -> dict[Any, Any]:
    from prefect import settings

    chosen: dict[Any, Any] = {
        settings.PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,  # its thread costs a second at the end of each run
        settings.PREFECT_LOCAL_STORAGE_PATH: study.private / "prefect",
    }
    if server is not None:
        chosen[settings.PREFECT_API_URL] = server.url
        chosen[settings.PREFECT_API_AUTH_STRING] = server.secret
        chosen[settings.PREFECT_CLIENT_MAX_RETRIES] = 2  # five take three minutes when the server was killed
    elif study.settings.runner.server == "temporary":
        chosen[settings.PREFECT_SERVER_ALLOW_EPHEMERAL_MODE] = True
    elif study.settings.runner.server != "auto":
        chosen.setdefault(settings.PREFECT_API_URL, study.settings.runner.server)
    if server is not None:
        # A proxy for everything else must not be asked for this machine.
        here = {"127.0.0.1", "localhost"}
        known = [host for host in os.environ.get("NO_PROXY", "").split(",") if host and host not in here]
        os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join([*known, *sorted(here)])
    return chosen


def _send_the_rest(*, alive: bool, seconds: float = 10.0) -> None:
    """Lets Prefect's worker send what it has still to say, and end: the next run may have another server.

    What a dead server would be told is dropped. The worker would try for minutes, and keep the process from
    ending; it has no public way to be told.
    """
    from prefect.events.worker import EventsWorker

    queues = [worker._queue for worker in list(EventsWorker._instances.values())]
    if not alive:
        _drop(queues)
    _, unsent = EventsWorker.drain_all(timeout=seconds, at_exit=False)
    if unsent:
        _drop(queues)


def _drop(queues: list[Queue[Any]]) -> None:
    for queue in queues:
        with suppress(Empty):
            while True:
                queue.get_nowait()
        queue.put(None)


def _load_meanwhile(study: Study) -> None:
    """Imports, while the server starts in a process of its own, what the stages will need."""
    import pandas  # noqa: F401
    import prefect.artifacts
    import prefect.task_runners  # noqa: F401
    import transformers.tokenization_utils_tokenizers  # noqa: F401

    from qualcode import nlp, quotes, tables, writers  # noqa: F401
    from qualcode.coding import rules, votes  # noqa: F401
    from qualcode.lemmas import lexicon

    lexicon(study.settings.language)
    writers.all()


def _line_in(path: Path, error: BaseException) -> int | None:
    lines = []
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == str(path):
            lines.append(step.tb_lineno)
        step = step.tb_next
    return lines[-1] if lines else None
