"""The page for everybody: assistive programs, a phone, dark paper, and hostile words."""

from __future__ import annotations

from typing import Any

import pytest

VIEWS = ("#/granska?visa=all", "#/sok", "#/laget")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Any, scheme: str) -> None:
    page.browser.prefer(color_scheme=scheme)
    page.go("sökt jobb")
    page.press("a")
    page.until("document.querySelector('#toast:not([hidden])')")
    page.press("f")
    assert page.axe() == []
    for view in VIEWS[1:]:
        page.browser.run(f"location.hash = {view!r}")
        page.browser.settle(100)
        if view == "#/laget":
            page.until("document.querySelectorAll('#figures section').length === 5")
        assert page.axe() == [], view


@pytest.mark.parametrize("dialog", ["who", "keys", "picker"])
def test_axe_finds_nothing_serious_in_a_dialog(page: Any, dialog: str) -> None:
    {"who": lambda: page.click("#name"), "keys": lambda: page.press("?"), "picker": lambda: page.press("b")}[
        dialog
    ]()
    page.until(f"document.querySelector('#{dialog}').open")
    assert page.axe() == []


def test_axe_finds_nothing_serious_blind_and_on_a_phone(page: Any) -> None:
    page.browser.size(390, 844, phone=True)
    page.click("#blind")
    page.until("document.querySelector('#blind-codes')")
    assert page.axe() == []


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_a_phone(page: Any, view: str, width: int) -> None:
    page.browser.size(width, 740, phone=True)
    page.browser.run(f"location.hash = {view!r}")
    page.browser.settle(150)
    assert page.browser.run("document.documentElement.scrollWidth") == width
    if view == VIEWS[0]:
        for part in ("line", "quote", "transcript"):
            page.click(f".parts [data-part={part}]")
            shown = f"document.querySelector('.part.{part if part != 'quote' else 'quote-part'}')"
            assert page.browser.run(f"{shown}.getBoundingClientRect().width") == width
            assert page.browser.run(f"{shown}.scrollWidth <= {shown}.clientWidth")


@pytest.mark.parametrize("width", [1280, 375])
def test_only_the_columns_scroll_and_never_the_page(page: Any, width: int) -> None:
    """A wheel or a key at a column's end would push the desk out of the window."""
    page.browser.size(width, 500, phone=width < 600)
    page.browser.run("document.querySelector('[data-part=line]').click()")
    page.browser.settle(100)
    assert page.browser.run("document.querySelector('#rows').scrollHeight > innerHeight")
    assert page.browser.run("document.documentElement.scrollHeight - innerHeight") <= 0


@pytest.mark.parametrize(("width", "height"), [(320, 256), (640, 450)])
def test_zoomed_in_four_times_the_quote_has_the_whole_window(page: Any, width: int, height: int) -> None:
    page.browser.size(width, height)
    page.go("sökt jobb")
    page.browser.settle(100)
    page.browser.run("document.querySelector('#quote').scrollIntoView()")
    top = page.browser.run("document.querySelector('#words').getBoundingClientRect().top")
    assert 0 <= top < height
    # Nothing that stands still lies over it.
    for y in (2, height // 2, height - 3):
        over = f"document.elementFromPoint({width // 2}, {y})"
        assert page.browser.run(f"{over}.closest('#quote') !== null"), page.browser.run(f"{over}.outerHTML")
    assert page.browser.run("document.documentElement.scrollWidth") <= width
    before = page.text(".stretch")
    page.browser.run("document.querySelector('.verdict .yes').scrollIntoView({block: 'center'})")
    page.press("a")
    page.until(f"document.querySelector('.stretch').textContent !== {before!r}")
    page.until(
        "(({top}) => top >= 0 && top < innerHeight)(document.querySelector('#words').getBoundingClientRect())"
    )


def test_where_the_system_decides_the_colours_what_is_chosen_stands_out(page: Any) -> None:
    page.go("sökt jobb")
    page.press("a")
    page.until("!document.querySelector('.stretch').textContent.includes('sökt jobb')")
    page.go("sökt jobb")
    forced = [{"name": "forced-colors", "value": "active"}]
    page.browser.send("Emulation.setEmulatedMedia", media="", features=forced)
    look = "getComputedStyle(document.querySelector({!r})).{}"
    current, other = (
        page.browser.run(look.format(row, "borderLeftColor"))
        for row in (".row[aria-current]", ".row:not([aria-current])")
    )
    pressed, free = (
        page.browser.run(look.format(button, "backgroundColor"))
        for button in ("[data-act=accept]", "[data-act=reject]")
    )
    page.browser.send("Emulation.setEmulatedMedia", media="", features=[])
    assert current != other and pressed != free


def test_on_a_phone_one_judges_with_a_thumb(page: Any, said: Any) -> None:
    page.browser.size(390, 740, phone=True)
    page.browser.settle()
    box = page.browser.run(
        "(({x, y, width, height}) => ({x: x + width / 2, y: y + height / 2, height}))"
        "(document.querySelector('[data-act=accept]').getBoundingClientRect())"
    )
    assert 600 < box["y"] < 740 and box["height"] >= 44
    point = {"x": box["x"], "y": box["y"]}
    page.browser.send("Input.dispatchTouchEvent", type="touchStart", touchPoints=[point])
    page.browser.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    page.until("document.querySelector('#toast').textContent.includes('stämmer')")
    assert [each.judgement for each in said()] == ["yes"]


def test_hostile_words_are_shown_and_do_nothing(page: Any) -> None:
    page.go("sa hon om jobbet")
    assert page.text(".stretch") == "<script>document.title = 'tagen'</script> sa hon om jobbet."
    page.until("document.querySelector('#turns').textContent.includes('<img src=x onerror=alert(1)>')")
    assert page.browser.run("document.title") == "Liten studie – granskning"
    assert page.browser.run("document.querySelectorAll('img, iframe, b:not(.matched)').length") == 0
    assert page.browser.run(
        "[...document.querySelectorAll('.said, #words')].every((each) => each.dir === 'auto')"
    )
    assert page.browser.complaints == []


def test_the_policy_stops_what_would_slip_through(page: Any) -> None:
    for attempt in (
        "const evil = document.createElement('script'); document.body.append(evil);"
        " evil.text = 'document.title = 1'",
        "const far = document.createElement('script'); far.src = 'http://127.0.0.1:9/x.js'",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x>')",
        "document.body.setAttribute('onclick', 'document.title = 1'); document.body.click()",
        "const style = document.createElement('style'); style.textContent = 'body { display: none }';"
        " document.head.append(style)",
        "return fetch('http://127.0.0.1:9/').then(() => (document.title = 'sent'))",
    ):
        page.browser.run(f"(async () => {{ try {{ await (async () => {{ {attempt} }})() }} catch {{}} }})()")
    page.browser.settle()
    assert page.browser.run("document.title") == "Liten studie – granskning"
    assert page.browser.run("getComputedStyle(document.body).display") == "flex"
    assert page.browser.run("document.querySelectorAll('img').length") == 0


def test_a_saved_address_without_the_token_says_what_to_do(page: Any) -> None:
    address = page.browser.run("location.origin")
    page.browser.send("Network.clearBrowserCookies")
    page.browser.open(address + "/")
    assert "qualcode review" in page.browser.run("document.body.textContent")


def test_escape_leads_out_of_the_search_field_and_then_back_to_the_line(page: Any) -> None:
    page.press("/")
    page.until("document.activeElement.id === 'search'")
    page.write("jobb")
    page.browser.press("Enter")
    page.until("document.querySelector('.hits li')")
    page.browser.press("Escape")
    page.until("document.activeElement.id !== 'search'")
    page.browser.press("Escape")
    page.until("!document.querySelector('#view-granska').hidden")


def test_on_a_phone_the_transcript_opens_where_the_quote_stands(page: Any) -> None:
    page.browser.size(375, 300, phone=True)
    page.browser.run("document.querySelector('.parts [data-part=line]').click()")
    page.browser.run("[...document.querySelectorAll('#rows a')].at(-1).click()")
    page.browser.settle(300)
    page.browser.run("document.querySelector('.parts [data-part=transcript]').click()")
    page.browser.settle(200)
    top = page.browser.run("document.querySelector('.aimed').getBoundingClientRect().top")
    assert 0 <= top < 300


def test_how_far_one_has_come_is_the_same_after_a_reload(page: Any) -> None:
    page.until("document.querySelector('.stretch')")
    everything = page.browser.run("document.querySelectorAll('#rows li').length")
    assert page.text("#line-tally") == f"0 av {everything} bedömda"
    page.press("a")
    page.until(f"document.querySelector('#line-tally').textContent === '1 av {everything} bedömda'")
    page.browser.run("location.reload()")
    left = f"1 av {everything} bedömda · {everything - 1} i kön"
    page.until(f"document.querySelector('#line-tally')?.textContent === {left!r}")
    assert page.browser.run("document.querySelector('#line-progress').value") == 1


def test_what_is_switched_off_stays_so(page: Any) -> None:
    page.until("document.querySelector('.stretch')")
    for box in ("letters", "onwards"):
        page.click(f"#{box}")
    page.browser.run("(() => { window.before = true; location.reload(); })()")
    page.until("!window.before && document.querySelector('.stretch')")
    for box in ("letters", "onwards"):
        assert page.browser.run(f"document.querySelector('#{box}').checked") is False


def test_a_name_in_other_capitals_is_the_same_person(page: Any) -> None:
    page.go("sökt jobb")
    page.press("a")
    page.until("document.querySelector('#toast').textContent.includes('stämmer')")
    page.click("#name")
    page.until("document.querySelector('#who').open")
    page.browser.run("document.querySelector('#who-name').value = ''")
    page.write("ANNA ek")
    page.press("Enter")
    page.until("document.querySelector('#toast').textContent.includes('Anna Ek')")
    assert page.text("#name bdi") == "Anna Ek"
