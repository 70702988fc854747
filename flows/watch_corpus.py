"""A flow that stays: it runs ``code-corpus`` whenever something in the study has changed.

qualcode watch                   # the same from the terminal
prefect deploy --all             # as a deployment on a Prefect server of your own (see prefect.yaml)
"""

from contextlib import suppress
from pathlib import Path

from prefect import flow

from qualcode.errors import QualcodeError
from qualcode.flowrun import load_flow
from qualcode.study import Study
from qualcode.watch import changes


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
    found, done = Study.find(Path(study)), 0
    for _ in changes(found):
        with suppress(QualcodeError):
            load_flow(Study.open(found.root))(study=str(found.root))
        done += 1
        if done == runs:
            break
    return done


if __name__ == "__main__":
    from qualcode.cli import main

    main(["watch"])
