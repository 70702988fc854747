"""Quotes as Markdown: read with CommonMark and GitHub's rules, they say what was said and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qualcode import writers
from qualcode.writers.markdown import quoted, shown

RENDERERS = (MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False, "html": True}))


def rendered(markdown, renderer=RENDERERS[0]):
    """The words that are left when Markdown is rendered, and the kinds of everything else in it."""
    words, kinds = [], set()
    for block in renderer.parse(markdown):
        kinds.add(block.type.split("_open")[0].split("_close")[0])
        for token in block.children or ():
            if token.type in ("text", "text_special"):
                words.append(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                words.append("\n")
            else:
                kinds.add(token.type)
        words.append("\n" if block.type == "inline" else "")
    return "".join(words).strip("\n"), kinds


@pytest.fixture
def page(run, tmp_path):
    [path] = writers.all()["quotes.md"].write(run, tmp_path)
    return path.read_text("utf-8")


@pytest.mark.parametrize("renderer", RENDERERS)
def test_every_quote_is_rendered_to_its_words_and_nothing_else(run, renderer):
    for quote in run.quotes:
        words, kinds = rendered("\n".join(quoted(quote.text)), renderer)
        assert words == quote.text
        assert kinds == {"blockquote", "paragraph", "inline"}


@given(
    st.text(alphabet=st.sampled_from(" \n#->+=*_`~[]()!<>&\\|:.0123aå$\"'"), min_size=1, max_size=30).filter(
        lambda words: words == words.strip() and words
    )
)
def test_no_words_become_markup(words):
    for renderer in RENDERERS:
        found, kinds = rendered("\n".join(quoted(words)), renderer)
        assert "".join(found.split()) == "".join(words.split())
        assert kinds == {"blockquote", "paragraph", "inline"}


def test_addresses_do_not_become_links():
    for words in ("Se www.ond.example nu", "Se http://ond.example nu", "https://ond.example"):
        assert rendered(shown(words))[0] == words
        assert not re.search(r"[a-z]://|www\.", shown(words))


def test_control_characters_are_made_visible():
    assert shown("a\x00b\x1bc") == "a␀b␛c"


def test_quotes_stand_under_theme_and_subcode_with_where_they_are_from(page):
    lines = page.split("\n")
    assert (
        lines.index("## Trygghet") < lines.index("### Belysning") < lines.index("## Jobb &amp; försörjning")
    )
    at = lines.index("### Belysning")
    entry = "\n".join(lines[at : lines.index("### Vuxna ute")])
    assert "> *I: Hur är det på kvällen?*\n>\n> *Jag vet inte.*\n>\n> Det är mörkt vid torget.\n>\n" in entry
    assert "> — **Anna** (respondent), intervju-2.txt, tur 2, 00:03:10, s. 4\n" in entry
    assert "- **intervju-2.txt** grupp: unga; plats: =Alby" in lines
    assert "Poäng 0,80, kodare regler." in entry


def test_a_code_without_quotes_says_so(page):
    assert "### Vuxna ute\n\n*Vuxna som rör sig ute.*\n\nInga citat.\n" in page


def test_nothing_on_the_page_is_html_link_or_image(page):
    for renderer in RENDERERS:
        _, kinds = rendered(page, renderer)
        assert kinds <= {
            "bullet_list",
            "list_item",
            "heading",
            "paragraph",
            "inline",
            "blockquote",
            "em_open",
            "em_close",
            "strong_open",
            "strong_close",
        }
