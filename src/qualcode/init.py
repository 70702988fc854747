"""Makes a new study: folders, settings, codebook and flows."""

from __future__ import annotations

import shutil
from pathlib import Path

from qualcode.errors import Place, SettingsError
from qualcode.study import SETTINGS_FILE

METADATA_HEADER = "source;type;date;place;group;interviewer\n"
GIT_IGNORE = """\
# Interviews, what is made of them, and caches stay out of version control.
.qualcode/
corpus/*
!corpus/metadata.csv
outputs/*
!outputs/.gitkeep
codings/*
!codings/.gitkeep
argument/
keys/
models/
"""
SETTINGS = """\
# What this study sets otherwise than usual; everything has a default, and an empty file works.
title: {title}

# segmentation:
#   sentences: 3          # most sentences in a segment
#   characters: 320       # a segment is not extended beyond this by a further sentence
#   roles: [respondent, participant, facilitator]   # whose turns are coded
#
# sources:
#   intervju-01.docx:
#     roles: {{Anna: interviewer, Karin: respondent}}
#
# coders:
#   trained: coder        # what `qualcode train` learnt from people's codings
#
# training:
#   wish: f1              # or precision>=0.9, recall>=0.9
#
# deidentify: true        # replace names, numbers and addresses before anything else is done
#
# people:
#   disagreement: majority   # where people differ: majority, latest or any (one yes is enough)
#   imported: marks          # whole: who coded an imported list read its sources whole; the rest is a no
#
# runner:
#   mode: prefect         # direct: the same functions without Prefect
#
# outputs:
#   language: sv
#   keep: 0               # how many runs stay in outputs/ (0: all)
"""


def pattern_folder() -> Path:
    """Where the flows and the codebook of a new study come from: the package's data, or the repository."""
    package = Path(__file__).parent
    for folder in (package / "_study", package.parent.parent):
        if (folder / "flows").is_dir() and (folder / "codebook").is_dir():
            return folder
    raise SettingsError(
        "the installed qualcode has no study to copy from.",
        where=Place(package),
        remedy="Install qualcode again from its wheel.",
    )


def make_study(folder: Path) -> list[Path]:
    """Makes a study in a new or empty folder.

    Returns:
        The files it consists of, relative to the folder.

    Raises:
        SettingsError: the folder holds something, or cannot be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(
            "this folder is not empty." if folder.is_dir() else "there is a file of this name.",
            where=Place(folder),
            remedy="Choose a new name; nothing was changed.",
        )
    pattern = pattern_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part in ("flows", "codebook"):
            shutil.copytree(
                pattern / part,
                folder / part,
                ignore=shutil.ignore_patterns("__pycache__", ".*"),
                copy_function=shutil.copyfile,
            )
        shutil.copyfile(pattern / "prefect.yaml", folder / "prefect.yaml")
        _write(folder / SETTINGS_FILE, SETTINGS.format(title=_quoted(folder.resolve().name)))
        _write(folder / "corpus" / "metadata.csv", METADATA_HEADER)
        _write(folder / "outputs" / ".gitkeep", "")
        _write(folder / "codings" / ".gitkeep", "")
        _write(folder / ".gitignore", GIT_IGNORE)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)  # it was new or empty
        raise SettingsError(
            f"the study could not be made: {error.strerror or error}.", where=Place(error.filename or folder)
        ) from error
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _quoted(name: str) -> str:
    import json

    return json.dumps(name, ensure_ascii=False)
