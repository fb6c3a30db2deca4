"""Draws the map of the vocabulary from Natural Earth's countries and Eurostat's label points.

Run `python -m tests.check.shapes COUNTRIES.json REGIONS.jsonl` to write `country_shapes.tsv` and
`region_points.tsv` in `cop/vocabulary/data/` anew. COUNTRIES is TopoJSON in degrees, as the npm
package `world-atlas` carries it (`countries-110m.json`); each line of REGIONS is a NUTS region
with `code`, `name`, `lon` and `lat`.
"""
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytz

from cop.vocabulary.lists import COUNTRIES, REGIONS
from cop.vocabulary.regions import country_of, find_region
from cop.vocabulary.tables import DATA

Point = tuple[float, float]

#: What Natural Earth calls otherwise than our list. Two parts of countries belong to these here.
NAMES = {
    "Bosnia and Herz.": "BA", "Central African Rep.": "CF", "Congo": "CG", "Dem. Rep. Congo": "CD",
    "Dominican Rep.": "DO", "Eq. Guinea": "GQ", "Falkland Is.": "FK", "Macedonia": "MK",
    "N. Cyprus": "CY", "S. Sudan": "SS", "Solomon Is.": "SB", "Somaliland": "SO",
    "United States of America": "US", "W. Sahara": "EH", "eSwatini": "SZ", "Palestine": "PS",
    "Czechia": "CZ", "Côte d'Ivoire": "CI", "Timor-Leste": "TL",
}
#: No part of anybody's map: nobody lives there.
LEFT_OUT = {"Antarctica", "Fr. S. Antarctic Lands"}
#: A point in the Crimea. The ring around it goes to Ukraine, as the United Nations see it.
CRIMEA = (34.1, 45.2)
#: How far a line may be moved, in degrees, to be drawn with fewer points.
TOLERANCE = 0.08
#: Shapes are drawn in tenths of a degree, points told in hundredths.
UNITS = 10


def main(countries: Path, regions: Path) -> None:
    shapes = _shapes(json.loads(countries.read_text(encoding="utf-8")))
    _write("country_shapes", "Natural Earth 1:110m, by way of world-atlas",
           "Natural Earth, naturalearthdata.com; simplified, in tenths of a degree; the Crimea "
           "drawn as part of Ukraine, Northern Cyprus of Cyprus, Somaliland of Somalia",
           "public domain", ("code", "path"), shapes)
    _write("region_points", "NUTS 2021 label points; capitals of countries",
           "Eurostat GISCO for regions; middle of the largest part of a country from Natural "
           "Earth; capitals of countries too small for it from the time zone database",
           "Eurostat and GISCO, reuse with citation of the source (CC BY 4.0); the others public "
           "domain", ("code", "lon", "lat"), _points(regions, shapes))


def _shapes(topology: dict[str, Any]) -> list[tuple[str, str]]:
    arcs = [_simplified(arc) for arc in _arcs(topology)]
    rings: dict[str, list[list[int]]] = defaultdict(list)
    for country in topology["objects"]["countries"]["geometries"]:
        name, parts = country["properties"]["name"], country["arcs"]
        if name in LEFT_OUT:
            continue
        for part in parts if country["type"] == "MultiPolygon" else [parts]:
            for ring in part:
                of = "UA" if _holds(CRIMEA, _line(arcs, ring)) else _code(name)
                rings[of].append(ring)
    return sorted((code, _path(arcs, _joined(arcs, given))) for code, given in rings.items())


def _code(name: str) -> str:
    found = NAMES.get(name) or country_of(find_region(name.replace(" and ", " & ")) or "")
    if found not in COUNTRIES:
        raise SystemExit(f"{name} is no country of ours: name it in NAMES.")
    return found


def _arcs(topology: dict[str, Any]) -> Iterator[list[Point]]:
    (across, down), (west, south) = (topology["transform"][key] for key in ("scale", "translate"))
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step in steps:
            x, y = x + step[0], y + step[1]
            arc.append((x * across + west, y * down + south))
        yield arc


def _simplified(arc: list[Point]) -> list[Point]:
    """Douglas and Peucker: the two ends, and between them what lies too far from the line."""
    if len(arc) < 3:
        return arc
    farthest, distance = max(((place, _distance(arc[place], arc[0], arc[-1]))
                              for place in range(1, len(arc) - 1)), key=lambda pair: pair[1])
    if distance <= TOLERANCE:
        return [arc[0], arc[-1]]
    return _simplified(arc[:farthest + 1])[:-1] + _simplified(arc[farthest:])


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length if length else 0
    along = min(max(along, 0), 1)
    return ((x - x1 - along * (x2 - x1)) ** 2 + (y - y1 - along * (y2 - y1)) ** 2) ** 0.5


def _joined(arcs: list[list[Point]], rings: list[list[int]]) -> list[list[int]]:
    """Rings of one country without the lines between them: an arc that runs both ways is none."""
    given = {arc for ring in rings for arc in ring}
    if not any(~arc in given for arc in given):
        return rings
    left = {arc for arc in given if ~arc not in given}
    by_start = {_line(arcs, [arc])[0]: arc for arc in left}
    joined = []
    while by_start:
        ring = [by_start.pop(next(iter(by_start)))]
        while (end := _line(arcs, ring)[-1]) in by_start:
            ring.append(by_start.pop(end))
        joined.append(ring)
    return joined


def _line(arcs: list[list[Point]], ring: Iterable[int]) -> list[Point]:
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _holds(point: Point, ring: list[Point]) -> bool:
    crossed = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
        if (y1 > point[1]) != (y2 > point[1]):
            crossed ^= point[0] < (x2 - x1) * (point[1] - y1) / (y2 - y1) + x1
    return crossed


def _path(arcs: list[list[Point]], rings: list[list[int]]) -> str:
    """The `d` of an SVG path; what is smaller than a dot is left out unless it is all there is."""
    drawn = [_drawn(_line(arcs, ring)) for ring in rings]
    big = [each for each in drawn if each.count(" ") + each.count("-") > 5]
    return "".join(big or drawn)


def _drawn(line: list[Point]) -> str:
    grid = [(round(lon * UNITS), round(-lat * UNITS)) for lon, lat in line[:-1]]
    steps = [(_short_way(x2 - x1), y2 - y1)
             for (x1, y1), (x2, y2) in zip(grid, grid[1:], strict=False)]
    path = f"M{grid[0][0]} {grid[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps if x or y)
    return path.replace(" -", "-") + "z"


def _short_way(step: int) -> int:
    """Across the date line, not around the world."""
    around = 360 * UNITS
    return (step + around // 2) % around - around // 2


def _points(regions: Path, shapes: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """A point for each code, left out where it is that of the region above."""
    known = _label_points(regions)
    for country in COUNTRIES:
        code = country.facts["nuts"]
        shape = dict(shapes).get(country.code)
        if code not in known:
            known[code] = _middle(shape) if shape else _capital(country.code)
    return [(code, f"{at[0]:.2f}", f"{at[1]:.2f}") for code, at in sorted(known.items())
            if at and (len(code) == 2 or at != known.get(code[:-1]))]


def _label_points(file: Path) -> dict[str, Any]:
    """By today's codes: a region that got a new one is found by its name in its country."""
    told = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    at = {each["code"]: (each["lon"], each["lat"]) for each in told}
    named = {(each["code"][:2], each["level"], each["name"]): at[each["code"]] for each in told}
    points = {}
    for region in REGIONS:
        label, level = region.label("en"), int(region.facts["level"])
        native = region.facts.get("native") or label
        point = at.get(region.code) or named.get((region.code[:2], level, native)) or (
            named.get((region.code[:2], level, label)))
        if point:
            points[region.code] = point
    return points


def _middle(path: str) -> Point:
    """The centre of gravity of the largest ring of a path."""
    best: tuple[float, Point] = (0, (0, 0))
    for ring in path.split("z")[:-1]:
        numbers = list(map(int, re.findall(r"-?\d+", ring)))
        x = y = area = middle_x = middle_y = 0.0
        corners = []
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            corners.append((x, y))
        for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
            cross = x1 * y2 - x2 * y1
            area += cross / 2
            middle_x += (x1 + x2) * cross / 6
            middle_y += (y1 + y2) * cross / 6
        if abs(area) > best[0]:
            best = abs(area), (middle_x / area / UNITS, -middle_y / area / UNITS)
    return best[1]


def _capital(country: str) -> Point | None:
    """Where the first time zone of a country has its name from."""
    with pytz.open_resource("zone.tab") as file:
        for line in file.read().decode().splitlines():
            cells = line.split("\t")
            if cells[0] == country:
                sign = max(cells[1].rfind("+"), cells[1].rfind("-"))
                return _degrees(cells[1][sign:]), _degrees(cells[1][:sign])
    return None


def _degrees(words: str) -> float:
    """«+1234» or «-0123456»: degrees, minutes and perhaps seconds."""
    whole = 3 if len(words) in (6, 8) else 2
    degrees, minutes = int(words[1:1 + whole]), int(words[1 + whole:3 + whole])
    return round((degrees + minutes / 60) * (-1 if words[0] == "-" else 1), 2)


def _write(name: str, version: str, source: str, licence: str, columns: tuple[str, ...],
           rows: list[tuple[str, ...]]) -> None:
    head = [f"# version: {version}", f"# source: {source}", f"# licence: {licence}"]
    lines = [*head, "\t".join(columns), *("\t".join(row) for row in rows)]
    (DATA / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
