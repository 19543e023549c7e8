"""Sample reports that ship with the package: one invented crisis, told by four invented publishers."""

from pathlib import Path


def reports_folder() -> Path:
    """The folder of the sample reports, to be read like any other."""
    return Path(__file__).parent / "reports"
