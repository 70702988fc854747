"""The page as a file: whole, safe, the same every time, and of use without scripts."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from qualcode.result import Run
from qualcode.transcript import Piece
from qualcode.writers import chosen, report


class Reader(HTMLParser):
    """The page's elements and, but for styles and scripts, its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.data, self._open, self._parts = "", "", []
        self.feed(page)
        self.text = " ".join(" ".join(self._parts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = f"{tag} {dict(attrs).get('id', '')}".strip()

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script data":
            self.data += data
        elif self._open not in ("script", "style"):
            self._parts.append(data)


def test_the_report_is_one_of_the_writers() -> None:
    assert "report.html" in chosen()


def test_nothing_in_the_page_refers_to_anything_outside_it(page: str) -> None:
    for tag, attributes in Reader(page).elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "applet")
        for name in ("src", "href", "srcset", "action", "data"):
            assert (attributes.get(name) or "#").startswith("#"), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (
            tag,
            attributes,
        )


def test_the_policy_forbids_all_but_the_pages_own_blocks(page: str) -> None:
    policy = next(a["content"] for tag, a in Reader(page).elements if "http-equiv" in a) or ""
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_the_same_run_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        folder.mkdir()
        report.write(run, folder)
    assert (first / "report.html").read_bytes() == (second / "report.html").read_bytes()


def test_codings_are_said_to_be_a_machines_suggestions(page: str) -> None:
    text = Reader(page).text
    assert "Kodningarna är maskinens förslag. Ingen människa har ännu granskat dem." in text


def test_without_scripts_there_are_quotes_definitions_figures_and_failures(page: str) -> None:
    text = Reader(page).text
    assert "Kolmörkt är det, mörkt vid tunneln. Lamporna är trasiga." in text
    assert "Amina (respondent) · intervju-1.docx · tur 2, 00:03:10" in text
    assert "Trygghet på platsen. Ta med rädsla ute Ta inte med trafiksäkerhet" in text
    assert "Ljus och mörker." in text
    assert "tom.txt Filen är tom." in text
    assert "intervju-1.docx: två talare heter lika." in text
    assert re.search(r"Trygghet 5 50 % 3 av 3", text)


def test_model_codebook_and_thresholds_are_named(page: str) -> None:
    text = Reader(page).text
    assert "Kodbokens fingeravtryck f1ngerprint" in text
    assert "Språkmodell multilingual-e5-small@614241f" in text
    assert "Kodare multilingual-e5-small@614241f, regler" in text
    assert "gräns 0,50" in text


def test_the_page_speaks_english_when_the_outputs_do(
    documents: Any, run_of: Callable[..., Run], tmp_path: Path
) -> None:
    (path,) = report.write(run_of(documents, language="en"), tmp_path)
    read = Reader(path.read_text("utf-8"))
    assert ("html", {"lang": "en"}) in read.elements
    assert "The codings are a machine's suggestions." in read.text
    assert "Kodningarna" not in read.text


def test_hostile_text_stays_text(hostile_run: Run, tmp_path: Path) -> None:
    (path,) = report.write(hostile_run, tmp_path)
    read = Reader(path.read_text("utf-8"))
    kinds = [tag for tag, _ in read.elements]
    assert kinds.count("script") == 3
    assert not {"img", "b", "iframe"} & set(kinds)
    assert "body{display:none" not in path.read_text("utf-8")
    (source,) = json.loads(read.data)["sources"]
    assert source["text"] == hostile_run.sources[0].text
    for segment in hostile_run.sources[0].segments[1:2]:
        assert " ".join(segment.text.split()) in read.text


def test_a_lone_surrogate_does_not_stop_the_page(
    coded_doc: Any, run_of: Callable[..., Run], tmp_path: Path
) -> None:
    docs = [coded_doc("a.txt", [Piece("Det är bra.", speaker="Bo")], attributes={"plats": "Al\ud800by"})]
    (path,) = report.write(run_of(docs), tmp_path)
    assert "Al\\ud800by" in path.read_text("utf-8")


def test_a_run_without_codings_has_a_page(coded_doc: Any, run_of: Callable[..., Run], tmp_path: Path) -> None:
    (path,) = report.write(run_of([coded_doc("a.txt", [Piece("Det är bra.", speaker="Bo")])]), tmp_path)
    assert "Alla källor kunde läsas." in Reader(path.read_text("utf-8")).text


def test_ten_thousand_segments_are_written_in_about_a_second(large_run: Run, tmp_path: Path) -> None:
    assert len(large_run.tables.segments) == 10080 and large_run.sources
    report.write(large_run, tmp_path)
    started = time.process_time()
    report.write(large_run, tmp_path)
    assert time.process_time() - started < 1.5
