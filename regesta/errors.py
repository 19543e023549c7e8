"""Everything that Regesta raises on purpose.

RegestaError
├── ReadError        a source cannot be read at all (path, encoding, format)
├── SettingsError    wrong use: an option, a date, a filter that cannot be understood
├── ModelError       weights are missing, or are not those that the package was built with
└── RecordError      the record cannot be opened, read or written
    ├── RecordLocked     another process is writing to it
    └── RecordTooNew     it was written by a newer Regesta

A single report that cannot be read or coded raises nothing: it becomes a Problem row, and the run goes on.
"""


class RegestaError(Exception):
    """Base of all errors that Regesta raises on purpose; its message is written for the user."""


class ReadError(RegestaError):
    """A source cannot be read at all: the message names the path, and the line where there is one."""


class SettingsError(RegestaError):
    """Wrong use: an option, a date or a filter that cannot be understood."""


class ModelError(RegestaError):
    """Model weights are missing, or their SHA-256 differs from the one in the package."""


class RecordError(RegestaError):
    """The record cannot be opened, read or written."""


class RecordLocked(RecordError):
    """Another process holds the record for writing."""


class RecordTooNew(RecordError):
    """The record was written by a newer Regesta, whose tables this one does not know."""
