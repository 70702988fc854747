"""dossier.html: one page from a disk, in a real browser."""

from __future__ import annotations

import importlib.util
import itertools
import re
import shutil
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.argument.rendered import HOSTILE, each_quote, hostile

from qualcode.argument.writers import dossier_html
from qualcode.report.colors import contrast

LEVELS = "[...document.querySelectorAll('h1,h2,h3,h4,h5')].map(h => +h.tagName[1])"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
COLUMNS = (
    "[...document.querySelectorAll('#claim-ger-jobb-local ~ .sides > .side')]"
    ".map(side => Math.round(side.getBoundingClientRect().left))"
)
REFERS = """
[...document.querySelectorAll('[aria-labelledby]')]
  .flatMap(each => each.getAttribute('aria-labelledby').split(' '))
  .concat([...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1)))
  .filter(id => document.querySelectorAll('[id="' + CSS.escape(id) + '"]').length !== 1)
"""
FAINT = """
(() => {
  const linear = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = parts(color).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$/.test(color) && color !== 'transparent') return color;
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const words = walker.currentNode.data.trim();
    if (!words || element.closest('svg') || !element.getClientRects().length) continue;
    const both = [light(getComputedStyle(element).color), light(ground(element))];
    const [high, low] = both.sort((a, b) => b - a);
    if ((high + 0.05) / (low + 0.05) < 4.5) faint.push(element.className + ': ' + words.slice(0, 40));
  }
  return faint;
})()
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine")
    path = Path(__file__).parents[1] / "report" / "in_browser" / "conftest.py"
    spec = importlib.util.spec_from_file_location("report_in_browser", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    started = module.Browser(program, tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture
def read(browser, argued, tmp_path):
    """Opens the page of a dossier, from disk."""
    browser.size(1280, 900)
    browser.prefer(color_scheme="light")
    browser.complaints.clear()

    def opened(dossier=None):
        (path,) = dossier_html.write(dossier or argued(), tmp_path)
        browser.open(path.as_uri())
        return browser

    return opened


def test_nothing_is_loaded_and_nothing_runs(argued, tmp_path):
    (path,) = dossier_html.write(argued(), tmp_path)
    text = path.read_text("utf-8")
    loading = []

    class Loads(HTMLParser):
        def handle_starttag(self, tag, attributes):
            names = dict(attributes)
            loading.extend([tag] if tag in ("script", "link", "img", "iframe", "object", "base") else [])
            loading.extend(
                name for name in names if name in ("src", "srcset", "style") or name.startswith("on")
            )

    Loads().feed(text)
    assert not loading and "url(http" not in text and "@import" not in text
    assert "default-src 'none'" in unescape(text) and text.startswith("<!DOCTYPE html>")


def test_it_opens_without_complaint_and_in_order(read):
    page = read()
    assert page.complaints == []
    levels = page.run(LEVELS)
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    assert page.run(REFERS) == []
    assert page.run(
        "['main','nav','header','footer'].map(n => document.querySelectorAll('body ' + n).length)"
    ) == [1, 1, 1, 1]
    for scope in ("col", "row"):
        headed = f"t => t.querySelector('th[scope={scope}]')"
        assert page.run(f"[...document.querySelectorAll('table')].every({headed})")
    assert page.run("document.documentElement.lang") == "sv"


def test_quotes_stand_side_by_side_and_below_each_other_on_a_phone(read):
    page = read()
    left, right = page.run(COLUMNS)
    assert right - left > 300
    page.size(375, 700, phone=True)
    page.settle()
    assert len(set(page.run(COLUMNS))) == 1
    assert page.run(WIDER) == 0


def test_each_quote_is_verbatim_and_leads_to_its_place(read, argued):
    page = read()
    for side in argued().part("ger-jobb").local.sides:
        at = f"document.getElementById('claim-ger-jobb-local-{side.name}')"
        if not side.standing.quotes:
            continue
        quotes = f"[...{at}.parentElement.querySelectorAll('.quote')]"
        assert page.run(f"{quotes}.map(q => q.querySelector('blockquote').textContent)") == [
            q.text for q in side.quotes
        ]
        assert page.run(f"{quotes}.map(q => q.querySelector('.whence a').getAttribute('href'))") == [
            q.href for q in side.quotes
        ]


def test_stances_and_codes_are_marked(read, argued):
    page = read()
    assert page.run(
        "[...document.querySelectorAll('.quote')].every(q => q.querySelector('.stance.suggested'))"
    )
    assert "ej validerad kod: Jobb" in page.run("document.querySelector('.quote .weak').textContent")
    sure = each_quote(
        argued(),
        lambda q: replace(
            q,
            stance="confirmed",
            confirmed_by="Eva",
            codes=tuple(replace(c, status="validated") for c in q.codes),
        ),
    )
    page = read(sure)
    assert page.run("document.querySelectorAll('.quote .suggested, .quote .weak').length") == 0
    assert "bekräftat av Eva" in page.run("document.querySelector('.quote .stance').textContent")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(read, scheme):
    page = read()
    page.prefer(color_scheme=scheme)
    page.settle()
    assert page.run(FAINT) == []
    colors = page.run(
        "['map-support','map-stripe','map-against','map-head'].map(n => document.querySelector('.map .' + n))"
        ".map(e => getComputedStyle(e)).map(s => s.stroke !== 'none' ? s.stroke : s.fill)"
    )
    paper = {"light": "#ffffff", "dark": "#1d2024"}[scheme]
    for color in colors:
        number = "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", color)[:3])
        assert contrast(number, paper) >= 3


def test_the_map_leads_to_the_claims(read, argued):
    page = read()
    links = page.run("[...document.querySelectorAll('svg.map a')].map(a => a.getAttribute('href'))")
    assert links == [f"#claim-{node.id}" for node in argued().nodes]
    page.run("document.querySelector('svg.map a[href=\"#claim-tomma\"]').focus()")
    page.press("Enter")
    assert page.run("location.hash") == "#claim-tomma"


def test_it_prints_in_two_columns(read, tmp_path):
    pypdfium2 = pytest.importorskip("pypdfium2")
    page = read()
    page.paper(tmp_path / "paper.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    words = "\n".join(each.get_textpage().get_text_range() for each in document)
    assert "Det ger jobb" in words and "Gå till innehållet" not in words
    page.send("Emulation.setEmulatedMedia", media="print")
    page.size(680, 900)
    page.settle()
    left, right = page.run(COLUMNS)
    assert right > left
    assert page.run(WIDER) == 0


def test_hostile_words_are_words(read, argued):
    page = read(hostile(argued()))
    assert page.complaints == []
    assert page.run("document.querySelectorAll('script').length") == 0
    said = page.run("document.querySelector('.quote blockquote').textContent")
    assert "<script>alert(1)</script> & ]]> ␀␇␛ � �" in said and "{{ 7*7 }} <w:p/> &lt;" in said
    assert HOSTILE[:14] in said
    assert page.run(
        "[...document.querySelectorAll('.quote a')].every(a => a.getAttribute('href').endsWith('<script>'))"
    )
    assert page.run("[...document.querySelectorAll('.whence bdi')].length") > 0


def test_the_page_speaks_english(read, argued):
    page = read(replace(argued(), language="en"))
    assert page.run("document.documentElement.lang") == "en"
    assert page.run("document.querySelector('#gaps').textContent") == "What is missing"
    assert page.run("document.querySelector('.quote blockquote').lang") == "sv"


def test_the_same_dossier_gives_the_same_characters(argued, tmp_path):
    dossier = argued()
    (path,) = dossier_html.write(dossier, tmp_path)
    before = path.read_bytes()
    dossier_html.write(dossier, tmp_path)
    assert path.read_bytes() == before
