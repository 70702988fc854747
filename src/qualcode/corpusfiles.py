"""Which files in ``corpus/`` may be opened: no links out of it, no pipes and devices, nothing left behind."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import Place, SourceError
from qualcode.transcript import normalize

if TYPE_CHECKING:
    from qualcode.readers.lines import Warned

# What operating systems, office programs, editors, browsers and synchronization leave beside documents, or
# write before a file has its name.
_LEFT_BEHIND = re.compile(
    r"\.|~\$|~WRL|#.*#$|.*(~|\.(tmp|temp|part|partial|crdownload|download|sw[a-z]|bak|lock))$"
    r"|(Thumbs\.db|ehthumbs\.db|desktop\.ini|Icon\r|\$RECYCLE\.BIN|System Volume Information|__MACOSX)$",
    re.IGNORECASE | re.DOTALL,
)
_DOCUMENTATION = re.compile(r"README(\.\w+)?$", re.IGNORECASE)


def is_left_behind(name: str) -> bool:
    """Whether a file or folder of this name is a lock, a hidden file, a backup or half of a document."""
    return _LEFT_BEHIND.match(name) is not None


@dataclass(slots=True)
class Found:
    """What lies in a corpus.

    Attributes:
        files: Name and path of each regular file that may be opened, in the order of the names.
        problems: What cannot be opened, and why.
        warnings: Message keys under ``source_warnings`` with their values.
    """

    files: list[tuple[str, Path]] = field(default_factory=list)
    problems: list[SourceError] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


def look(root: Path, suffixes: frozenset[str]) -> Found:
    """Everything below a folder, with what stands in the way of opening it.

    What programs leave behind and ``README`` are passed over in silence. A link is followed to a file within
    the folder and nowhere else; what a link within it leads to as a folder is read where it is.

    Args:
        root: The folder; itself it may be a link.
        suffixes: Of files that can be read, to say so where a folder is called like one.
    """
    found = Found()
    try:
        inside = root.resolve()
    except (OSError, RuntimeError):
        found.problems.append(SourceError("broken_link", where=Place(root)))
        return found

    def closed(error: OSError) -> None:
        path = Path(error.filename)
        if path != root:
            found.problems.append(SourceError("unreadable", where=Place(name_of(path, root))))
        elif root.exists():
            found.problems.append(SourceError("unreadable", where=Place(root)))

    for folder, folders, files in os.walk(root, onerror=closed, followlinks=False):
        here = Path(folder)
        folders[:] = [
            one
            for one in sorted(folders)
            if not is_left_behind(one) and _enters(here / one, root, inside, suffixes, found)
        ]
        for one in sorted(files):
            if is_left_behind(one) or _DOCUMENTATION.match(one):
                continue
            problem = _stands_in_the_way(here / one, root, inside)
            if problem is None:
                found.files.append((name_of(here / one, root), here / one))
            else:
                found.problems.append(problem)
    found.files.sort()
    return found


def name_of(path: Path, root: Path) -> str:
    """What a file is called everywhere: its path below the folder, in NFC with forward slashes."""
    return normalize(_printable(path.relative_to(root).as_posix()))


def _enters(path: Path, root: Path, inside: Path, suffixes: frozenset[str], found: Found) -> bool:
    """Whether a folder's files are looked at."""
    name = name_of(path, root)
    real = _real(path)
    if real is None:
        found.problems.append(SourceError("broken_link", where=Place(name)))
    elif not real.is_relative_to(inside):
        found.problems.append(SourceError("outside", where=Place(name)))
    elif real != inside / path.relative_to(root):
        # Windows' junctions are no symbolic links, but lead elsewhere all the same.
        found.warnings.append(("linked_folder", {"source": name}))
    else:
        if path.suffix.lower() in suffixes:
            found.warnings.append(("folder_like_a_file", {"source": name}))
        return True
    return False


def _stands_in_the_way(path: Path, root: Path, inside: Path) -> SourceError | None:
    """Why a file is not opened."""
    where = Place(name_of(path, root))
    written = path.relative_to(root).as_posix()
    if _printable(written) != written:
        return SourceError("bad_name", where=where)
    if path.is_symlink():
        real = _real(path)
        if real is None:
            return SourceError("broken_link", where=where)
        if not real.is_relative_to(inside):
            return SourceError("outside", where=where)
        if not real.exists():
            return SourceError("broken_link", where=where)
    try:
        mode = path.stat().st_mode
    except OSError as error:
        reason = "missing" if isinstance(error, FileNotFoundError) else "unreadable"
        return SourceError(reason, where=where)
    return None if stat.S_ISREG(mode) else SourceError("no_file", where=where)


def _real(path: Path) -> Path | None:
    """Where a path leads in the end; nothing where links go round in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return None


def _printable(name: str) -> str:
    """A name with control characters, and bytes that are not UTF-8, written out (``\\xe5``)."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if name.isprintable():
        return name
    return "".join(
        character if unicodedata.category(character) not in ("Cc", "Zl", "Zp") else f"\\x{ord(character):02x}"
        for character in name
    )
