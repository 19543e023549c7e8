"""Sentences of running text, as the coder's rules read them: what the annotated sentences lack.

Most actors of running text do nothing to each other, and the benchmarks have no such pair.

    python training/relations/running.py --texts polnear_train.jsonl 2500 --texts event_place_dev.jsonl 2000 \
        --texts re3d_dev.jsonl 300 --out running.jsonl

Each file has one JSON object a line with "text". The given number of sentences with two actors or more is drawn at
random. Of an event of the rules its type is written; of a pair of which the rules know nothing "none".
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]
from prepare import scene_in

from regesta.coding.deeds.candidates import find_candidates
from regesta.coding.deeds.decisions import Decided, decide
from regesta.coding.deeds.judgement import Judgement, actors_in
from regesta.coding.parser import Parsed, parse
from regesta.schema import Report, content_id


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", nargs=2, action="append", required=True, metavar=("FILE", "SENTENCES"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    luck = random.Random(options.seed)
    with options.out.open("w", encoding="utf-8") as out:
        for file, number in options.texts:
            texts = list(dict.fromkeys(json.loads(line)["text"] for line in Path(file).read_text("utf-8").splitlines()))
            for row in drawn(texts, int(number), luck):
                out.write(json.dumps(row) + "\n")


def drawn(texts: list[str], number: int, luck: random.Random) -> Iterator[dict[str, Any]]:
    """At most eight sentences of a text, until there are enough."""
    luck.shuffle(texts)
    left = number
    for i in range(0, len(texts), 32):
        reports = [Report(id=content_id("running", t), source="", text=t) for t in texts[i : i + 32]]
        for parsed in parse(reports):
            rows = list(rows_of(parsed))
            for row in luck.sample(rows, min(8, left, len(rows))):
                yield row
                left -= 1
        if left <= 0:
            return


def rows_of(parsed: Parsed) -> Iterator[dict[str, Any]]:
    """{"text", "actors": spans, "events": [actor, other, type], "none": [one, other]}; actors by their index."""
    scene = scene_in(parsed)
    for sentence in parsed.sentences:
        start, end = sentence.start_char, sentence.end_char
        judged = Judgement(actors_in(scene, sentence))
        decided = [d for c in find_candidates(scene, sentence) if (d := decide(scene, c)) is not None]
        events = [(*pair, d.type) for d in decided if (pair := _sides(judged, d))]
        busy = {judged.index(m) for d in decided for m in (*d.candidate.actors, *d.candidate.recipients)}
        everybody = range(len(judged.actors))
        none = [(a, b) for a in everybody for b in everybody if a != b and not {a, b} <= busy]
        if len(judged.actors) > 1 and end - start < 600:
            spans = [(m.start_char - start, m.end_char - start) for m in judged.actors]
            yield {"text": parsed.text(start, end), "actors": spans, "events": events, "none": none}


def _sides(judged: Judgement, one: Decided) -> tuple[int, int] | None:
    """The first two sides of an event, where it is told as it is and the rule is no guess from a bare noun."""
    actors, others = one.candidate.actors, one.candidate.recipients
    if one.candidate.mutual:
        others = actors[1:]
    if not actors or not others or one.polarity == "negative" or one.modality == "hypothetical":
        return None
    a, b = judged.index(actors[0]), judged.index(others[0])
    return (a, b) if a is not None and b is not None and a != b else None


if __name__ == "__main__":
    main()
