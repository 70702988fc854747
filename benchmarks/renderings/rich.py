"""Rich text as f4transkript, f4x and MAXQDA write it: code pages, ``\\u``, times at paragraphs' ends."""

from __future__ import annotations

from collections.abc import Callable

from renderings import Rendered, Rendering
from renderings.plain import clock
from renderings.truth import Truth, ended, untimed

F4 = (
    r"{\rtf1\ansi\ansicpg1252\deff0\deflang1053{\fonttbl{\f0\fnil\fcharset0 Arial;}}"
    r"{\*\generator f4transkript;}\viewkind4\uc1\pard\sl360\slmult1\f0\fs24 "
)
FORMATS = ("rtf",)
MAXQDA = (
    r"{\rtf1\ansi\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\froman Times New Roman;}}"
    r"{\colortbl;\red0\green0\blue0;\red10\green80\blue160;}{\stylesheet{\s0 Normal;}}"
    r"{\info{\title Dokument}{\author KÖ}}\paperw11906\paperh16838\margl1440 "
).replace("Ö", r"\u214?")


def render(truths: list[Truth]) -> Rendered:
    """RTF files."""
    for truth in truths:
        if not truth.is_conversation:
            continue
        marked = _f4(truth, code_page)
        yield Rendering("rtf", "f4transkript", truth.name, ".rtf", marked, ended(truth.said), 0.2, ends=True)
        marked = _f4(truth, numbers)
        yield Rendering("rtf", "f4x", truth.name, ".rtf", marked, ended(truth.said), 0.2, ends=True)
        yield Rendering("rtf", "MAXQDA", truth.name, ".rtf", _maxqda(truth), untimed(truth.said))


def code_page(text: str) -> str:
    """``\\'e4`` for what stands in Windows-1252."""
    return "".join(_escaped(character, rf"\'{character.encode('cp1252')[0]:02x}") for character in text)


def numbers(text: str) -> str:
    """``\\u228?`` for everything outside ASCII."""
    return "".join(_escaped(character, rf"\u{ord(character)}?") for character in text)


def _escaped(character: str, otherwise: str) -> str:
    if character in "\\{}":
        return f"\\{character}"
    return character if character.isascii() else otherwise


def _f4(truth: Truth, escape: Callable[[str], str]) -> bytes:
    parts = []
    for one in truth.said:
        if one.kind == "heading":
            # Headings are only bold there.
            parts.append(rf"\b {escape(one.text)}\b0\par\par")
            continue
        mark = f" #{clock(one.ends, tenths=True)}#"
        paragraphs = r"\line ".join(escape(paragraph) for paragraph in one.paragraphs)
        parts.append(rf"{escape(one.speaker)}: {paragraphs}{mark}\par\par")
    return (F4 + "\r\n".join(parts) + "\r\n}\0").encode("ascii")


def _maxqda(truth: Truth) -> bytes:
    parts = []
    for one in truth.said:
        if one.kind == "heading":
            parts.append(rf"\pard\plain\f0\fs28\b {numbers(one.text)}\par")
            continue
        first, *more = (numbers(paragraph) for paragraph in one.paragraphs)
        parts.append(rf"\pard\plain\f0\fs22{{\b\cf2 {numbers(one.speaker)}:\~}}{{\cf1 {first}}}\par")
        parts += [rf"\pard\plain\f0\fs22 {paragraph}\par" for paragraph in more]
    return (MAXQDA + "\n".join(parts) + "}").encode("ascii")
