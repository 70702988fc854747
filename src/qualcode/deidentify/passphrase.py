"""The passphrase of a study's key: from the environment, a file that the settings name, or a person."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import PassphraseError, Place

if TYPE_CHECKING:
    from qualcode.study import Study

VARIABLE = "QUALCODE_PASSPHRASE"
SHORTEST = 8
_asked: dict[Path, str] = {}


def of(study: Study, key: Path) -> str:
    """The passphrase, as NFC without white space at its ends; asked for once a process.

    Args:
        study: The study.
        key: The key's file; where it is not there, a new passphrase is chosen and asked for twice.

    Raises:
        PassphraseError: none was given and nobody can be asked, or it is too short for a new key.
    """
    given = _given(study)
    if given is None:
        given = _asked.get(study.root)
    if given is None:
        if not sys.stdin.isatty() or not sys.stderr.isatty():
            raise PassphraseError(
                "de-identification needs the passphrase of the study's key." if key.exists()
                else "de-identification needs a passphrase for the study's new key.",
                where=Place(key),
                remedy=f"Set {VARIABLE}, name a file under deidentify: passphrase_file: in study.yaml, or run"
                " it in a terminal.",
            )  # fmt: skip
        given = _ask(key)
    if len(given) < SHORTEST and not key.exists():
        raise PassphraseError(
            f"the passphrase is shorter than {SHORTEST} characters.",
            where=Place(key),
            remedy="Choose a longer one, and keep it apart from the study: it cannot be replaced.",
        )
    _asked[study.root] = given
    return given


def forget(study: Study) -> None:
    """Asks again next time; for a passphrase that was wrong."""
    _asked.pop(study.root, None)


def _given(study: Study) -> str | None:
    if (value := os.environ.get(VARIABLE)) is not None and value.strip():
        return _tidy(value)
    named = study.settings.deidentify.passphrase_file
    if not named:
        return None
    path = (study.root / Path(named).expanduser()).resolve()
    if path.is_relative_to(study.outputs.resolve()):
        raise PassphraseError(
            "the passphrase lies in outputs/, which is shared.",
            where=Place(path),
            remedy="Move it out of there.",
        )
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PassphraseError(
            f"the passphrase's file cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'}).",
            where=Place(path),
            remedy="Mend deidentify: passphrase_file: in study.yaml, or the file.",
        ) from None
    if not lines or not lines[0].strip():
        raise PassphraseError(
            "the passphrase's file is empty.",
            where=Place(path),
            remedy="Write the passphrase on its first line.",
        )
    return _tidy(lines[0])


def _ask(key: Path) -> str:
    import getpass

    if key.exists():
        return _tidy(getpass.getpass("Passphrase of the study's key: "))
    print(
        f"De-identification keeps what it replaces in {key}, sealed with a passphrase of yours.\n"
        "Write it down and keep it apart from the study: without it nothing can be turned back.",
        file=sys.stderr,
    )
    first = _tidy(getpass.getpass("New passphrase: "))
    if _tidy(getpass.getpass("The same again: ")) != first:
        raise PassphraseError(
            "the two passphrases differ.", where=Place(key), remedy="Try again; nothing was written."
        )
    return first


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())
