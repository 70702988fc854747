"""The flow behind ``qualcode run``: from ``corpus/`` to a folder in ``outputs/``.

Each stage is a task for each source, so that Prefect shows how far a run has come and what failed. What the
stages do is in ``qualcode.pipeline``; what they have done before is in the study's ``.qualcode/cache``, found
by a hash of the source's bytes and a fingerprint of settings, codebook, model and program. A task that found
its work done there ends as *Cached*.

No interview text passes through Prefect: its parameters are the study's folder and the sources' names, tasks
return nothing, and the artifact holds the counts.

    qualcode run                     # this flow, on a local server that qualcode keeps
    prefect deploy --all             # as a deployment, on a Prefect server of your own (see prefect.yaml)
"""

from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from qualcode.errors import SourceError
from qualcode.job import Job
from qualcode.run import RETRY_SECONDS, Finished, may_pass, unchanged
from qualcode.run import write as write_run
from qualcode.study import Study


def held_by_another_program(task, task_run, state) -> bool:
    """Whether trying again helps: Word or OneDrive holds the file for a moment."""
    return may_pass(state.result(raise_on_failure=False))


def ended(cached: bool) -> object:
    """How a task ends that found its work done before, and one that did it."""
    return Completed(name="Cached") if cached else Completed()


def called() -> str:
    """What Prefect calls a task's run. It remembers names: a de-identified source is only a number there."""
    given = task_run.parameters
    return f"{task_run.task_name} {given['job'].called(given['source'])}"


@task(
    task_run_name=called,
    cache_policy=NO_CACHE,
    retries=len(RETRY_SECONDS),
    retry_delay_seconds=list(RETRY_SECONDS),
    retry_condition_fn=held_by_another_program,
)
def read(job: Job, source: str):
    """File → transcript."""
    return ended(job.read(source))


@task(task_run_name=called, cache_policy=NO_CACHE)
def annotate(job: Job, source: str):
    """Transcript → words, sentences, segments."""
    return ended(job.annotate(source))


@task(task_run_name=called, cache_policy=NO_CACHE)
def encode(job: Job, source: str):
    """Segments → vectors."""
    return ended(job.encode(source))


@task(task_run_name=called, cache_policy=NO_CACHE)
def decide(job: Job, source: str):
    """Segments, vectors, rules → codings."""
    return ended(job.decide(source))


@task(cache_policy=NO_CACHE)
def write(job: Job) -> Finished:
    """Codings → matrices, quotes, report; they appear in ``outputs/`` all at once."""
    return write_run(job)


@flow(name="code-corpus", persist_result=False, task_runner=ThreadPoolTaskRunner())
def code_corpus(study: str = ".", force: bool = False, strict: bool = False) -> Finished:
    """Codes the study in a folder.

    Args:
        study: The study's folder.
        force: Write a new run though nothing has changed.
        strict: Leave out codes that are not validated.
    """
    job = Job(Study.find(Path(study)).strictly(strict))
    if not force and (before := unchanged(job)):
        return before

    # Reading waits for disks and locked files, so several sources are read at a time.
    waiting = [read.submit(job, source) for source in job.sources]
    for future in waiting:
        future.wait()
    for stage in (annotate, encode, decide):
        for source in job.sources:
            try:
                stage(job, source)
            except SourceError:
                continue  # The job has noted it, and the others go on.
    finished = write(job)

    counts = [{key: row[key] for key in ("code", "segments", "sources")} for row in finished.codes]
    create_table_artifact(key="codes", table=counts, description=f"Run {finished.folder.name}")
    return finished


if __name__ == "__main__":
    from qualcode.cli import main

    main(["run"])
