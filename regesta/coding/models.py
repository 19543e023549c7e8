"""Finds the weights that ship with the package, proves that they are the right ones, and runs them.

A model NAME is three files in `regesta/coding/weights`: NAME.json (its manifest), the network as ONNX, the tokenizer.

    {"name": NAME, "network": FILE, "tokenizer": FILE, "sha256": {FILE: hex digits, …}, "settings": {…}}

The manifest pins the other two by SHA-256; `settings` are the model's own (thresholds, labels). How each set of weights
was made stands in `training/NAME/README.md`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from regesta.errors import ModelError

WEIGHTS: Final = Path(__file__).with_name("weights")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A network ready to run on one core, its tokenizer, and its settings."""

    name: str
    sha256: str  # of the network
    settings: Mapping[str, Any]
    tokenizer: Tokenizer = field(repr=False)
    session: onnxruntime.InferenceSession = field(repr=False)

    @property
    def id(self) -> str:
        """The name and the SHA-256 of the network, as a run records it: 'attribution@3f5a…'."""
        return f"{self.name}@{self.sha256}"

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> Sequence[NDArray[np.float32]]:
        """The outputs of the network, in the order in which it declares them."""
        outputs: Sequence[NDArray[np.float32]] = self.session.run(None, dict(inputs))
        return outputs


def available(folder: Path = WEIGHTS) -> tuple[str, ...]:
    """The names of the models in the package, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.json") if "network" in _json(path)))


@lru_cache(maxsize=8)
def load(name: str, folder: Path = WEIGHTS) -> Model:
    """The model of that name, loaded once a process.

    Raises ModelError when a file is missing or is not the one that the manifest pins.
    """
    manifest = _manifest(name, folder)
    network, tokenizer = (_verified(folder, manifest, kind) for kind in ("network", "tokenizer"))
    words = Tokenizer.from_str(tokenizer.decode("utf-8"))
    words.no_padding()
    words.no_truncation()
    return Model(name=name, sha256=manifest["sha256"][manifest["network"]], settings=manifest["settings"],
                 tokenizer=words, session=_session(network))  # fmt: skip


def identity(name: str, folder: Path = WEIGHTS) -> str:
    """What `load(name).id` says, read from the manifest alone."""
    manifest = _manifest(name, folder)
    return f"{name}@{manifest['sha256'][manifest['network']]}"


def _manifest(name: str, folder: Path) -> dict[str, Any]:
    path = folder / f"{name}.json"
    if not path.is_file():
        raise ModelError(f"no weights named {name!r} in {folder}: the package is incomplete, install it again")
    return _json(path)


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _verified(folder: Path, manifest: dict[str, Any], kind: str) -> bytes:
    """The bytes of the manifest's network or tokenizer, when their SHA-256 is the one pinned."""
    path = folder / manifest[kind]
    try:
        data: bytes = path.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f"{path} is missing: the package is incomplete, install it again") from error
    expected, came = manifest["sha256"][path.name], hashlib.sha256(data).hexdigest()
    if came != expected:
        raise ModelError(f"{path} is not the file that Regesta was built with: SHA-256 {came}, expected {expected}")
    return data


def _session(network: bytes) -> onnxruntime.InferenceSession:
    """One thread: reports are spread over cores by processes, and sums stay in one order."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
