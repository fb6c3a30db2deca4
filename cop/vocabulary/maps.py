"""Maps of how many things are where, as shapes and circles that a template draws.

Made without knowing what is counted; how it looks is in `templates/components/map.html` and
`static/css/components/map.css`. The shapes are made by `tests/check/shapes.py`.
"""
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sqrt

from cop.vocabulary.regions import country_of, region_label
from cop.vocabulary.tables import read_table
from cop.vocabulary.words import alphabetical

#: So many circles can still be told apart; of more, those of a country are drawn as one.
MOST_CIRCLES = 60
#: The least that is shown of the world, in degrees of latitude, and how far it reaches.
LEAST_HEIGHT, NORTH, SOUTH, WEST, EAST = 22.0, 84.0, -57.0, -180.0, 180.0
#: Room around the outermost circles, as a part of what lies between them.
MARGIN = 0.15
#: Width by height of a map, at least and at most.
NARROWEST, WIDEST = 1.4, 2.4
#: The radius of the smallest and of the largest circle, as a part of the height.
SMALL, LARGE = 0.016, 0.045
#: Shapes are kept in tenths of a degree, south being down.
UNITS = 10

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """A region or country and how many things are there; `url` may be empty."""

    code: str
    name: str
    count: int
    url: str = ""


@dataclass(frozen=True)
class Circle:
    """A place on the map: its middle and radius in units of the view box, and the size of the
    number in it."""

    place: Place
    x: float
    y: float
    radius: float

    @property
    def letters(self) -> float:
        return round(self.radius * 2 / max(len(str(self.place.count)), 1.7), 1)


@dataclass(frozen=True)
class Shape:
    """A country in sight: its path in tenths of a degree, and whether anything is there."""

    path: str
    is_counted: bool


@dataclass(frozen=True)
class Map:
    """What a template draws. `places` are for the table beside the map: all of them, the most
    things first. `unplaced` are those of them the map has no point for. `squeeze` is the factor
    that makes the shapes as narrow as they are so far from the equator."""

    view_box: str
    squeeze: float
    shapes: tuple[Shape, ...]
    circles: tuple[Circle, ...]
    places: tuple[Place, ...]
    unplaced: tuple[Place, ...]

    @property
    def is_rolled_up(self) -> bool:
        """Do circles stand for more than one row of the table?"""
        return len(self.circles) < len(self.places) - len(self.unplaced)


def draw_map(counts: Mapping[str, int], language: str,
             link: Callable[[str], str] | None = None) -> Map:
    """A map of how many things are at which code.

    `counts`: region code (NUTS 0 to 3, or that of a country in `REGIONS`: EL, UK, otherwise ISO)
    → number; zeros are left out. `language`: of the names. `link`: code → address of the things
    there. The map shows as much of the world as the places take; it is the same on every call
    with the same counts. Show it with the macro `map_and_table` of `components/map.html`.
    """
    places = sorted((Place(code, region_label(code, language), count, link(code) if link else "")
                     for code, count in counts.items() if count), key=lambda place: (
                         -place.count, *alphabetical(place.name, language), place.code))
    drawn = _few([place for place in places if point_of(place.code)], language, link)
    box = _box([point_of(place.code) for place in drawn])
    squeeze = round(cos(radians((box[1] + box[3]) / 2)), 3)
    west, south, east, north = box
    return Map(
        view_box=" ".join(f"{each * UNITS:.0f}" for each in (
            west * squeeze, -north, (east - west) * squeeze, north - south)),
        squeeze=squeeze, shapes=tuple(_shapes(box, drawn)),
        circles=tuple(_circles(drawn, squeeze, (north - south) * UNITS)), places=tuple(places),
        unplaced=tuple(place for place in places if not point_of(place.code)))


def point_of(code: str) -> tuple[float, float] | None:
    """Longitude and latitude in degrees of where a region is labelled, or the region above it."""
    points = _points()
    return next((points[code[:length]] for length in range(len(code), 1, -1)
                 if code[:length] in points), None)


def _few(places: list[Place], language: str, link: Callable[[str], str] | None) -> list[Place]:
    """The places themselves, or so much rolled up that few enough are left."""
    length = max((len(place.code) for place in places), default=2)
    while len(places) > MOST_CIRCLES and length > 2:
        length -= 1
        sums: Counter[str] = Counter()
        for place in places:
            sums[place.code[:length]] += place.count
        places = [Place(code, region_label(code, language), count, link(code) if link else "")
                  for code, count in sums.items()]
    return sorted(places, key=lambda place: -place.count)


def _box(points: list[tuple[float, float]]) -> Box:
    """West, south, east, north of what is shown: the points, some room, a bearable shape."""
    lons, lats = zip(*points, strict=True) if points else ((-25.0, 45.0), (34.0, 71.0))
    height = max((max(lats) - min(lats)) * (1 + 2 * MARGIN), LEAST_HEIGHT)
    middle = (max(lats) + min(lats)) / 2
    south, north = _within(middle - height / 2, middle + height / 2, SOUTH, NORTH)
    squeeze = cos(radians((south + north) / 2))
    width = (max(lons) - min(lons)) * (1 + 2 * MARGIN)
    width = max(width, (north - south) * NARROWEST / squeeze)
    missing = width * squeeze / WIDEST - (north - south)
    if missing > 0:
        south, north = _within(south - missing / 2, north + missing / 2, SOUTH, NORTH)
    middle = (max(lons) + min(lons)) / 2
    west, east = _within(middle - width / 2, middle + width / 2, WEST, EAST)
    return west, south, east, north


def _within(low: float, high: float, lowest: float, highest: float) -> tuple[float, float]:
    """The same stretch moved inside the bounds, or all there is between them."""
    if high - low >= highest - lowest:
        return lowest, highest
    shift = max(lowest - low, 0) or min(highest - high, 0)
    return low + shift, high + shift


def _shapes(box: Box, places: Iterable[Place]) -> Iterable[Shape]:
    counted = {country_of(place.code) for place in places}
    for code, path, (west, south, east, north) in _countries():
        if west < box[2] and east > box[0] and south < box[3] and north > box[1]:
            yield Shape(path, code in counted)


def _circles(places: list[Place], squeeze: float, height: float) -> Iterable[Circle]:
    most = max((place.count for place in places), default=1)
    for place in places:
        lon, lat = point_of(place.code) or (0, 0)
        radius = height * (SMALL + (LARGE - SMALL) * sqrt(place.count / most))
        yield Circle(place, round(lon * squeeze * UNITS, 1), round(-lat * UNITS, 1),
                     round(radius, 1))


@lru_cache(maxsize=1)
def _points() -> dict[str, tuple[float, float]]:
    return {row["code"]: (float(row["lon"]), float(row["lat"]))
            for row in read_table("region_points").rows}


@lru_cache(maxsize=1)
def _countries() -> list[tuple[str, str, Box]]:
    """ISO code, path and what it takes of the world, in degrees."""
    return [(row["code"], row["path"], _extent(row["path"]))
            for row in read_table("country_shapes").rows]


def _extent(path: str) -> Box:
    lons, lats = [], []
    for ring in path.split("z")[:-1]:
        numbers = list(map(int, re.findall(r"-?\d+", ring)))
        x = y = 0
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            lons.append(x / UNITS)
            lats.append(-y / UNITS)
    return min(lons), min(lats), max(lons), max(lats)
