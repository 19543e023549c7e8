"""The code books are files with a source and a licence beside them."""

from collections import Counter
from pathlib import Path

import pytest

import regesta

DATA = Path(regesta.__file__).parent / "knowledge" / "data"
FILES = sorted(p.name for p in DATA.iterdir() if p.suffix in (".csv", ".arrow"))


@pytest.mark.parametrize("name", FILES)
def test_every_data_file_has_its_source_and_licence_in_the_readme(name: str) -> None:
    assert f"`{name}`" in (DATA / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", [f for f in FILES if f.endswith(".csv")])
def test_no_row_stands_twice_in_a_file(name: str) -> None:
    lines = (DATA / name).read_text("utf-8").splitlines()
    twice = [line for line, n in Counter(lines).items() if n > 1]
    assert not twice
