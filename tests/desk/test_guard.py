"""Who may come in, and what leaves: a page elsewhere in the same browser gets and changes nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

HOME = "http://127.0.0.1:8321"
JSON = {"Content-Type": "application/json", "Origin": HOME, "X-Reviewer": "Anna"}


def asked(client: Any, method: str, path: str, **headers: str) -> Any:
    return client.http.request(method, path, headers=headers, content=b"{}" if method == "POST" else b"")


def test_the_token_is_exchanged_for_a_cookie_that_is_another_secret(client: Any) -> None:
    client.http.cookies.clear()
    answer = client.http.get("/", params={"token": client.guard.token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and client.guard.token not in cookie
    assert client.http.get("/").status_code == 200


@pytest.mark.parametrize("query", ["", "?token=", "?token=fel", "?token=%C3%A5"])
def test_without_the_token_nobody_comes_in(client: Any, query: str) -> None:
    client.http.cookies.clear()
    for path in ("/" + query, "/desk.js", "/api/sources/0", "/api/state"):
        answer = client.http.get(path, headers={"X-Reviewer": "Anna"})
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers and "jobb" not in answer.text
    client.http.cookies.set("qualcode-8321", "gissad", domain="127.0.0.1")
    assert client.http.get("/").status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example:8321", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:8321"]
)
def test_a_host_by_another_name_is_refused(client: Any, host: str) -> None:
    assert asked(client, "GET", "/api/sources/0", Host=host).status_code == 421
    token = f"/?token={client.guard.token}"
    assert asked(client, "GET", token, Host=host).status_code == 421


@pytest.mark.parametrize(
    "change",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8322"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Length": "9999999999"},
    ],
)
@pytest.mark.parametrize("path", ["/api/acts", "/api/undo", "/api/run", "/api/line"])
def test_what_another_page_sends_is_not_done(
    client: Any, folder: Path, path: str, change: dict[str, str]
) -> None:
    assert asked(client, "POST", path, **{**JSON, **change}).status_code in (403, 413, 415)
    assert not (folder / "codings").exists()


def test_pages_elsewhere_may_not_read_either(client: Any) -> None:
    for site in ("cross-site", "same-site"):
        answer = asked(client, "GET", "/api/sources/0", **{"Sec-Fetch-Site": site, "X-Reviewer": "Anna"})
        assert answer.status_code == 403 and "jobb" not in answer.text
    answer = asked(client, "GET", "/api/sources/0", **{"X-Reviewer": "Anna"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "path", ["/", "/desk.js", "/desk.css", "/api/sources/0", "/api/nothing", "/?token=fel"]
)
def test_every_answer_forbids_to_load_to_frame_and_to_keep(client: Any, path: str) -> None:
    headers = client.http.get(path, headers={"X-Reviewer": "Anna"}).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_the_page_itself_names_nothing_outside_of_it(client: Any) -> None:
    for path in ("/", "/desk.js", "/desk.css"):
        text = client.http.get(path).text
        assert "https://" not in text
        assert set(re.findall(r"http://[^\s\"'<]*", text)) <= {"http://www.w3.org/2000/svg"}


def test_text_in_the_page_stays_text(client: Any) -> None:
    assert client.http.get("/").text.count("<script") == 2


def test_what_is_sent_is_not_repeated_when_it_is_refused(client: Any) -> None:
    answer = client.send("/api/acts", {"run": "Karin sa det", "kind": "eat"})
    assert answer.status_code == 422
    assert "Karin" not in answer.text


def test_a_defect_tells_nothing_of_the_text(
    client: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*arguments: object) -> None:
        raise ValueError("Karin sa att hon är rädd")

    monkeypatch.setattr("qualcode.desk.shown.whole", fail)
    id_ = client.line()[0]["id"]
    answer = client.http.get(f"/api/quotes/{id_}", headers={"X-Reviewer": "Anna"})
    assert answer.status_code == 500
    out, err = capfd.readouterr()
    assert "Karin" not in answer.text + out + err
