"""What LibreOffice makes of Word files: .odt, .rtf, .html and .pdf, one call a format; and .docx anew."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from renderings import LeftOut, Rendered, Rendering, word
from renderings.truth import Truth, untimed

FORMATS = ("odt", "rtf", "html", "docx", "pdf")
# Both print deleted words like all others, and on paper there are no cells.
LEFT_OUT = {
    "html": {"worked over in Word", "Word's elements"},
    "pdf": {"worked over in Word", "Word's elements", "table", "table with times", "Teams in one paragraph"},
}


def render(truths: list[Truth]) -> Rendered:
    """Word files saved anew by LibreOffice in each of its formats."""
    office = shutil.which("soffice")
    if office is None:
        yield from (LeftOut(format, "LibreOffice's files, as soffice is not installed") for format in FORMATS)
        return
    with tempfile.TemporaryDirectory() as folder:
        originals = Path(folder) / "original"
        originals.mkdir()
        made = dict(_originals(truths, originals))
        for format in FORMATS:
            out = Path(folder) / format
            subprocess.run(
                [office, "--headless", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}",
                 "--convert-to", _filter(format), "--outdir", str(out), *map(str, sorted(made))],
                check=True, capture_output=True, timeout=600,
            )  # fmt: skip
            for path, (truth, layout, times, head) in sorted(made.items()):
                if layout in LEFT_OUT.get(format, ()):
                    continue
                data = (out / f"{path.stem}.{format}").read_bytes()
                expected = truth.said if times else untimed(truth.said)
                yield Rendering(
                    format,
                    f"LibreOffice, {layout}",
                    truth.name,
                    f".{format}",
                    data,
                    expected,
                    times,
                    head=head,
                )


def _originals(
    truths: list[Truth], folder: Path
) -> Iterator[tuple[Path, tuple[Truth, str, float | None, bool]]]:
    number = 0
    for truth in truths:
        for layout, (write, times, head) in (word.LAYOUTS if truth.is_conversation else word.NOTES).items():
            path = folder / f"{number:02}.docx"
            path.write_bytes(word.document(truth, write))
            yield path, (truth, layout, times, head)
            number += 1


def _filter(format: str) -> str:
    return {"docx": "docx:MS Word 2007 XML", "html": "html:HTML (StarWriter)"}.get(format, format)
