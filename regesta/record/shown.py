"""What is shown of a row: lines of a field, its value, and the words behind it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One line: a field, its value, and the words behind it with their place in the text; '' where there are none."""

    field: str
    value: str
    words: str = ""
