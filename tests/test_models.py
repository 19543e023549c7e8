"""Weights: found by name, proved by their SHA-256, refused otherwise."""

import hashlib
import json
from pathlib import Path

import pytest

from regesta.coding import models
from regesta.errors import ModelError


def manifest(folder: Path, **changed: str) -> None:
    digests = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("net.onnx", "words.json")}
    for name in digests:
        (folder / name).write_bytes(name.encode())
    content = {
        "name": "toy",
        "network": "net.onnx",
        "tokenizer": "words.json",
        "sha256": digests | changed,
        "settings": {},
    }
    (folder / "toy.json").write_text(json.dumps(content), encoding="utf-8")


def test_an_unknown_name_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no weights named 'toy'"):
        models.load("toy", tmp_path)


def test_other_bytes_than_those_pinned_are_refused(tmp_path: Path) -> None:
    manifest(tmp_path)
    (tmp_path / "net.onnx").write_bytes(b"something else")
    with pytest.raises(ModelError, match=r"net\.onnx is not the file that Regesta was built with"):
        models.load("toy", tmp_path)


def test_a_missing_file_is_a_model_error(tmp_path: Path) -> None:
    manifest(tmp_path)
    (tmp_path / "words.json").unlink()
    with pytest.raises(ModelError, match=r"words\.json is missing"):
        models.load("toy", tmp_path)


def test_available_lists_manifests_and_not_tokenizers(tmp_path: Path) -> None:
    manifest(tmp_path)
    assert json.loads((tmp_path / "toy.json").read_text())["name"] == "toy"
    (tmp_path / "words.json").write_text("{}", encoding="utf-8")
    assert models.available(tmp_path) == ("toy",)


def test_identity_is_the_name_and_the_digest(tmp_path: Path) -> None:
    manifest(tmp_path)
    assert models.identity("toy", tmp_path) == "toy@" + hashlib.sha256(b"net.onnx").hexdigest()


@pytest.mark.model
@pytest.mark.parametrize("name", models.available())
def test_every_model_that_ships_loads(name: str) -> None:
    assert models.load(name).id == models.identity(name)
