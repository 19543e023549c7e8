"""Version of the package; the run of every row carries it."""

__version__ = "0.1.0"
