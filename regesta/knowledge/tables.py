"""The one way in which the code books are read: CSV files beside this module, in regesta/knowledge/data."""

import csv
from importlib import resources


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of data/NAME.csv, in file order, as dicts of strings; an empty cell is ''."""
    path = resources.files("regesta.knowledge").joinpath(f"data/{name}.csv")
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
