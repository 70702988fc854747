"""A fingerprint changes with what the codebook says, and with nothing else."""

from __future__ import annotations

import pytest

from qualcode.codebook import fingerprint, learning_fingerprint, load, rules_fingerprint

WITH_FILE = ("title: Liten kodbok\n", "title: Liten kodbok\nexamples_file: texter.jsonl\n")


def prints(codebook) -> tuple[str, str, str]:
    return fingerprint(codebook), rules_fingerprint(codebook), learning_fingerprint(codebook)


def test_comments_layout_and_order_of_keys_do_not_count(changed, codebook_file):
    plain = prints(changed())
    assert prints(changed("codes:\n", "# Se även\ncodes:\n\n")) == plain
    assert (
        prints(
            changed(
                "name: Jobb\n    definition: Arbete som försörjning.\n",
                'definition: "Arbete som försörjning."\n    name: Jobb\n',
            )
        )
        == plain
    )
    assert prints(changed("words: [lampa]", "words:\n          - lampa")) == plain


@pytest.mark.parametrize(
    ("old", "new", "rules", "learning"),
    [
        ("words: [lampa]", "words: [lampa, ljus]", True, False),
        ("veto: [trygg anställning]", "veto: [trygga anställningar]", True, False),
        ("Ljus och mörker.", "Ljus, mörker och skugga.", False, True),
        ("Vi behöver en trygghetsvandring.", "Vi behöver flera trygghetsvandringar.", False, True),
        ("    parent: trygghet\n", "", False, True),
        ('color: "#1b7f79"', 'color: "#c8553d"', False, False),
        ("title: Liten kodbok", "title: Annan kodbok", False, False),
    ],
)
def test_an_edit_changes_only_what_depends_on_it(changed, old, new, rules, learning):
    before, after = prints(changed()), prints(changed(old, new))
    assert [one != other for one, other in zip(before, after, strict=True)] == [True, rules, learning]


def test_the_content_of_the_examples_file_counts_and_its_name_does_not(changed, codebook_file):
    one = prints(changed(*WITH_FILE, texter='{"text": "Lampan.", "codes": ["belysning"]}\n'))
    other = prints(changed(*WITH_FILE, texter='{"text": "Lampan!", "codes": ["belysning"]}\n'))
    assert [a != b for a, b in zip(one, other, strict=True)] == [True, False, True]
    moved = changed(
        WITH_FILE[0],
        "title: Liten kodbok\nexamples_file: andra.jsonl\n",
        andra='{"codes":["belysning"],"text":"Lampan."}\n',
    )
    assert prints(moved) == one


def test_a_fingerprint_is_the_same_on_every_machine(codebook_file):
    content = "title: T\ncodes:\n  - {id: a, name: Å, definition: x}\n"
    assert fingerprint(load(codebook_file(content))) == "d487b1a1b09a"
