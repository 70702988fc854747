"""A codebook from its file, refused with every problem at its place if it is not valid."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qualcode.codebook.checks import find_problems
from qualcode.codebook.labelled import read_labelled
from qualcode.codebook.model import Codebook
from qualcode.codebook.rule_checks import find_rule_problems
from qualcode.errors import CodebookError, Place, QualcodeError
from qualcode.located import Document, read, stop_on, validate


@dataclass(frozen=True)
class Loaded:
    """A codebook and where its parts stand.

    Attributes:
        codebook: The valid codebook.
        document: Places in its file.
    """

    codebook: Codebook
    document: Document


def load(path: Path) -> Codebook:
    """The codebook in ``path``, with the labelled texts of its ``examples_file``.

    Raises:
        CodebookError: with every problem found, in the order of the file.
    """
    return load_located(path).codebook


def load_located(path: Path) -> Loaded:
    """As :func:`load`, with the places of everything in it."""
    document = read(path, CodebookError)
    codebook, problems = validate(document, Codebook)
    problems = [*document.problems, *problems]
    places: list[Place] = []
    if codebook is not None:
        places = [document.place(("labelled", i)) for i in range(len(codebook.labelled))]
        if codebook.examples_file:
            file = path.parent / codebook.examples_file
            texts, wrong = read_labelled(file, codebook.ids)
            labelled = (*codebook.labelled, *(text for _, text in texts))
            codebook = codebook.model_copy(update={"labelled": labelled})
            places += [place for place, _ in texts]
            problems += [_at_its_name(problem, codebook, document) for problem in wrong]
        # A part that is already reported may look wrong in other ways too; once is enough.
        told = {str(problem.where) for problem in problems}
        found = [*find_problems(codebook, document, places), *find_rule_problems(codebook, document)]
        problems += [problem for problem in found if str(problem.where) not in told]
    stop_on(problems, CodebookError)
    assert codebook is not None
    return Loaded(codebook, document)


def _at_its_name(problem: QualcodeError, codebook: Codebook, document: Document) -> QualcodeError:
    """A problem of the whole examples file is shown where the codebook names the file."""
    if problem.where is not None and problem.where.line is not None:
        return problem
    what = f"'{codebook.examples_file}': {problem.what}"
    return QualcodeError(what, where=document.place(("examples_file",)), remedy=problem.remedy)
