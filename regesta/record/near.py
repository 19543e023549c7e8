"""Within so many kilometres of a place: `--place "Kharkiv 50km"`, `--place "50.0,36.2 50km"`.

>>> circle("Kharkiv 50km")
Circle(latitude=49.9808, longitude=36.2527, km=50.0)
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import ibis
import ibis.expr.types as ir

from regesta.errors import SettingsError
from regesta.knowledge.gazetteer import gazetteer

# What has a centre that means something: an event "in Ukraine" did not happen in the middle of Ukraine.
POINTS: Final = ("site", "city", "district")
_EARTH: Final = 6371.0088  # km, mean radius (IUGG)
_HALF_ROUND: Final = 20_038  # km; nothing on Earth is farther away
_CIRCLE = re.compile(r"(?P<centre>.*?)[\s,]*\b(?P<km>\d+(?:\.\d+)?)\s*km\.?", re.IGNORECASE)
_NUMBERS = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*[,\s]\s*([+-]?\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Circle:
    """All points at most `km` kilometres from the centre; degrees, WGS 84."""

    latitude: float
    longitude: float
    km: float


@lru_cache(maxsize=64)
def circle(place: str) -> Circle | None:
    """The circle that the words describe; None for the mere name of a place.

    The centre is a latitude and a longitude, or a name: of several places of that name the best known one. Raises
    SettingsError when there is no such place, or none on Earth.
    """
    found = _CIRCLE.fullmatch(place.strip())
    if not found:
        return None
    km, centre = float(found["km"]), found["centre"].strip()
    if not 0 < km <= _HALF_ROUND:
        raise SettingsError(f"place: expected a radius of up to {_HALF_ROUND:,} km, got {place!r}")
    if numbers := _NUMBERS.fullmatch(centre):
        latitude, longitude = float(numbers[1]), float(numbers[2])
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            raise SettingsError(f"place: expected latitude -90 … 90 and longitude -180 … 180, got {place!r}")
        return Circle(latitude, longitude, km)
    entries = gazetteer().find(centre)
    if not entries or entries[0].kind not in ("city", "site", "admin1", "admin2"):
        what = "that is no town" if entries else "no place of that name is known"
        raise SettingsError(f"place: expected a town or 'latitude,longitude' before the radius, got {centre!r}: {what}")
    return Circle(entries[0].latitude, entries[0].longitude, km)


def inside(rows: ir.Table, around: Circle) -> ir.BooleanValue:
    """Which rows are at a point inside the circle: the haversine formula on `latitude` and `longitude`.

    Countries, regions and seas are no points; rows without a place are never inside.
    """
    latitude, longitude = rows["latitude"].radians(), rows["longitude"].radians()
    middle = ibis.literal(around.latitude).radians()
    a = ((latitude - middle) / 2).sin() ** 2 + middle.cos() * latitude.cos() * (
        (longitude - ibis.literal(around.longitude).radians()) / 2
    ).sin() ** 2
    # Rounding can lift the root of two points at opposite ends of the Earth above 1.
    km = 2 * _EARTH * ibis.least(a.sqrt(), ibis.literal(1.0)).asin()
    return (rows["place_grain"].isin(POINTS) & (km <= around.km)).fill_null(False)
