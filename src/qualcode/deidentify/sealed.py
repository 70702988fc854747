"""A file that only a passphrase opens.

A random key seals the content with AES-256-GCM; the passphrase, stretched by scrypt, seals that key. So a
wrong passphrase and a damaged file can be told apart, and the content can be written anew without asking
again. See `RFC 7914 <https://www.rfc-editor.org/rfc/rfc7914>`_ and
`NIST SP 800-38D <https://doi.org/10.6028/NIST.SP.800-38D>`_.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from qualcode.errors import KeyDamagedError, OutputError, PassphraseError, Place

FORMAT = "qualcode key 1"
_N, _R, _P = 2**15, 8, 1
_MOST_MEMORY = 2**28
_DAMAGED = (
    "Put back an undamaged copy of the file; without one, what was replaced can only be seen in corpus/."
)


class SealedFile:
    """A sealed file, opened.

    Attributes:
        id: A random name that the file keeps for as long as it is written anew.
        content: What it holds.
    """

    def __init__(self, path: Path, header: dict[str, Any], key: bytes, content: bytes) -> None:
        self._path, self._header, self._key = path, header, key
        self.id: str = header["id"]
        self.content = content

    @classmethod
    def make(cls, path: Path, passphrase: str) -> SealedFile:
        """A new one, not written yet."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key, salt, identity = AESGCM.generate_key(256), os.urandom(16), os.urandom(8).hex()
        nonce = os.urandom(12)
        wrapped = AESGCM(_stretched(passphrase, salt, _N, _R, _P)).encrypt(
            nonce, key, _about(identity, "key")
        )
        header = {
            "format": FORMAT,
            "id": identity,
            "kdf": {"name": "scrypt", "n": _N, "r": _R, "p": _P, "salt": _text(salt)},
            "key": _text(nonce + wrapped),
        }
        return cls(path, header, key, b"")

    @classmethod
    def open(cls, path: Path, passphrase: str) -> SealedFile:
        """The file, opened.

        Raises:
            PassphraseError: the passphrase is not the file's.
            KeyDamagedError: the file cannot be read or is not as it was written.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        header = _header(path)
        try:
            kdf, sealed, wrapped = header["kdf"], _bytes(header["content"]), _bytes(header["key"])
            memory = 128 * int(kdf["n"]) * int(kdf["r"])
            if kdf["name"] != "scrypt" or memory > _MOST_MEMORY:
                raise ValueError
            stretched = _stretched(passphrase, _bytes(kdf["salt"]), kdf["n"], kdf["r"], kdf["p"])
        except (KeyError, TypeError, ValueError):
            raise KeyDamagedError("the key is damaged.", where=Place(path), remedy=_DAMAGED) from None
        try:
            key = AESGCM(stretched).decrypt(wrapped[:12], wrapped[12:], _about(header["id"], "key"))
        except InvalidTag:
            raise PassphraseError(
                "this is not the key's passphrase.",
                where=Place(path),
                remedy="Give the one that the key was made with; nothing was changed.",
            ) from None
        try:
            content = AESGCM(key).decrypt(sealed[:12], sealed[12:], _about(header["id"], "content"))
        except InvalidTag:
            raise KeyDamagedError("the key is damaged.", where=Place(path), remedy=_DAMAGED) from None
        return cls(path, header, key, content)

    def save(self, content: bytes) -> None:
        """Writes new content, whole or not at all, readable for its owner alone.

        Raises:
            OutputError: it cannot be written.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(12)
        sealed = nonce + AESGCM(self._key).encrypt(nonce, content, _about(self.id, "content"))
        header = {
            **{name: self._header[name] for name in ("format", "id", "kdf", "key")},
            "content": _text(sealed),
        }
        header["checksum"] = _checksum(header)
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            private_folder(self._path.parent)
            beside.touch(mode=0o600)
            beside.write_text(json.dumps(header, indent=1) + "\n", encoding="utf-8")
            os.replace(beside, self._path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise OutputError(
                f"the key could not be written ({error.strerror or error}).",
                where=Place(self._path),
                remedy="See that the folder is writable and run again; nothing else was written.",
            ) from error
        self._header, self.content = header, content


def identity(path: Path) -> str:
    """The sealed file's random name, which needs no passphrase; empty where there is no such file.

    Raises:
        KeyDamagedError: the file is not as it was written.
    """
    return str(_header(path)["id"]) if path.exists() else ""


def private_folder(folder: Path) -> None:
    """Makes a folder that no version control takes and, where there are such rights, nobody else reads."""
    folder.mkdir(parents=True, exist_ok=True)
    rule = folder / ".gitignore"
    if not rule.exists():
        rule.write_text("*\n", encoding="utf-8")
        with suppress(OSError):
            folder.chmod(0o700)


def _header(path: Path) -> dict[str, Any]:
    try:
        header = json.loads(path.read_text("utf-8"))
        whole = header.pop("checksum")
        if header["format"] != FORMAT or whole != _checksum(header) or not isinstance(header["id"], str):
            raise ValueError
    except OSError as error:
        raise KeyDamagedError(
            f"the key cannot be read ({error.strerror or error}).",
            where=Place(path),
            remedy="Close the program that holds it, or give yourself the right to read it.",
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyDamagedError("the key is damaged.", where=Place(path), remedy=_DAMAGED) from None
    return header


def _checksum(header: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(header, sort_keys=True).encode()).hexdigest()


def _stretched(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(passphrase.encode())


def _about(identity: str, part: str) -> bytes:
    return f"{FORMAT} {identity} {part}".encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
