"""The sealed key: wrong passphrases and damage are told apart, and nothing in it can be read."""

from __future__ import annotations

import json
import os
import stat
import sys

import pytest

from qualcode.deidentify import passphrase
from qualcode.deidentify.key import open_key, path_of
from qualcode.deidentify.sealed import SealedFile, identity
from qualcode.errors import KeyDamagedError, PassphraseError
from qualcode.study import Study


@pytest.fixture
def study(tmp_path) -> Study:
    (tmp_path / "study.yaml").write_text("deidentify: true\n", "utf-8")
    return Study.open(tmp_path)


@pytest.fixture
def sealed(tmp_path):
    path = tmp_path / "keys" / "prov.key"
    made = SealedFile.make(path, "rätt fras")
    made.save(b"Kajsa Lindgren")
    return path


def test_what_was_sealed_comes_back_and_cannot_be_read_in_the_file(sealed) -> None:
    assert SealedFile.open(sealed, "rätt fras").content.decode() == "Kajsa Lindgren"
    assert b"Kajsa" not in sealed.read_bytes()
    again = SealedFile.open(sealed, "rätt fras")
    again.save(b"mer")
    assert SealedFile.open(sealed, "rätt fras").content == b"mer"
    assert identity(sealed) == again.id


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_only_its_owner_may_read_it_and_no_version_control_takes_it(sealed) -> None:
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    assert stat.S_IMODE(sealed.parent.stat().st_mode) == 0o700
    assert (sealed.parent / ".gitignore").read_text("utf-8") == "*\n"


def test_a_wrong_passphrase_is_told_and_changes_nothing(sealed) -> None:
    before = sealed.read_bytes()
    with pytest.raises(PassphraseError, match="not the key's passphrase") as told:
        SealedFile.open(sealed, "fel fras")
    assert told.value.exit_status == 10
    assert sealed.read_bytes() == before


@pytest.mark.parametrize("part", ["content", "key", "kdf", "checksum", "id"])
def test_damage_is_told_apart_from_a_wrong_passphrase(sealed, part: str) -> None:
    header = json.loads(sealed.read_text("utf-8"))
    if part == "kdf":
        header["kdf"]["salt"] = "AAAA" + header["kdf"]["salt"][4:]
    else:
        header[part] = ("B" if header[part][0] == "A" else "A") + header[part][1:]
    sealed.write_text(json.dumps(header), "utf-8")
    with pytest.raises(KeyDamagedError, match="damaged") as told:
        SealedFile.open(sealed, "rätt fras")
    assert told.value.exit_status == 11


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b'{"checksum": 1}'])
def test_what_is_no_key_is_told(sealed, content: bytes) -> None:
    sealed.write_bytes(content)
    with pytest.raises(KeyDamagedError, match=r"prov.key: the key is damaged. Put back"):
        SealedFile.open(sealed, "rätt fras")


def test_without_a_passphrase_and_without_anybody_to_ask_it_says_how_to_give_one(study, monkeypatch) -> None:
    monkeypatch.delenv(passphrase.VARIABLE)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(PassphraseError, match=r"new key\. Set QUALCODE_PASSPHRASE.*passphrase_file"):
        open_key(study, new=True)
    assert not path_of(study).exists()


def test_a_new_key_wants_a_passphrase_of_some_length(study, monkeypatch) -> None:
    monkeypatch.setenv(passphrase.VARIABLE, "kort")
    with pytest.raises(PassphraseError, match="shorter than 8"):
        open_key(study, new=True)


def test_the_passphrase_may_lie_in_a_file_that_the_settings_name(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv(passphrase.VARIABLE)
    (tmp_path / "study.yaml").write_text("deidentify: {passphrase_file: fras.txt}\n", "utf-8")
    study = Study.open(tmp_path)
    assert study.settings.deidentify.enabled
    with pytest.raises(PassphraseError, match=r"fras.txt: .*cannot be read"):
        open_key(study, new=True)
    (tmp_path / "fras.txt").write_text("  en lång fras \nmer\n", "utf-8")
    open_key(study, new=True).save()
    monkeypatch.setenv(passphrase.VARIABLE, "en lång fras")
    assert open_key(study).id == identity(path_of(study))


def test_a_passphrase_is_the_same_however_its_letters_are_composed(study, monkeypatch) -> None:
    monkeypatch.setenv(passphrase.VARIABLE, "hemlig fras för åk")
    open_key(study, new=True).save()
    monkeypatch.setenv(passphrase.VARIABLE, "hemlig fras fo\u0308r a\u030ak")
    open_key(study)


def test_a_key_that_is_missing_is_told(study) -> None:
    with pytest.raises(KeyDamagedError, match="has no key"):
        open_key(study)


def test_a_person_is_asked_twice_for_a_new_passphrase_and_once_a_process(study, monkeypatch) -> None:
    import getpass

    monkeypatch.delenv(passphrase.VARIABLE)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    answers = iter(["min långa fras", "en annan fras", "min långa fras", "min långa fras"])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(answers))
    with pytest.raises(PassphraseError, match="differ"):
        open_key(study, new=True)
    open_key(study, new=True).save()
    open_key(study)
    assert next(answers, None) is None
    assert os.environ.get(passphrase.VARIABLE) is None
