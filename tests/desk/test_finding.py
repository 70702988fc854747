"""Words are found in all their forms, and lead to their place."""

from __future__ import annotations

from typing import Any


def test_a_word_is_found_in_its_forms_with_what_stands_around_it(client: Any) -> None:
    got = client.post("/api/search", {"words": "lampa"})
    (hit,) = got["hits"]
    assert (got["total"], hit["match"], hit["right"]) == (1, "Lamporna", " är trasiga.")
    assert hit["left"].endswith("Ingen annan går där. ")
    assert (hit["source"], hit["speaker"]) == (1, "Bilal")
    text = client.get("/api/sources/1")["text"].encode("utf-16-le")
    assert text[2 * hit["start"] :].decode("utf-16-le").startswith("Lamporna")
    assert (
        hit["codes"] and client.post("/api/search", {"words": "lampa"}, blind=True)["hits"][0]["codes"] == []
    )


def test_what_cannot_be_searched_is_said_so(client: Any) -> None:
    answer = client.send("/api/search", {"words": "/(/"})
    assert (answer.status_code, answer.json()["refused"]) == (409, "query")
    assert client.post("/api/search", {"words": "giraff"}) == {"total": 0, "hits": []}
