"""One question to a language model behind an address that answers as OpenAI's ``/chat/completions`` does."""

from __future__ import annotations

import ipaddress
import os
import random
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from qualcode.errors import ModelError, SettingsError

if TYPE_CHECKING:
    import httpx

    from qualcode.coding.settings import LlmSettings

PAUSE, LONGEST_PAUSE = 0.5, 60.0
"""Seconds before a request is sent again: doubled each time, at most so long."""

_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})


class Client:
    """Asks one model.

    Args:
        settings: The address, the model, patience.

    Raises:
        SettingsError: the environment variable of the key is not set.
    """

    def __init__(self, settings: LlmSettings) -> None:
        self._settings = settings
        self._headers: dict[str, str] = {}
        if settings.key is not None:
            if not (key := os.environ.get(settings.key)):
                raise SettingsError(
                    f"coders: llm: the environment variable {settings.key} is not set.",
                    remedy="Set it to the server's key, or leave `key` out if it wants none.",
                )
            self._headers["Authorization"] = f"Bearer {key}"
        self._client: httpx.Client | None = None
        # What a server has refused once is not tried again: a strict schema, or JSON at all.
        self._formats = ["json_schema", "json_object", ""]

    def ask(self, messages: list[dict[str, str]], schema: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """The words of the answer, and the request as it was sent.

        Args:
            messages: ``role`` and ``content``.
            schema: JSON schema of the answer; servers that know no schemas are asked for JSON, or for words.

        Raises:
            ModelError: nobody answers, or not what the interface says.
        """
        while True:
            wanted = self._formats[0]
            body = self._body(messages, schema, wanted)
            response = self._send(body)
            if response.status_code in (400, 415, 422, 501) and len(self._formats) > 1:
                if wanted == self._formats[0]:
                    self._formats.pop(0)
                continue
            if response.status_code >= 400:
                raise self._refused(response.status_code)
            try:
                content = response.json()["choices"][0]["message"]["content"]
            except (ValueError, LookupError, TypeError) as error:
                raise ModelError(
                    f"what {host_of(self._settings.url)} answers is not what OpenAI's interface says.",
                    remedy="See that coders: llm: url ends as the server's manual says, mostly in /v1.",
                ) from error
            return str(content or ""), body

    def close(self) -> None:
        """Lets go of connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _body(self, messages: list[dict[str, str]], schema: dict[str, Any], wanted: str) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._settings.model,
            "messages": messages,
            "temperature": 0,
            "seed": self._settings.seed,
            "stream": False,
        }
        if wanted == "json_schema":
            named = {"name": "codings", "strict": True, "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif wanted:
            body["response_format"] = {"type": wanted}
        return body

    def _send(self, body: dict[str, Any]) -> httpx.Response:
        import httpx

        if self._client is None:
            # A proxy must not get to see what is meant for this machine.
            self._client = httpx.Client(
                timeout=self._settings.timeout,
                headers=self._headers,
                trust_env=not is_local(self._settings.url),
            )
        url = self._settings.url.rstrip("/") + "/chat/completions"
        host = host_of(self._settings.url)
        for attempt in range(self._settings.retries + 1):
            last = attempt == self._settings.retries
            try:
                response = self._client.post(url, json=body)
            except httpx.TimeoutException as error:
                if last:
                    raise ModelError(
                        f"the language model at {host} did not answer within {self._settings.timeout:g} s.",
                        remedy="Raise coders: llm: timeout, or ask for fewer segments at once (batch).",
                    ) from error
                _pause(attempt, None)
                continue
            except httpx.HTTPError as error:
                if last:
                    raise ModelError(
                        f"no language model answers at {host} ({type(error).__name__}).",
                        remedy="Start it, or put coders: llm: url right; what it has answered is kept.",
                    ) from error
                _pause(attempt, None)
                continue
            if response.status_code not in _AGAIN or last:
                return response
            _pause(attempt, response.headers.get("Retry-After"))
        raise AssertionError("the last attempt returns or raises")

    def _refused(self, status: int) -> ModelError:
        host = host_of(self._settings.url)
        if status in (401, 403):
            told = (
                f"the environment variable {self._settings.key}" if self._settings.key else "coders: llm: key"
            )
            return ModelError(f"{host} wants another key (status {status}).", remedy=f"Put {told} right.")
        if status == 404:
            return ModelError(
                f"{host} knows no model {self._settings.model!r} at this address (status 404).",
                remedy="Put coders: llm: model and url right; Ollama's model must have been pulled.",
            )
        # Its words may repeat the request, and with it an interview.
        return ModelError(
            f"{host} refuses the request (status {status}).",
            remedy="See the server's own log; what it has answered is kept for a new run.",
        )


def host_of(url: str) -> str:
    """``host:port`` of an address."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def is_local(url: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _pause(attempt: int, wished: str | None) -> None:
    seconds = PAUSE * 2**attempt * random.uniform(0.8, 1.2)
    if wished is not None and wished.isdecimal():
        seconds = max(seconds, float(wished))
    time.sleep(min(seconds, LONGEST_PAUSE))
