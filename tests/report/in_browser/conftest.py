"""A real browser to read the page in."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from qualcode.result import Run
from qualcode.writers import report

AXE = Path(__file__).parents[2] / "desk" / "files" / "axe.min.js"


class Browser:
    """Headless Chromium, driven over a pipe with its own DevTools protocol.

    Attributes:
        complaints: What the page threw, logged as an error, or was refused by its content policy.
        asked: How often a page has asked whether it may be left.
    """

    def __init__(self, program: str, profile: Path) -> None:
        to_browser, commands = os.pipe()
        answers, from_browser = os.pipe()

        def connect() -> None:
            # Chromium reads commands from descriptor 3 and answers on 4; both may be taken by the pipes.
            read, write = os.dup2(to_browser, 100), os.dup2(from_browser, 101)
            os.dup2(read, 3)
            os.dup2(write, 4)

        self._process = subprocess.Popen(
            [
                program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--remote-debugging-pipe",
                f"--user-data-dir={profile}", "about:blank",
            ],
            preexec_fn=connect, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_browser)
        os.close(from_browser)
        self._commands, self._answers = os.fdopen(commands, "wb"), os.fdopen(answers, "rb")
        self._numbers, self._session, self._unread = count(1), None, b""
        self.complaints: list[str] = []
        self.asked = 0
        self._events: list[str] = []
        target = next(t for t in self.send("Target.getTargets")["targetInfos"] if t["type"] == "page")
        attached = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Sends a command and waits for its answer."""
        number = self._write(method, parameters)
        while (answer := self._read()).get("id") != number:
            self._note(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def open(self, address: str) -> None:
        """Opens an address as if it was the first one, and waits until it has loaded."""
        for url in ("about:blank", address):
            # A page that was left may have said late that it had loaded; it is not the one that is awaited.
            self._events.clear()
            self.send("Page.navigate", url=url)
            self._wait_loaded()
            # Once there are fifty steps back, the browser drops those that no hand made, also this page's.
            self.send("Page.resetNavigationHistory")

    def run(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page; promises are waited for."""
        got = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in got:
            raise RuntimeError(json.dumps(got["exceptionDetails"], ensure_ascii=False))
        return got["result"].get("value")

    def back(self, steps: int = 1) -> None:
        """Goes back within the page, as a reader does with the browser's button."""
        for _ in range(steps):
            before = self.run("location.href")
            # At once, the browser may leave the expression for the page before it has answered.
            self.run("void setTimeout(() => history.back())")
            while self.run("location.href") == before:
                self.settle()
            self.settle()

    def press(self, key: str, *, times: int = 1) -> None:
        """Presses a key where the focus is; single letters write themselves."""
        for _ in range(times):
            text = {"text": "\r" if key == "Enter" else key} if len(key) == 1 or key == "Enter" else {}
            codes = {
                "Tab": 9,
                "Enter": 13,
                "Escape": 27,
                "ArrowLeft": 37,
                "ArrowUp": 38,
                "ArrowRight": 39,
                "ArrowDown": 40,
            }
            code = {"windowsVirtualKeyCode": codes[key]} if key in codes else {}
            self.send("Input.dispatchKeyEvent", type="keyDown", key=key, **text, **code)
            self.send("Input.dispatchKeyEvent", type="keyUp", key=key, **code)
        self.settle()

    def settle(self, milliseconds: int = 30) -> None:
        """Waits until what was begun is drawn."""
        frames = "requestAnimationFrame(() => requestAnimationFrame(done))"
        self.run(f"new Promise((done) => setTimeout(() => {frames}, {milliseconds}))")

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        """The window's size in CSS pixels."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=phone,
        )

    def prefer(self, **features: str) -> None:
        """The reader's preferences: ``prefer(color_scheme="dark")``."""
        named = [
            {"name": f"prefers-{name.replace('_', '-')}", "value": value} for name, value in features.items()
        ]
        self.send("Emulation.setEmulatedMedia", media="", features=named)

    def without_scripts(self, on: bool = True) -> None:
        """Whether pages opened from now on run scripts."""
        self.send("Emulation.setScriptExecutionDisabled", value=on)

    def axe(self) -> list[str]:
        """What axe-core finds that is serious or worse, rule by rule with its place."""
        self.run(AXE.read_text("utf-8") + ";null")
        found = self.run(
            "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations"
            ".filter(({impact}) => impact === 'serious' || impact === 'critical')"
            ".map(({id, nodes}) => id + ': ' + nodes.map((node) => node.html).join(' | ')))"
        )
        return list(found)

    def picture(self, path: Path) -> None:
        """What is in the window, as a PNG."""
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"]))

    def paper(self, path: Path) -> None:
        """The page as it is printed, as a PDF."""
        path.write_bytes(base64.b64decode(self.send("Page.printToPDF", preferCSSPageSize=True)["data"]))

    def close(self) -> None:
        """Ends the browser."""
        self._session = None
        self.send("Browser.close")
        self._process.wait(10)

    def _wait_loaded(self) -> None:
        while "Page.loadEventFired" not in self._events:
            self._note(self._read())
        self._events.remove("Page.loadEventFired")

    def _write(self, method: str, parameters: dict[str, Any]) -> int:
        """Sends a command; its answer will have the number that is returned."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        self._commands.flush()
        return number

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            part = os.read(self._answers.fileno(), 1 << 16)
            if not part:
                raise RuntimeError("the browser has ended")
            self._unread += part
        message, self._unread = self._unread.split(b"\0", 1)
        return json.loads(message)

    def _note(self, event: dict[str, Any]) -> None:
        method, parameters = event.get("method", ""), event.get("params", {})
        if method == "Page.loadEventFired":
            self._events.append(method)
        if method == "Page.javascriptDialogOpening" and parameters["type"] == "beforeunload":
            # A page that asks whether it may be left answers nothing else meanwhile.
            self.asked += 1
            self._write("Page.handleJavaScriptDialog", {"accept": True})
        if method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(parameters["exceptionDetails"], ensure_ascii=False))
        if method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.complaints.append(parameters["entry"]["text"])


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests; they are skipped where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine")
    started = Browser(program, tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    """The browser, as it was before other tests used it."""
    chromium.size(1280, 900)
    chromium.prefer()
    chromium.without_scripts(False)
    chromium.complaints.clear()
    return chromium


@pytest.fixture
def read(browser: Browser, run: Run, tmp_path: Path) -> Callable[[str], Browser]:
    """Opens the run's report at an address within it: ``read("#/citat?kod=jobb")``."""
    (path,) = report.write(run, tmp_path)

    def opened(address: str = "") -> Browser:
        browser.open(path.as_uri() + address)
        return browser

    return opened
