"""A run says how many codings came and went since the last one, as ``qualcode diff`` counts them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rich.console import Console

from qualcode.terminal import summary

MORKER = ", {id: morker, words: [mörker]}"


def rule(edited: Any) -> None:
    edited.edit(edited.codebook, MORKER, ", {id: tungt, words: [tung, vänta]}")


def turn(edited: Any) -> None:
    edited.edit(edited.source("anna"), "Jag har sökt jobb", "Jag vill ha jobb och har sökt jobb")
    edited.edit(edited.source("bilal"), "Min cykel är från 1970.", "Jag fick anställning på ett lager.")


def sources(edited: Any) -> None:
    edited.source("anna").rename(edited.source("annika"))
    edited.source("bilal").unlink()


def cutting(edited: Any) -> None:
    edited.source("anna").write_text(
        "Intervjuare: Vad mer?\nAnna: Vi odlar tomater på gården. Ingen annan går där.\n"
        "Intervjuare: Vad mer?\nAnna: Jag har sökt jobb i två år.\n",
        "utf-8",
    )
    edited.run()
    edited.settings(edited.as_it_was + "segmentation: {sentences: 1}\n")


def code_id(edited: Any) -> None:
    edited.edit(edited.codebook, "id: trygghet", "id: trygg")
    edited.settings(edited.as_it_was.replace("trygghet", "trygg"))


@pytest.mark.parametrize("edit", [rule, turn, sources, cutting, code_id])
def test_the_counts_are_those_of_the_comparison(edited: Any, edit: Any) -> None:
    edit(edited)
    finished = edited.run()
    found = edited.compared()
    assert finished.since == (len(found.of("came")), len(found.of("went")))


def test_the_summary_leads_to_the_comparison(edited: Any) -> None:
    rule(edited)
    finished = edited.run()
    console = Console(record=True, width=100, quiet=False, file=open("/dev/null", "w"))  # noqa: SIM115
    summary(finished, edited.study, console, console)
    assert "1 codings came, 1 went since the last run; `qualcode diff` shows why." in console.export_text()
    assert edited.run().since == (0, 0)


def test_after_a_run_that_does_not_say_what_it_gave_nothing_is_said(edited: Any) -> None:
    path = (edited.folder / "outputs" / "latest").resolve() / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for each in manifest["inputs"]:
        del each["given"]
    path.write_text(json.dumps(manifest), "utf-8")
    rule(edited)
    assert edited.run().since is None
