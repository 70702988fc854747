"""Who may come in: this machine's own browser, with the token that the terminal gave it.

A page elsewhere that the same browser has open may try to read or to write here. It is kept out several
times over: the server listens on 127.0.0.1; a request must name it as its host (against DNS rebinding); the
token in the address is exchanged for a cookie that scripts cannot read and other sites' pages do not send;
what changes anything must come from this very page and be JSON (against forged requests). The page itself
may load and run nothing but what this server gives it, and nobody may frame or keep it.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from qualcode.messages import message
from qualcode.tracebacks import write_traceback

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

MOST_BYTES = 1 << 20
"""No more is taken in one request."""
POLICY = "; ".join(
    (
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'", "trusted-types 'none'",
    )
)  # fmt: skip
HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Stands before the application.

    Args:
        app: The application.
        port: That the server listens on.
        language: In which those who may not come in are told so.

    Attributes:
        token: What the opened address carries.
    """

    def __init__(self, app: App, port: int, language: str = "sv") -> None:
        self._app, self._language = app, language
        self.token = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)
        # Cookies of one host are shared by all its ports.
        self._cookie = f"qualcode-{port}"
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Lets a request in, or answers it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        begun = False

        async def guarded(event: Message) -> None:
            nonlocal begun
            if event["type"] == "http.response.start":
                begun = True
                own = {name.encode(): value.encode() for name, value in HEADERS.items()}
                rest = [(name, value) for name, value in event["headers"] if name.lower() not in own]
                event = {**event, "headers": [*rest, *own.items()]}
            await send(event)

        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        try:
            if (refusal := self._refusal(scope, headers)) is not None:
                await self._answer(guarded, refusal)
            elif self._knocks(scope):
                await self._enter(scope, headers, guarded)
            elif not self._known(headers):
                await self._answer(guarded, (403, "closed"))
            else:
                await self._app(scope, receive, guarded)
        except Exception as error:
            # Its message may quote an interview; only the lines that it passed through are kept.
            write_traceback(error)
            if not begun:
                await self._answer(guarded, (500, "defect"))

    def _refusal(self, scope: Message, headers: dict[str, str]) -> tuple[int, str] | None:
        if headers.get("host", "") not in self._hosts:
            return 421, "host"
        reads = scope["method"] in ("GET", "HEAD")
        site = headers.get("sec-fetch-site", "same-origin")
        if site not in (("same-origin", "none") if reads else ("same-origin",)) and not self._knocks(scope):
            return 403, "elsewhere"
        if reads:
            return None
        if headers.get("origin") != f"http://{headers['host']}":
            return 403, "elsewhere"
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return 415, "elsewhere"
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return 413, "large"
        return None

    def _knocks(self, scope: Message) -> bool:
        """Whether somebody comes with a token."""
        return scope["method"] == "GET" and scope["path"] == "/" and b"token=" in scope["query_string"]

    async def _enter(self, scope: Message, headers: dict[str, str], send: Send) -> None:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not secrets.compare_digest(given.encode(), self.token.encode()):
            await self._answer(send, (403, "closed"))
            return
        cookie = f"{self._cookie}={self._session}; HttpOnly; SameSite=Strict; Path=/"
        answer = [(b"location", b"/"), (b"set-cookie", cookie.encode()), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 303, "headers": answer})
        await send({"type": "http.response.body", "body": b""})

    def _known(self, headers: dict[str, str]) -> bool:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return False
        return cookie is not None and secrets.compare_digest(cookie.value.encode(), self._session.encode())

    async def _answer(self, send: Send, refusal: tuple[int, str]) -> None:
        status, key = refusal
        body = message(f"desk.door.{key}", self._language).encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
