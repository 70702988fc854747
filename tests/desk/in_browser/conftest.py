"""The desk in a real browser, which is the one of the report's tests."""

from __future__ import annotations

import importlib.util
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from qualcode.desk.desk import Desk
from qualcode.desk.server import DeskServer, listen
from qualcode.study import Study

GONE = -32000
"""What the browser answers of a page that has been left meanwhile."""
AT_REST = "!document.querySelector('#quote[aria-busy]')"


def _driver() -> ModuleType:
    path = Path(__file__).parents[2] / "report" / "in_browser" / "conftest.py"
    spec = importlib.util.spec_from_file_location("browser_of_the_report", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


chromium, browser = _driver().chromium, _driver().browser


@pytest.fixture
def address(folder: Path) -> Iterator[Callable[..., str]]:
    """Serves the study, and gives the address to open: ``address(reviewer="Anna Ek")``."""
    servers: list[tuple[DeskServer, threading.Thread]] = []

    def serve(**options: Any) -> str:
        server = DeskServer(Desk(Study.open(folder)), listen(), **options)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        servers.append((server, thread))
        return server.address

    yield serve
    for server, thread in servers:
        server.stop()
        thread.join(10)


@pytest.fixture
def page(browser: Any, address: Callable[..., str]) -> Iterator[Page]:
    """The desk, opened by Anna Ek."""
    shown = Page(browser)
    browser.open(address(reviewer="Anna Ek"))
    shown.until("document.querySelector('#words')")
    yield shown
    _left(browser)


def _left(browser: Any) -> None:
    """Leaves the page, which may just be beginning anew by itself, or ask about what is not saved."""
    for again in range(20):
        with suppress(RuntimeError):
            browser.send("Page.handleJavaScriptDialog", accept=True)
        with suppress(RuntimeError):
            browser.run("try { leaving = true } catch {} sessionStorage.clear(); localStorage.clear()")
        try:
            browser.open("about:blank")
            return
        except RuntimeError:
            if again == 19:
                raise
            time.sleep(0.25)


class Page:
    """What a reviewer sees and does.

    Attributes:
        browser: The browser.
    """

    def __init__(self, browser: Any) -> None:
        self.browser = browser

    def until(self, condition: str, *, seconds: float = 8) -> None:
        """Waits until a JavaScript expression is true."""
        end = time.monotonic() + seconds
        while not self._holds(condition):
            if time.monotonic() > end:
                raise AssertionError(f"never: {condition}\n{self.browser.run('document.body.innerText')}")
            time.sleep(0.02)

    def _holds(self, condition: str) -> bool:
        try:
            return bool(self.browser.run(f"Boolean({condition})"))
        except RuntimeError as error:
            if f"'code': {GONE}" not in str(error):
                raise
            # The page is just beginning anew by itself.
            return False

    def text(self, selector: str) -> str:
        """What an element says."""
        return self.browser.run(f"document.querySelector({selector!r})?.textContent ?? ''")

    def click(self, selector: str) -> None:
        """Clicks an element, when the quote is at rest."""
        self.until(AT_REST)
        self.browser.run(f"document.querySelector({selector!r}).click()")

    def press(self, key: str, *, times: int = 1, **modifiers: bool) -> None:
        """Presses a key, when the quote is at rest; ``shift=True`` with it."""
        self.until(AT_REST)
        if not modifiers.get("shift"):
            self.browser.press(key, times=times)
            return
        codes = {"ArrowLeft": 37, "ArrowRight": 39, "Tab": 9}
        for _ in range(times):
            for kind in ("keyDown", "keyUp"):
                self.browser.send(
                    "Input.dispatchKeyEvent", type=kind, key=key, modifiers=8,
                    windowsVirtualKeyCode=codes[key],
                )  # fmt: skip
        self.browser.settle()

    def write(self, words: str) -> None:
        """Writes where the focus is."""
        self.browser.send("Input.insertText", text=words)
        self.browser.settle()

    def go(self, words: str) -> None:
        """Opens the quote with some words by a click in the line."""
        rows = "[...document.querySelectorAll('#rows a')]"
        self.until(f"{rows}.some((row) => row.textContent.includes({words!r}))")
        self.browser.run(f"{rows}.find((row) => row.textContent.includes({words!r})).click()")
        shown = f"document.querySelector('.stretch')?.textContent.includes({words!r})"
        self.until(f"{shown} && {AT_REST}")

    def drag(self, root: str, words: str) -> None:
        """Marks words with the mouse."""
        left, top, right, bottom = self._standing_still(root, words)
        mouse = {"button": "left", "clickCount": 1}
        self.browser.send("Input.dispatchMouseEvent", type="mousePressed", x=left, y=top, **mouse)
        self.browser.send("Input.dispatchMouseEvent", type="mouseMoved", x=right, y=bottom, **mouse)
        self.browser.send("Input.dispatchMouseEvent", type="mouseReleased", x=right, y=bottom, **mouse)
        self.browser.settle()

    def _standing_still(self, root: str, words: str) -> list[float]:
        """Where words begin and end in the window, after they were scrolled to. Turns take their own height
        only when they come into sight, so what is around them moves for some frames."""
        before: list[float] = []
        for _ in range(100):
            found: list[float] = self.browser.run(
                f"""(() => {{
                  const root = document.querySelector({root!r});
                  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
                  const places = [];
                  for (let node = walker.nextNode(); node; node = walker.nextNode())
                    if (node.parentElement.closest('[data-at]'))
                      for (let at = 0; at < node.length; at += 1) places.push([node, at]);
                  const at = places.map(([node, place]) => node.data[place]).join('').indexOf({words!r});
                  const [first, last] = [places[at], places[at + {words!r}.length - 1]];
                  first[0].parentElement.scrollIntoView({{ block: 'center' }});
                  const range = document.createRange();
                  range.setStart(...first);
                  range.setEnd(last[0], last[1] + 1);
                  const boxes = [...range.getClientRects()].filter((box) => box.width);
                  const [begins, ends] = [boxes[0], boxes[boxes.length - 1]];
                  return [begins.left + 1, (begins.top + begins.bottom) / 2,
                    ends.right - 1, (ends.top + ends.bottom) / 2];
                }})()"""
            )
            if found == before:
                return found
            before = found
            self.browser.settle(100)
        raise AssertionError(f"{words} never stand still")

    def axe(self) -> list[str]:
        """What axe-core finds that is serious or worse, rule by rule with its place."""
        return self.browser.axe()


@pytest.fixture(name="Page")
def page_class() -> type[Page]:
    """See :class:`Page`."""
    return Page
