"""A codebook's edits can be made one at a time."""

from __future__ import annotations

from qualcode.codebook import fingerprint
from qualcode.codebook.model import Code, Codebook, Examples, LabelledText, Rule
from qualcode.differences.edits import Edited

BEFORE = Codebook(
    title="Prov",
    codes=(
        Code(
            id="jobb",
            name="Jobb",
            definition="Arbete.",
            examples=Examples(positive=("Ett.", "Två."), negative=("Nej.",)),
            rules=(Rule(words=("jobb",)), Rule(words=("lön",), id="lon"), Rule(phrases=("söka arbete",))),
        ),
        Code(id="bygg", name="Bygg", definition="Byggjobb.", parent="jobb"),
        Code(id="borta", name="Borta", definition="Ska bort."),
    ),
    labelled=(LabelledText(text="Helkodad.", codes=("jobb",)),),
)
AFTER = Codebook(
    title="Prov två",
    codes=(
        Code(id="ny", name="Ny", definition="Nytt tema."),
        Code(
            id="jobb",
            name="Jobb",
            definition="Arbete och lön.",
            examples=Examples(positive=("Två.", "Tre."), negative=("Nej.",)),
            rules=(Rule(words=("lön",), id="lon", unless=("höja",)), Rule(phrases=("söka arbete",))),
            veto=("på jobb",),
            color="#112233",
        ),
        Code(id="bygge", name="Bygg", definition="Byggjobb.", parent="ny"),
    ),
)


def test_every_edit_is_found_once_and_what_changes_no_coding_is_left_out() -> None:
    edited = Edited(BEFORE, AFTER)
    assert edited.ids["bygg"] == "bygge"
    assert [(e.part, e.code, e.action, e.name) for e in edited.edits] == [
        ("code", "ny", "added", "Ny"),
        ("code", "borta", "removed", "Borta"),
        ("definition", "jobb", "changed", ""),
        ("veto", "jobb", "added", ""),
        ("positive", "jobb", "removed", ""),
        ("positive", "jobb", "added", ""),
        ("rule", "jobb", "changed", "lon"),
        ("rule", "jobb", "removed", "words 1"),
        ("parent", "bygge", "changed", ""),
        ("labelled", "", "removed", ""),
    ]


def test_one_edit_alone_changes_nothing_else() -> None:
    edited = Edited(BEFORE, AFTER)
    for edit in edited.edits:
        one = edited.applied([edit])
        if edit.part == "parent":
            assert one is None, "the code above it is not there yet"
            continue
        assert [each.part for each in Edited(edited.before, one).edits] == [edit.part], edit
        without = edited.applied([each for each in edited.edits if each is not edit])
        if edit.part != "code" or edit.action != "added":
            assert [each.part for each in Edited(without, AFTER).edits] == [edit.part], edit


def test_none_and_all_of_them_are_the_codebooks_themselves() -> None:
    edited = Edited(BEFORE, AFTER)
    assert edited.applied([]) is edited.before
    assert fingerprint(edited.applied(edited.edits)) == fingerprint(AFTER)


def test_another_order_alone_is_told() -> None:
    turned = BEFORE.model_copy(update={"codes": BEFORE.codes[::-1]})
    assert Edited(BEFORE, turned).reordered and not Edited(BEFORE, turned).edits
    assert not Edited(BEFORE, BEFORE.model_copy(update={"title": "Annan"})).reordered
