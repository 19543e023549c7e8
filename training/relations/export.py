"""Write the trained network in the form that ships: ONNX, int8, with its manifest.

    python training/relations/export.py --run run/ [--run run2/ …] --out regesta/coding/weights

The tokenizer is the attribution model's, wordpiece.json, which must be there. Several runs (seeds) are averaged, weight
by weight, before they are quantised.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
from judging import averaged
from network import Network, OneSentence
from prepare import STATUSES, TYPES


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="relations")
    options = parser.parse_args()
    network = averaged(options.run)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "network.onnx"
        export(network, plain)
        quantize_dynamic(
            plain,
            options.out / f"{options.name}.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    manifest(options.out, options.name)


def export(network: Network, path: Path) -> None:
    """The network as ONNX with free numbers of pieces, pairs and actors."""
    ids = torch.ones(1, 9, dtype=torch.long)
    pairs = torch.tensor([[1, 2], [3, 4]]), torch.tensor([[5, 6], [7, 7]])
    inputs = (ids, torch.zeros_like(ids), *pairs, torch.tensor([[1, 2], [3, 4], [5, 6]]))
    axes = {"ids": {1: "pieces"}, "features": {1: "pieces"}, "a": {0: "pairs"}, "b": {0: "pairs"},
            "actors": {0: "actors"}}  # fmt: skip
    outputs = {
        "pairs": {0: "pairs"},
        "words": {0: "pieces"},
        "statuses": {0: "pieces"},
        "sides": {0: "pieces", 1: "actors"},
    }
    torch.onnx.export(OneSentence(network), inputs, str(path), dynamo=False, opset_version=17, input_names=list(axes),
                      output_names=list(outputs), dynamic_axes=axes | outputs)  # fmt: skip


def manifest(folder: Path, name: str) -> None:
    files = {"network": f"{name}.onnx", "tokenizer": "wordpiece.json"}
    digests = {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in files.values()}
    content = {
        "name": name,
        **files,
        "sha256": digests,
        "settings": {"labels": list(TYPES), "statuses": list(STATUSES)},
    }
    (folder / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
