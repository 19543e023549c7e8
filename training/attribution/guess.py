"""Annotate texts with a trained network, so that a smaller one learns from more than was annotated.

    python training/attribution/guess.py --network large/network.pt --train train.jsonl --texts sentences.jsonl 3000 \
        --base MiniLM/ --out guessed.jsonl

PolNeAR's articles (`--train`) keep their statements and get addressees, channels, relays, and statements inside
others; of other texts everything is guessed. Texts in one of our annotated sets are left out. The rows go to
`train.py --data`.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]
from encoder import tokenizer_of
from network import loaded
from prepare import PARTS, Row, own_ids, paragraphs_of, rows_of
from train import near_of, scorer_of

from evaluation.annotations import load
from regesta.coding.coded import Attribution
from regesta.coding.tagger import Decoding, find_in

ANNOTATED = ("statements_blind", "statements_second_blind", "statements_training", "statements_written")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=Path, required=True)
    parser.add_argument("--train", type=Path, help="PolNeAR's articles")
    parser.add_argument("--texts", nargs=2, action="append", default=[], metavar=("FILE", "NUMBER"))
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--window", type=int, default=256)
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    options = parser.parse_args()
    torch.set_num_threads(1)
    network = loaded(options.network).to(options.device)
    how = Decoding(near=near_of(network), window=options.window)
    articles = [a for a in rows_of(options.train) if a["id"] not in own_ids()] if options.train else []
    rows = articles + list(drawn(options.texts))
    texts = [(r["text"], list(paragraphs_of(r["text"]))) for r in rows]
    found = find_in(texts, tokenizer_of(options.base), scorer_of(network, bf16=True), how)
    with options.out.open("w", encoding="utf-8") as out:
        for row, attributions in zip(rows, found, strict=True):
            whole = as_row(row["attributions"] if "attributions" in row else as_annotated(attributions), attributions)
            out.write(json.dumps({**row, "attributions": whole, "whole": True}) + "\n")


def drawn(files: Sequence[tuple[str, str]]) -> Iterator[Row]:
    """At most that number of texts of each file, at random, none that is annotated."""
    known = {row["text"] for name in ANNOTATED for row in load(name)}
    luck = random.Random(1)
    for file, number in files:
        texts = [text for text in dict.fromkeys(r["text"] for r in rows_of(Path(file))) if text not in known]
        for i, text in enumerate(luck.sample(texts, min(int(number), len(texts)))):
            yield {"id": f"{Path(file).stem}-{i}", "text": text}


def as_annotated(found: Sequence[Attribution]) -> list[dict[str, Any]]:
    """The outermost ones that were found, as rows have them."""
    return [spans_of(a, ("source", "cue", "content")) for a in found if not a.is_inner]


def as_row(outermost: list[dict[str, Any]], found: Sequence[Attribution]) -> list[dict[str, Any]]:
    """The outermost attributions with the addressee, channel and relay of those found at the same cue; the inner."""
    cues = {cue: a for a in found if not a.is_inner and (cue := a.cue)}
    whole = []
    for one in outermost:
        same = next((a for cue, a in cues.items() for c in one["cue"] if cue[0] < c[1] and c[0] < cue[1]), None)
        whole.append(one | (spans_of(same, PARTS) if same else {}))
    for inner in (a for a in found if a.is_inner and a.cue):
        within = next((i for i, one in enumerate(outermost) for c in one["content"]
                       if c[0] <= inner.cue[0] and inner.cue[1] <= c[1]), None)  # fmt: skip
        if within is not None:
            whole.append(spans_of(inner, ("source", "cue", "content", *PARTS)) | {"within": within})
    return whole


def spans_of(one: Attribution, names: Sequence[str]) -> dict[str, Any]:
    """Those parts of an attribution as lists of spans; a missing one is empty."""
    values = {name: getattr(one, name) for name in names}
    return {name: [list(s) for s in ((v if name == "content" else [v]) if v else [])] for name, v in values.items()}


if __name__ == "__main__":
    main()
