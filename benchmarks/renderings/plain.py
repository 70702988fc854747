"""Plain text and Markdown: encodings, line ends, labels, time stamps, wrapped lines."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from renderings import Rendered, Rendering
from renderings.truth import Said, Truth, ended, untimed

FORMATS = ("txt", "md")
ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode("utf-8"),
    "utf-8 CRLF": lambda text: text.replace("\n", "\r\n").encode("utf-8"),
    "utf-8 BOM CRLF": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    "utf-16": lambda text: text.replace("\n", "\r\n").encode("utf-16"),
    "cp1252 CRLF": lambda text: text.replace("\n", "\r\n").encode("cp1252"),
    "utf-16-le without its mark": lambda text: text.encode("utf-16-le"),
    "NFD": lambda text: unicodedata.normalize("NFD", text).encode("utf-8"),
}
# How a label is set before what is said; the time's resolution (seconds) where it has one.
LABELS: dict[str, tuple[Callable[[Said], str], float | None]] = {
    "Name:": (lambda one: f"{one.speaker}: ", None),
    "Name: tab": (lambda one: f"{one.speaker}:\t", None),
    "@Name:": (lambda one: f"@{one.speaker}: ", None),
    "[Name]": (lambda one: f"[{one.speaker}] ", None),
    "[Name]:": (lambda one: f"[{one.speaker}]: ", None),
    "Name on its line": (lambda one: f"{one.speaker}\n", None),
    "Name: on its line": (lambda one: f"{one.speaker}:\n", None),
    "Name – ": (lambda one: f"{one.speaker} – ", None),
    "NAME:": (lambda one: f"{one.speaker.upper()}: ", None),
    "[hh:mm:ss] Name:": (lambda one: f"[{clock(one.begins)}] {one.speaker}: ", 1.0),
    "Name [hh:mm:ss]:": (lambda one: f"{one.speaker} [{clock(one.begins)}]: ", 1.0),
    "{hh:mm:ss} Name:": (lambda one: f"{{{clock(one.begins)}}} {one.speaker}: ", 1.0),
    "#hh:mm:ss-t# Name:": (lambda one: f"#{clock(one.begins, tenths=True)}# {one.speaker}: ", 0.1),
    "(mm:ss) Name:": (lambda one: f"({minutes(one.begins)}) {one.speaker}: ", 1.0),
    "Name mm:ss on its line": (lambda one: f"{one.speaker}   {minutes(one.begins)}\n", 1.0),
    "Name, times in words and digits": (
        lambda one: f"{one.speaker}\n{_in_words(one.begins)}\n{minutes(one.begins)}\n",
        1.0,
    ),
    "[hh:mm:ss] - Name on its line": (lambda one: f"[{clock(one.begins)}] - {one.speaker}\n", 1.0),
    "Name - mm:ss on its line": (lambda one: f"{one.speaker} - {minutes(one.begins)}\n", 1.0),
    "@mm:ss - Name on its line": (lambda one: f"@{minutes(one.begins)} - {one.speaker}\n", 1.0),
    "Name, span below": (
        lambda one: f"{one.speaker}\n{clock(one.begins)} - {clock(one.ends)}\n",
        1.0,
    ),
    "[seconds] Name:": (lambda one: f"[{one.begins:.2f}s -> {one.ends:.2f}s] {one.speaker}: ", 0.02),
    "hh:mm:ss Name on its line": (lambda one: f"{clock(one.begins)} {one.speaker}\n", 1.0),
}


HEAD = """\
Intervju nr 7
Datum: 2025-10-03
Plats: Biblioteket, grupprum 2
Tid: 13.00-14.10
Transkriberad av: KÖ
[skratt] = någon skrattar
(...) = paus

"""


def clock(seconds: float, *, tenths: bool = False) -> str:
    """``hh:mm:ss``, or f4's ``hh:mm:ss-t``."""
    whole, rest = divmod(int(seconds * 10 + 1e-6), 10)
    text = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return f"{text}-{rest}" if tenths else text


def minutes(seconds: float) -> str:
    """``m:ss``, or ``h:mm:ss`` past the hour, as Teams and Otter write it."""
    whole = int(seconds)
    hours = f"{whole // 3600}:{whole // 60 % 60:02}" if whole >= 3600 else f"{whole // 60}"
    return f"{hours}:{whole % 60:02}"


def _in_words(seconds: float) -> str:
    """As Teams says it to a screen reader: ``1 timme 2 minuter 3 sekunder``."""
    hours, rest = divmod(int(seconds), 3600)
    told = f"{rest // 60} minuter {rest % 60} sekunder"
    return f"{hours} timme {told}" if hours else told


def render(truths: list[Truth]) -> Rendered:
    """Text and Markdown files."""
    for truth in truths:
        if not truth.is_conversation:
            yield from _notes(truth)
            continue
        for name, encode in ENCODINGS.items():
            text = _written(truth.said, LABELS["Name:"][0])
            yield _text("txt", name, truth, encode(text))
        for name, (label, resolution) in LABELS.items():
            made = _text("txt", name, truth, _written(truth.said, label).encode(), resolution)
            if name == "NAME:":
                shouted = (replace(one, speaker=one.speaker and one.speaker.upper()) for one in made.expected)
                made = replace(made, expected=tuple(shouted))
            yield made
        marked = _marked_at_ends(truth).encode()
        expected = ended(truth.said)
        yield Rendering("txt", "f4 #…# at the end", truth.name, ".txt", marked, expected, 0.2, ends=True)
        numbered_lines = _written(truth.said, LABELS["Name:"][0], between="\n").strip().split("\n")
        counted = "\n".join(
            f"{number:4}  {row}" for number, row in enumerate(filter(None, numbered_lines), 1)
        )
        yield _text("txt", "line numbers", truth, counted.encode())
        yield _text("txt", "wrapped at 72", truth, _wrapped(truth.said).encode())
        yield _text(
            "txt", "no empty lines", truth, _written(truth.said, LABELS["Name:"][0], between="\n").encode()
        )
        facts = _written(truth.said, LABELS["Name:"][0])
        yield _text("txt", "facts and legend above", truth, (HEAD + facts).encode(), head=True)
        if truth.name == "parts":
            numbered = tuple(replace(one, text=_numbered(one.text)) for one in untimed(truth.said))
            data = _written(numbered, LABELS["Name:"][0]).encode()
            yield Rendering("txt", "numbers at the beginning of lines", "parts", ".txt", data, numbered)
        stamped = _stamped_within(truth.said)
        yield _text("txt", "stamps within", truth, stamped.encode())
        yield from _markdown(truth)


def _text(
    format: str, layout: str, truth: Truth, data: bytes, times: float | None = None, *, head: bool = False
) -> Rendering:
    expected = truth.said if times else untimed(truth.said)
    return Rendering(format, layout, truth.name, f".{format}", data, expected, times, head=head)


def _written(
    said: tuple[Said, ...],
    label: Callable[[Said], str],
    resolution: float | None = None,
    *,
    between: str = "\n\n",
) -> str:
    parts: list[str] = []
    for one in said:
        if one.kind == "heading":
            parts.append(f"{one.text}\n{'=' * len(one.text)}" if between == "\n\n" else f"\n# {one.text}\n")
        else:
            parts.append(label(one) + between.join(one.paragraphs))
    return between.join(parts) + "\n"


def _numbered(text: str) -> str:
    for number, word in enumerate(("Ett", "Två", "Tre"), 1):
        text = text.replace(f"\n\n{word}: ", f"\n\n{number}. ")
    return text


def _stamped_within(said: tuple[Said, ...]) -> str:
    """A stamp in the middle of each longer turn, as some set one every other minute."""
    parts: list[str] = []
    for one in said:
        words = one.paragraphs[0].split(" ")
        if one.kind == "speech" and len(words) > 12:
            words.insert(8, f"[{clock(one.begins)}]")
        text = "\n\n".join([" ".join(words), *one.paragraphs[1:]])
        label = f"{one.speaker}: " if one.kind == "speech" else "# "
        parts.append(label + text)
    return "\n\n".join(parts) + "\n"


def _marked_at_ends(truth: Truth) -> str:
    """f4transkript's text export: the time at a paragraph's end is the end of the paragraph."""
    parts = []
    for one in truth.said:
        if one.kind == "heading":
            parts.append(f"# {one.text}")
        else:
            parts.append(f"{one.speaker}: {one.text} #{clock(one.ends, tenths=True)}#")
    return "\n\n".join(parts) + "\n"


def _wrapped(said: tuple[Said, ...]) -> str:
    return "\n\n".join(_folded(paragraph) for paragraph in _written(said, LABELS["Name:"][0]).split("\n\n"))


def _folded(paragraph: str, indent: str = "", further: str = "") -> str:
    if "\n=" in paragraph:
        return paragraph
    return textwrap.fill(
        paragraph,
        72,
        break_on_hyphens=False,
        break_long_words=False,
        initial_indent=indent,
        subsequent_indent=further,
    )


def _markdown(truth: Truth) -> Iterator[Rendering]:
    def written(label: Callable[[Said], str]) -> str:
        parts = []
        for one in truth.said:
            if one.kind == "heading":
                parts.append(f"{'#' * (one.level + 1)} {one.text}")
            else:
                parts.append(label(one) + "\n\n".join(one.paragraphs))
        return "\n\n".join(parts) + "\n"

    front = f'---\ntitle: "{truth.title}"\ndatum: 2025-10-03\nintervjuare: Karin Öhman\ntags: [a, b]\n---\n\n'
    yield _text("md", "**Name:**", truth, written(lambda one: f"**{one.speaker}:** ").encode())
    yield _text("md", "**Name**:", truth, written(lambda one: f"**{one.speaker}**: ").encode())
    yield _text("md", "Name:", truth, written(lambda one: f"{one.speaker}: ").encode())
    yield _text("md", "*Name:*", truth, written(lambda one: f"*{one.speaker}:* ").encode())
    body = written(lambda one: f"**{one.speaker}:** ")
    yield _text("md", "YAML front matter", truth, (front + body).encode(), head=True)
    timed = written(lambda one: f"**{one.speaker}** [{clock(one.begins)}]: ")
    yield _text("md", "**Name** [hh:mm:ss]:", truth, timed.encode(), 1.0)


def _notes(truth: Truth) -> Iterator[Rendering]:
    """Workshop notes: bullets in two levels under headings."""

    def written(*, wrapped: bool, underlined: bool, bullet: str) -> str:
        parts: list[str] = []
        for one in truth.said:
            if one.kind == "heading":
                rule = ("=", "-")[one.level - 1] * len(one.text)
                parts.append(f"\n{one.text}\n{rule}\n" if underlined else f"\n{'#' * one.level} {one.text}\n")
            elif one.kind == "paragraph":
                parts.append((_folded(one.text) if wrapped else one.text) + "\n")
            else:
                margin = "  " * (one.level - 1)
                first, further = f"{margin}{bullet} ", margin + " " * (len(bullet) + 1)
                parts.append(_folded(one.text, first, further) if wrapped else first + one.text)
        return "\n".join(parts).lstrip("\n") + "\n"

    for name, encode in ENCODINGS.items():
        yield _text(
            "txt", f"notes, {name}", truth, encode(written(wrapped=False, underlined=True, bullet="-"))
        )
    yield _text("txt", "notes, wrapped", truth, written(wrapped=True, underlined=True, bullet="-").encode())
    yield _text("txt", "notes, •", truth, written(wrapped=False, underlined=True, bullet="•").encode())
    yield _text("md", "notes, -", truth, written(wrapped=False, underlined=False, bullet="-").encode())
    yield _text("md", "notes, *", truth, written(wrapped=False, underlined=False, bullet="*").encode())
    yield _text("md", "notes, wrapped", truth, written(wrapped=True, underlined=False, bullet="-").encode())
