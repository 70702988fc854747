"""A flow that stays: it runs ``code-corpus`` whenever something in the study has changed.

qualcode watch                   # the same from the terminal
prefect deploy --all             # as a deployment on a Prefect server of your own (see prefect.yaml)
"""

from pathlib import Path
from threading import Event

from prefect import flow

from qualcode.flowrun import load_flow
from qualcode.study import Study
from qualcode.watch import watch


@flow(name="watch-corpus", persist_result=False)
def watch_corpus(study: str = ".", runs: int | None = None) -> int:
    """Codes the study in a folder, now and after each change.

    Prefect shows a run that failed, and the next change may mend it.

    Args:
        study: The study's folder.
        runs: End after so many; without it, when the flow run is cancelled.

    Returns:
        How many runs there were.
    """
    stop, done = Event(), 0

    def code(now: Study, changed: list[Path]) -> None:
        nonlocal done
        done += 1
        if done == runs:
            stop.set()
        load_flow(now)(study=str(now.root))

    watch(Study.find(Path(study)), react=code, stop=stop, at_start=True)
    return done


if __name__ == "__main__":
    from qualcode.cli import main

    main(["watch"])
