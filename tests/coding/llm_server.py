"""A small server that answers as OpenAI's ``/chat/completions`` does: it gives ``jobb`` for words with *jobb*."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, dict[str, str], str]
"""Status, headers, body."""


@dataclass
class Server:
    """What the server was asked, and how it answers.

    Attributes:
        url: Its address, up to ``/v1``.
        asked: Bodies of all requests.
        headers: Their headers.
        before: Called with each request; what it returns is the reply, unless it returns nothing.
        delay: Seconds before each reply.
    """

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    before: Callable[[dict[str, Any]], Reply | None] = lambda body: None
    delay: float = 0.0

    def texts(self, number: int = -1) -> list[str]:
        """The segments of a request."""
        return [row["text"] for row in rows(self.asked[number])]


def rows(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The numbered segments that a request asks about."""
    return list(json.loads(body["messages"][1]["content"].split("\n", 1)[1]))


def said(words: str) -> Reply:
    """A reply whose message is ``words``."""
    return 200, {}, json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]})


def coded(body: dict[str, Any], quote: Callable[[str], str] = lambda word: word) -> Reply:
    """The usual reply; ``quote`` changes what is quoted."""
    segments = []
    for row in rows(body):
        word = re.search(r"\w*jobb\w*", row["text"], re.IGNORECASE)
        codes = [{"code": "jobb", "quote": quote(word[0])}] if word else []
        segments.append({"number": row["number"], "codes": codes})
    return said(json.dumps({"segments": segments}, ensure_ascii=False))


@contextmanager
def serving() -> Iterator[Server]:
    """A running server on a free port of this machine."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked.append(body)
            server.headers.append(dict(self.headers))
            time.sleep(server.delay)
            status, headers, text = server.before(body) or coded(body)
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                data = text.encode()
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                return

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
