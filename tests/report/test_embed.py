"""Data and scripts in a page that trusts nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from qualcode.report import embed


@pytest.mark.parametrize(
    "text", ["</script>", "<!--", "]]>", "&amp;", "a\u2028b\u2029c", "\x00", "😀 å \\ \" '"]
)
def test_any_text_can_be_embedded_and_comes_back(text: str) -> None:
    block = embed.json_block({"text": text, text: [1, None]})
    assert not re.search("[<>&\u2028\u2029\x00]", block)
    assert json.loads(block) == {"text": text, text: [1, None]}


def test_numbers_that_json_does_not_know_are_refused() -> None:
    with pytest.raises(ValueError):
        embed.json_block([float("nan")])


def test_the_policy_allows_nothing_but_the_given_blocks() -> None:
    policy = embed.content_policy(["p{}"], ["a()", "b()"])
    digest = base64.b64encode(hashlib.sha256(b"b()").digest()).decode()
    assert policy.startswith("default-src 'none'; ")
    assert f"'sha256-{digest}'" in policy.split("script-src")[1]
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy


def test_no_asset_ends_its_own_element_or_asks_for_anything_outside() -> None:
    for block in (embed.stylesheet(), embed.script()):
        assert "</" not in block
        assert not re.search(r"\burl\(|@import|\bfetch\(|XMLHttpRequest|\bimport\(|innerHTML|\beval\(", block)
        assert set(re.findall(r"https?://[^\"'\s]+", block)) <= {"http://www.w3.org/2000/svg"}
