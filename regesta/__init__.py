"""Regesta reads dated news reports and keeps the register they contain.

    import regesta

    coded = regesta.code("Wang told Blinken on Saturday that China wants talks.", published="2022-03-06")
    for report in regesta.read("my-reports/"): ...
    record = regesta.Record("desk.duckdb")
    regesta.queries.timeline(record).to_pandas()

Names are imported on first use, so that `import regesta` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

from regesta.version import __version__

if TYPE_CHECKING:
    from regesta.api import code, read
    from regesta.record import queries
    from regesta.record.record import Record

__all__ = ["Record", "__version__", "code", "queries", "read"]

_HOME = {
    "Record": ("regesta.record.record", "Record"),
    "code": ("regesta.api", "code"),
    "queries": ("regesta.record.queries", None),
    "read": ("regesta.api", "read"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'regesta' has no attribute {name!r}")
    module, attribute = _HOME[name]
    found = importlib.import_module(module)
    return getattr(found, attribute) if attribute else found


def __dir__() -> list[str]:
    return sorted(__all__)
