"""What the machine gives by itself: now, or in a run that was written."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from qualcode.errors import Place, SettingsError, SourceError
from qualcode.namedrun import named_run
from qualcode.writers import codings_csv, codings_machine_csv, codings_spacy

if TYPE_CHECKING:
    from qualcode.codebook.model import Codebook
    from qualcode.coded import CodedSource
    from qualcode.study import Study


def now(study: Study) -> tuple[list[CodedSource], Codebook]:
    """All sources as codebook and model code them now; what a run has done is not done again.

    Raises:
        NothingToCodeError, CodebookError, ModelError: as a run raises them.
    """
    from qualcode.job import Job

    job = Job(study)
    for stage in (Job.read, Job.annotate, Job.encode, Job.decide):
        for source in job.sources:
            try:
                stage(job, source)
            except SourceError:
                continue
    return job.machine(), job.equipment.codebook


def of_run(study: Study, name: str) -> tuple[list[CodedSource], Codebook]:
    """All sources as the machine coded them in a run.

    Raises:
        SettingsError: there is no such run, or it was written without what is needed.
    """
    from qualcode import codebook

    folder = named_run(study, name)
    docs = folder / codings_spacy.NAME
    own = folder / codings_machine_csv.NAME
    table = own if own.is_file() else folder / codings_csv.NAME
    for path in (docs, table):
        if not path.is_file():
            raise SettingsError(
                "the run does not have this file.",
                where=Place(path),
                remedy="Let `outputs: formats:` have it (all formats: []), and run again.",
            )
    given = codings_machine_csv.read(table)
    sources = [
        dataclasses.replace(source, codings=given.get(source.name, [])) for source in codings_spacy.read(docs)
    ]
    return sources, codebook.load(study.codebook)
