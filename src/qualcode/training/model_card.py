"""A trained coder's ``MODEL_CARD.md``, for whoever has to judge it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from qualcode.messages import message
from qualcode.training.card import not_better, wish_state
from qualcode.training.fitting import EXAMPLES
from qualcode.training.scores import FEW, FIGURES
from qualcode.wording import decimal

if TYPE_CHECKING:
    from qualcode.training.teaching import Measured, Taught


def for_people(taught: Taught, language: str) -> str:
    """The model card, in Markdown; ``{revision}`` stands where its revision comes.

    Args:
        taught: What came of training.
        language: ``sv`` or ``en``.
    """

    def said(key: str, **values: Any) -> str:
        return message(f"model_card.{key}", language, **values)

    book, segments = taught.gathered.codebook, taught.gathered.segments
    lines = [said("title", name=taught.name), ""]
    lines += [said("about", revision="{revision}", made=date.today().isoformat(), title=book.title), ""]
    if not taught.n_judged:
        lines += [said("nothing_judged"), ""]
    else:
        people = sorted({who for of_code in segments.coders.values() for who in of_code})
        lines += [
            said(
                "learnt_from",
                segments=taught.n_judged,
                sources=taught.n_sources,
                people=", ".join(people),
                examples=len(taught.gathered.equipment.training.texts),
            ),
            "",
        ]
    if taught.n_judged:
        lines += [*built(taught, language), ""]
    if segments.marks_alone:
        lines += [said("marks_alone"), ""]
    if taught.tuned is not None:
        lines += [tuned(taught, language), ""]
    if segments.disagreed:
        lines += [said("disagreed", count=segments.disagreed), ""]
    if segments.lost:
        lines += [said("without_place", count=segments.lost), ""]
    if taught.after.codes:
        lines += [said("figures.heading"), ""]
        lines += [said("figures.sources" if taught.whole_sources else "figures.blocks")]
        lines += [said("figures.few_sources" if taught.n_sources <= FEW else "figures.intervals"), ""]
        lines += [_table(taught, taught.after, taught.before, language), ""]
        means = {
            "kappa": _with(taught.after.kappa, language),
            "f1": _with(taught.after.f1, language),
            "before": _with(taught.before.kappa, language),
        }
        lines += [said("figures.macro", **means)]
        if not_better(taught):
            lines += [said("figures.not_better")]
        lines += [""]
        lines += [*for_people_wishes(taught, language), ""]
    if taught.together is not None and taught.together.codes:
        lines += [said("together.heading"), "", said("together.about", others=", ".join(taught.others)), ""]
        lines += [_table(taught, taught.together, None, language), ""]
    if taught.test is not None and taught.test.codes:
        lines += [said("test.heading"), "", said("test.about")]
        if taught.tested_before:
            lines += [said("test.again", count=taught.tested_before)]
        lines += ["", _table(taught, taught.test, None, language), ""]
    if taught.points:
        lines += [said("curve.heading"), "", *_curve(taught, language), ""]
    lines += [said("people.heading"), "", *_people(taught, language), ""]
    lines += [said("use.heading"), "", said("use.text", name=taught.name), ""]
    lines += [said("technical.heading"), "", *_technical(taught, language)]
    return "\n".join(lines) + "\n"


def built(taught: Taught, language: str) -> Iterable[str]:
    """Which codes are coded otherwise than without training, and which are not, in words."""
    book, learnt = taught.gathered.codebook, taught.trained.built
    of = {code_id: book[code_id].name for code_id in book.ids}
    if learnt:
        yield message("model_card.built", language, codes=", ".join(of[each] for each in learnt))
    else:
        yield message("model_card.built_none", language)
    chosen = [each for each in of if each in taught.trained.chosen[taught.voters] and each not in learnt]
    if chosen:
        yield ""
        yield message("model_card.chosen", language, codes=", ".join(of[each] for each in chosen))
    left = [name for code_id, name in of.items() if code_id not in learnt and code_id not in chosen]
    if left and learnt:
        yield ""
        yield message("model_card.left", language, codes=", ".join(left))


def _table(taught: Taught, measured: Measured, before: Measured | None, language: str) -> str:
    keys = ["code", "n", "positive", "threshold", *FIGURES, "brier", "ece"]
    heads = [message(f"model_card.columns.{key}", language) for key in keys]
    if before:
        heads.append(message("model_card.columns.before", language))
    rows = []
    book = taught.gathered.codebook
    for code_id, found in measured.codes.items():
        cells = [book[code_id].name, str(found.n), str(found.positive)]
        cells.append(decimal(taught.trained.thresholds[taught.voters][code_id], language))
        cells += [_with((found.figures[name], found.intervals[name]), language) for name in FIGURES]
        cells += [_number(found.brier, language, 3), _number(found.ece, language, 3)]
        if before:
            cells.append(_number(before.codes[code_id].figures["kappa"], language))
        rows.append(cells)
    return "\n".join(_row(cells) for cells in (heads, ["---"] * len(heads), *rows))


def for_people_wishes(taught: Taught, language: str) -> Iterable[str]:
    """Of each code with a wished-for figure, whether it is reached, in words."""
    for code_id in taught.after.codes:
        if state := wish_state(taught, code_id):
            wish = taught.wishes[code_id]
            found = taught.after.codes[code_id].figures[wish.figure]
            yield "- " + message(
                f"model_card.wish.{state}",
                language,
                code=taught.gathered.codebook[code_id].name,
                figure=message(f"model_card.columns.{wish.figure}", language),
                least=decimal(wish.least, language),
                found=_number(found, language),
            )


def _curve(taught: Taught, language: str) -> Iterable[str]:
    yield message("model_card.curve.about", language)
    yield ""
    yield _row([message(f"model_card.columns.{key}", language) for key in ("segments", "f1", "kappa")])
    yield _row(["---"] * 3)
    for point in taught.points:
        yield _row([str(point.n), _number(point.macro_f1, language), _number(point.macro_kappa, language)])
    yield ""
    for code_id, prospect in taught.prospects.items():
        yield "- " + message(
            f"model_card.outlook.{prospect.outlook}",
            language,
            code=taught.gathered.codebook[code_id].name,
            gain=_number(prospect.gain, language),
            low=_number(prospect.interval[0], language),
            high=_number(prospect.interval[1], language),
        )


def _people(taught: Taught, language: str) -> Iterable[str]:
    coders = taught.gathered.segments.coders
    if not coders:
        yield message("model_card.people.nobody", language)
        return
    yield _row([message(f"model_card.columns.{key}", language) for key in ("code", "by_whom")])
    yield _row(["---"] * 2)
    for code_id in taught.gathered.codebook.ids:
        if code_id in coders:
            by = ", ".join(f"{_escaped(who)} {count}" for who, count in coders[code_id].items())
            yield _row([taught.gathered.codebook[code_id].name, by])


def _technical(taught: Taught, language: str) -> Iterable[str]:
    from qualcode import __version__
    from qualcode.codebook import fingerprint

    yield message(
        "model_card.technical.text",
        language,
        encoder=taught.trained.encoder,
        fingerprint=fingerprint(taught.gathered.codebook),
        version=__version__,
        examples=decimal(EXAMPLES, language),
    )


def tuned(taught: Taught, language: str) -> str:
    """What fine-tuning came to, in words."""
    found, book = taught.tuned, taught.gathered.codebook
    assert found is not None and taught.frozen is not None
    codes = [book[code_id].name for code_id, options in taught.options.items() if options.tuned]
    return message(
        f"model_card.tuned.{'used' if codes else 'unused'}",
        language,
        texts=found.n_texts,
        minutes=max(1, round(found.seconds / 60)),
        frozen=_with(taught.frozen.kappa, language),
        kappa=_with(taught.after.kappa, language),
        codes=", ".join(codes),
    )


def _with(found: tuple[float, tuple[float, float]], language: str) -> str:
    value, (low, high) = found
    if value != value:
        return "–"
    return f"{_number(value, language)} ({_number(low, language)}–{_number(high, language)})"


def _number(value: float, language: str, digits: int = 2) -> str:
    return "–" if value != value else decimal(value, language, digits)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
