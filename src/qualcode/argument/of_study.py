"""The dossier of a study: its argumentation held against a run's codings and what people said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.argument import choices, hearing, likeness, loading
from qualcode.argument.addresses import Addresses
from qualcode.argument.choices import Held
from qualcode.argument.judging import Material
from qualcode.argument.likeness import Candidate
from qualcode.argument.people import People
from qualcode.argument.population import Population
from qualcode.argument.quoting import Quoting
from qualcode.argument.weighing import Weighed, weigh
from qualcode.errors import CodingsError, ModelError, Place, SettingsError

if TYPE_CHECKING:
    from qualcode.argument.dossier import Dossier
    from qualcode.argument.loading import Loaded
    from qualcode.decisions.in_study import People as Coders
    from qualcode.gate.standing import Validation
    from qualcode.study import Study


@dataclass(frozen=True)
class Prepared:
    """A study's argumentation and a run, ready to be weighed.

    Attributes:
        study: The study.
        run: The run's folder.
        loaded: The argumentation.
        quoting: The material, with what quotes are shown with.
        questions: What is heard in interviewers' turns.
        population: Who takes part.
        chosen: All choices of people that hold, with where they stand.
        unreadable: Rows of choices that cannot be read.
        coders: What people said of codes.
        validation: Where codes stand by the gate.
        candidates: Passages to be read, by id of the claim.
        unlike: Why there are none though the argumentation gives sentences; empty otherwise.
        same_codebook: Whether the codebook is still the one that the run followed.
    """

    study: Study
    run: Path
    loaded: Loaded
    quoting: Quoting
    questions: hearing.Heard
    population: Population
    chosen: Sequence[Held]
    unreadable: Sequence[CodingsError]
    coders: Coders
    validation: Validation
    candidates: Mapping[str, Sequence[Candidate]]
    unlike: str
    same_codebook: bool

    @property
    def texts(self) -> dict[str, str]:
        """Every source's text, by name."""
        return {source.name: source.text for source in self.quoting.material.sources}

    def weighed(self) -> list[Weighed]:
        """Every claim of the argumentation, weighed, in the order of the file."""
        return [
            weigh(claim, self.quoting, self.population, self.questions, self.chosen)
            for claim in self.loaded.argumentation.claims
        ]


def _candidates(
    study: Study, material: Material, chosen: Sequence[Held]
) -> tuple[dict[str, list[Candidate]], str]:
    """Passages to be read, and why there are none where the study's encoder cannot be had: a dossier is worth
    having without."""
    from qualcode.encoders.cache import encoder_of

    like = (claim.like for claim in material.argumentation.claims)
    if not any(each.supports or each.challenges for each in like):
        return {}, ""
    try:
        return likeness.candidates(material, encoder_of(study), chosen), ""
    except ModelError as error:
        return {}, error.what


def file_of(study: Study) -> Path:
    """The study's argumentation: ``argumentation.yaml`` beside its codebook."""
    return study.codebook.parent / loading.FILE


def dossier(study: Study, *, run: str = "") -> Dossier:
    """A study's dossier.

    Args:
        study: The study.
        run: Name of a run; the latest one without.

    Raises:
        ArgumentError: the argumentation is not valid.
        SettingsError: there is no argumentation, no such run, or it lacks files that are needed.
        CodebookError: the codebook is not valid.
    """
    from qualcode.argument.making import make

    return make(prepare(study, run=run))


def prepare(study: Study, *, run: str = "") -> Prepared:
    """Reads everything a dossier is made of; raises as :func:`dossier` does."""
    from qualcode.agreement import machine
    from qualcode.codebook import fingerprint
    from qualcode.decisions.in_study import People as Coders
    from qualcode.gate import of_study as gate
    from qualcode.namedrun import named_run

    path = file_of(study)
    if not path.is_file():
        raise SettingsError(
            "the study has no argumentation.",
            where=Place(path),
            remedy="Write one; `qualcode init` puts the pre-study's into every new study as a pattern.",
        )
    folder = named_run(study, run)
    sources, codebook = machine.of_run(study, folder.name)
    from qualcode.argument.known import of_sources

    loaded = loading.load(path, codebook, of_sources(sources))
    coders = Coders(study)
    outranked = coders.outrank(sources, codebook)
    validation = gate.measure(study, outranked, codebook, coders.everything)
    argumentation = loaded.argumentation
    language_of = {source.name: study.language_of(source.name) for source in outranked}
    heard, questions = hearing.hear(argumentation, outranked, language_of)
    people = People.of(argumentation, outranked, language_of)
    material = Material(argumentation, codebook, outranked, people, heard)
    statuses = {code: standing.status for code, standing in validation.by_code.items()}
    read, unreadable = choices.read(study.root)
    chosen = choices.place(choices.in_force(read), {source.name: source.text for source in outranked})
    candidates, unlike = _candidates(study, material, chosen)
    followed = {source.codebook for source in outranked if source.codebook}
    return Prepared(
        study=study,
        run=folder,
        loaded=loaded,
        quoting=Quoting(material, statuses, Addresses.of(folder), study.settings.outputs.language),
        questions=questions,
        population=Population.of(material),
        chosen=chosen,
        unreadable=unreadable,
        coders=coders,
        validation=validation,
        candidates=candidates,
        unlike=unlike,
        same_codebook=followed <= {fingerprint(codebook)},
    )
