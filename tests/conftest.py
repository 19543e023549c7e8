"""Test settings: examples are drawn the same way every time, and a busy machine fails no test."""

from hypothesis import settings

settings.register_profile("regesta", deadline=None, derandomize=True)
settings.load_profile("regesta")
