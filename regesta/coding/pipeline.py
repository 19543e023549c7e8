"""The main path: reports in, coded reports out.

    >>> from regesta.coding.pipeline import code
    >>> for coded in code(reports): print(len(coded.events))

Parse and weights run over batches of reports; every later stage is a pure function of one report's parse.
"""

import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from regesta.coding.attribution import find_attributions
from regesta.coding.coded import Attribution, Coded
from regesta.coding.deeds.relations import Relations, relation_model
from regesta.coding.deeds.sufferers import complete
from regesta.coding.entities import resolve
from regesta.coding.events import find_events
from regesta.coding.mentions import find_mentions
from regesta.coding.merging import contents_of, merged
from regesta.coding.parser import Parsed, language, parse
from regesta.coding.places import find_places
from regesta.coding.positions import find_positions
from regesta.coding.statements import find_statements
from regesta.coding.tagger import AttributionModel
from regesta.coding.times import contradictions, find_times
from regesta.knowledge.actors import NO_LISTS, Lists, looking_up
from regesta.schema import Problem, Report, content_id
from regesta.settings import Settings

log = logging.getLogger(__name__)

FindAttributions = Callable[[Sequence[Parsed]], list[list[Attribution]]]


def code(reports: Iterable[Report], settings: Settings | None = None) -> Iterator[Coded]:
    """The coded reports, in the order given; a report that fails has a Problem and nothing else.

    Memory stays flat: a batch's parses are dropped before the next batch is read. Raises ModelError when the
    weights are missing or are not the package's own.
    """
    settings = settings or Settings()
    attributions = _attributor(settings)
    _relations(settings)  # weights that are missing are said before any report is read
    waiting = iter(reports)
    lists = Lists(settings.actors) if settings.actors else NO_LISTS
    while batch := list(islice(waiting, settings.batch)):
        with language().memory_zone(), looking_up(lists), _no_collection():
            coded = _code_batch(batch, attributions, settings)
        yield from coded


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let Python's search for cycles of unused objects wait for the end of a batch: it took a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _attributor(settings: Settings) -> FindAttributions:
    """By rules alone, or by the tagger with what only rules find."""
    if settings.attribution == "rules":
        return lambda batch: [find_attributions(parsed) for parsed in batch]
    tagger = AttributionModel()
    return lambda batch: [
        merged(parsed.report.text, tagged, find_attributions(parsed, contents_of(tagged)))
        for parsed, tagged in zip(batch, tagger.find(batch), strict=True)
    ]


def _relations(settings: Settings) -> Relations | None:
    return relation_model() if settings.relations == "model" else None


def _code_batch(batch: Sequence[Report], attributions: FindAttributions, settings: Settings) -> list[Coded]:
    """The batch, coded together; when that fails, report by report, so that one bad report harms no other."""
    try:
        parsed = parse(batch)
        found = attributions(parsed)
    except Exception as error:  # noqa: BLE001  the one broad net of the program, with the one below
        if len(batch) == 1:
            return [_failed(batch[0], "parse", error)]
        return [coded for report in batch for coded in _code_batch([report], attributions, settings)]
    return [_code_one(p, a, settings) for p, a in zip(parsed, found, strict=True)]


def _code_one(parsed: Parsed, attributions: list[Attribution], settings: Settings) -> Coded:
    stage = "times"
    try:
        times = find_times(parsed, own_affairs=settings.affairs)
        stage = "actors"
        cast = resolve(parsed, find_mentions(parsed))
        stage = "places"
        places = find_places(parsed, cast)
        stage = "statements"
        statements = find_statements(parsed, attributions, cast, times, places)
        stage = "events"
        events = find_events(parsed, cast, statements, times, places, _relations(settings))
        cast = complete(parsed, cast, places, events)
        stage = "positions"
        positions = find_positions(parsed, cast, statements, events)
        stage = "times"
        problems = contradictions(parsed, times, own_affairs=settings.affairs)
    except Exception as error:  # noqa: BLE001  one bad report must not stop a night's run
        return _failed(parsed.report, stage, error)
    return Coded(
        report=parsed.report, times=tuple(times), cast=cast, places=tuple(places), statements=tuple(statements),
        events=tuple(events), positions=tuple(positions), problems=tuple(problems),
    )  # fmt: skip


def _failed(report: Report, stage: str, error: Exception) -> Coded:
    log.warning("%s: %s failed", report.source, stage, exc_info=error)
    message = f"{report.source}: not coded, {stage} failed: {type(error).__name__}: {error}"
    problem = Problem(id=content_id("problem", report.id, stage, message), report=report.id, source=report.source,
                      stage=stage, kind="failed", message=message)  # fmt: skip
    return Coded(report=report, problems=(problem,))
