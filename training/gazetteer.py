#!/usr/bin/env python3
"""Builds lexicons/places/{countries,admin1,admin2,cities,aliases}.tsv from the gazetteer corpora.

Usage: training/gazetteer.py CORPORA (the unpacked corpora folder)

Every table is sorted by its first column, the key: lower case, without diacritics, apostrophes and
full stops dropped, hyphens as spaces. The program searches the tables by bisection, so the sort
order is that of the key's bytes, and a test in crates/dateline-mention holds it.
"""

import csv
import json
import math
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
OUT = REPO / "lexicons" / "places"
ALIAS_MIN_POPULATION = 50_000
# Countries whose second-level divisions are named in English news.
ADMIN2_COUNTRIES = {"US", "GB", "IE"}
HEADER = """# {what}
# Columns: {columns}.
# Origin: {origin}.
# Licence: {licence}. Written by training/gazetteer.py; do not edit.
"""
GEONAMES = "GeoNames (https://www.geonames.org), cities5000 and admin code tables"
COLUMNS = (
    "key, name (empty: the key in title case), ISO 3166 alpha-3, first-level division code, "
    "latitude, longitude, population, feature code, GeoNames id, radius in km (may be empty)"
)
UNPLACED = {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae",
            "Æ": "AE", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}


def key_of(name):
    """Folds a name to its key."""
    name = "".join(UNPLACED.get(c, c) for c in name)
    name = unicodedata.normalize("NFKD", name)
    name = "".join(c for c in name if not unicodedata.combining(c)).lower()
    name = re.sub(r"[.'’‘`ʻʼʿʾ]", "", name)
    name = re.sub(r"[-–‑/]", " ", name)
    return " ".join(name.split())


def title_case(key):
    return " ".join(word[:1].upper() + word[1:] for word in key.split(" "))


def write(path, what, columns, rows, origin=GEONAMES, licence="CC BY 4.0"):
    text = HEADER.format(what=what, columns=columns, origin=origin, licence=licence)
    rows = sorted(set(rows), key=lambda row: [field.encode() for field in row])
    text += "".join("\t".join(row) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    print(f"{path.name}: {len(rows)} rows, {len(text.encode()) / 1e6:.2f} MB")


def row_of(name, iso3, admin1, at, population, feature, geonames_id, radius_km=""):
    key = key_of(name)
    shown = "" if title_case(key) == name else name
    lat, lon = at
    return (key, shown, iso3, admin1, f"{lat:.3f}", f"{lon:.3f}", str(population), feature,
            str(geonames_id), str(radius_km))


def read_country_codes(corpora):
    path = corpora / "gazetteer/country_codes/data/country-codes.csv"
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file)]
    countries = {}
    for row in rows:
        iso2 = row["ISO3166-1-Alpha-2"] or "NA"
        countries[iso2] = {
            "iso3": row["ISO3166-1-Alpha-3"],
            "name": row["CLDR display name"] or row["UNTERM English Short"],
            "id": row["Geoname ID"],
            "official": re.sub(r"^the ", "", row["UNTERM English Formal"]),
            "capital": row["Capital"],
        }
    countries["XK"] = {"iso3": "XKX", "name": "Kosovo", "id": "831053", "official": "", "capital": "Pristina"}
    return countries


def rings(geometry):
    """Outer rings of a GeoJSON polygon or multipolygon."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [polygon[0] for polygon in polygons]


def ring_area_km2(ring):
    """Area on the sphere, by the trapezoid rule on sin(latitude)."""
    area = 0.0
    for (lon1, lat1), (lon2, lat2) in zip(ring, ring[1:]):
        area += math.radians(lon2 - lon1) * (2 + math.sin(math.radians(lat1)) + math.sin(math.radians(lat2)))
    return abs(area) / 2 * 6371.0 ** 2


def centroid(ring):
    """Latitude and longitude of the middle of a ring, as in the plane."""
    doubled, lat, lon = 0.0, 0.0, 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        cross = x1 * y2 - x2 * y1
        doubled += cross
        lon += (x1 + x2) * cross
        lat += (y1 + y2) * cross
    return lat / (3 * doubled), lon / (3 * doubled)


def area_km2(geometry):
    return sum(ring_area_km2(ring) for ring in rings(geometry))


def properties(feature):
    """Properties with lower-case names: the Natural Earth files differ in case."""
    return {name.lower(): value for name, value in feature["properties"].items()}


def read_natural_earth(corpora):
    """Middle of the largest part, area and population of countries by alpha-3."""
    path = corpora / "gazetteer/natural_earth/110m/cultural/ne_110m_admin_0_countries.json"
    shapes = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        p = properties(feature)
        iso3 = {"KOS": "XKX", "PSX": "PSE", "SDS": "SSD", "SAH": "ESH"}.get(p["adm0_a3"], p["adm0_a3"])
        largest = max(rings(feature["geometry"]), key=ring_area_km2)
        shapes[iso3] = (centroid(largest), area_km2(feature["geometry"]), int(p["pop_est"]))
    return shapes


def read_states(corpora):
    """Label points of first-level divisions by (alpha-2, name key)."""
    path = corpora / "gazetteer/natural_earth/50m/cultural/ne_50m_admin_1_states_provinces.json"
    states = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        p = properties(feature)
        if p.get("name") and p.get("latitude") is not None:
            radius = round(math.sqrt(area_km2(feature["geometry"]) / math.pi))
            states[(p["iso_a2"], key_of(p["name"]))] = ((p["latitude"], p["longitude"]), radius)
    return states


def read_cities(corpora):
    path = corpora / "gazetteer/geonames_zip/cities5000.txt"
    cities = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            f = line.rstrip("\n").split("\t")
            cities.append({
                "id": f[0], "name": f[1], "ascii": f[2], "alternates": f[3].split(","),
                "at": (float(f[4]), float(f[5])), "feature": f[7], "iso2": f[8],
                "admin1": f[10], "admin2": f[11], "population": int(f[14] or 0),
            })
    return cities


def middle(places):
    """Mean position, weighted by population."""
    weight = sum(p["population"] + 1 for p in places)
    return tuple(sum(p["at"][i] * (p["population"] + 1) for p in places) / weight for i in (0, 1))


def english_name(city):
    """The name as English news writes it: the plain-letter form is kept for the key alone."""
    return city["name"]


# Where the plain middle of a country's largest part is far from what gazetteers give.
# Source: CIA World Factbook, field "Geographic coordinates" (public domain).
FACTBOOK = {
    "RUS": (60, 100), "CAN": (60, -95), "CHN": (35, 105), "IDN": (-5, 120), "IND": (20, 77),
    "SDN": (15, 30), "VNM": (16.17, 107.83), "PER": (-10, -76), "PHL": (13, 122),
    "ARG": (-34, -64), "NOR": (62, 10), "CHL": (-30, -71), "NER": (16, 8), "ZMB": (-15, 30),
    "MYS": (2.5, 112.5), 
    "NZL": (-41, 174), "GBR": (54, -2), "ITA": (42.83, 12.83), "GRC": (39, 22), "SWE": (62, 15),
    "FIN": (64, 26), "KAZ": (48, 68), "MEX": (23, -102), "COL": (4, -72), "VEN": (8, -66),
    "BOL": (-17, -65), "DZA": (28, 3), "LBY": (25, 17), "EGY": (27, 30), "SAU": (25, 45),
    "IRN": (32, 53), "PAK": (30, 70), "AFG": (33, 65), "TUR": (39, 35), "UKR": (49, 32),
    "FRA": (46, 2), "ESP": (40, -4), "DEU": (51, 9), "POL": (52, 20), "MMR": (22, 98),
    "THA": (15, 100), "ETH": (8, 38), "SOM": (10, 49), "KEN": (1, 38), "TZA": (-6, 35),
    "ZAF": (-29, 24), "AGO": (-12.5, 18.5), "MOZ": (-18.25, 35), "MDG": (-20, 47),
    "MLI": (17, -4), "MRT": (20, -12), "TCD": (15, 19), "NAM": (-22, 17), "BWA": (-22, 24),
    "BEN": (9.5, 2.25), "GHA": (8, -2), "CMR": (6, 12), "SSD": (8, 30), "YEM": (15, 48),
    "OMN": (21, 57), "IRQ": (33, 44), "MNG": (46, 105), "PNG": (-6, 147), "GRL": (72, -40),
    "PRT": (39.5, -8), "HRV": (45.17, 15.5), "LAO": (18, 105), "KHM": (13, 105), "CUB": (21.5, -80),
}


def write_countries(countries, shapes, cities):
    by_country = defaultdict(list)
    for city in cities:
        by_country[city["iso2"]].append(city)
    rows, aliases = [], []
    shown = {}
    for line in (OUT / "country_names.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            iso3, names = line.split("\t")
            shown[iso3] = names.split("; ")[0]
    for iso2, country in countries.items():
        country["name"] = shown.get(country["iso3"], country["name"])
        at, area, population = shapes.get(country["iso3"], (None, 0, 0))
        if at is None:
            if not by_country[iso2]:
                continue
            at = middle(by_country[iso2])
        at = FACTBOOK.get(country["iso3"], at)
        population = population or sum(c["population"] for c in by_country[iso2])
        radius = round(math.sqrt(area / math.pi)) if area else ""
        rows.append(row_of(country["name"], country["iso3"], "", at, population, "PCLI", country["id"] or 0, radius))
        key = key_of(country["name"])
        if country["official"]:
            aliases.append((key_of(country["official"]), key, str(country["id"])))
    write(OUT / "countries.tsv", "Countries.", COLUMNS, rows,
          "Names and codes from country-codes (PDDL); positions, areas and populations from Natural "
          "Earth and the CIA World Factbook (public domain), small countries from " + GEONAMES)
    names = {row[2]: (row[0], row[8]) for row in rows}
    for line in (OUT / "country_names.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            iso3, others = line.split("\t")
            key, geonames_id = names[iso3]
            aliases += [(key_of(o), key, geonames_id) for o in others.split("; ") if key_of(o) != key]
    return aliases


def write_admin1(corpora, countries, states, cities):
    inside = defaultdict(list)
    for city in cities:
        inside[city["iso2"], city["admin1"]].append(city)
    rows, aliases = [], []
    path = corpora / "gazetteer/geonames_admin/tools/data/admin1CodesASCII.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        code, name, ascii_name, geonames_id = line.split("\t")
        iso2, admin1 = code.split(".")
        if iso2 not in countries:
            continue
        plain = re.sub(r"^(Muḩāfaz̧at|Mohafazat|Governorate of|Province of|Wilayat|Estado de|Provincia de|Departamento de)\s+(al )?", "", name)
        at, radius = states.get((iso2, key_of(name)), (None, ""))
        places = inside[iso2, admin1]
        if at is None and places:
            at = middle(places)
        if at is None:
            continue
        population = sum(p["population"] for p in places)
        row = row_of(name, countries[iso2]["iso3"], admin1, at, population, "ADM1", geonames_id, radius)
        rows.append(row)
        short = re.sub(r"\s+(Province|Region|Oblast|State|Governorate|Prefecture|District|County|Department|Republic|Sheng)$", "", plain)
        for other in {plain, short, ascii_name}:
            if key_of(other) != row[0]:
                aliases.append((key_of(other), row[0], geonames_id))
    write(OUT / "admin1.tsv", "First-level divisions.", COLUMNS, rows,
          GEONAMES + "; positions from Natural Earth (public domain) where it has them, else the mean of the division's cities")
    return aliases


def write_admin2(corpora, countries, cities):
    inside = defaultdict(list)
    for city in cities:
        inside[city["iso2"], city["admin1"], city["admin2"]].append(city)
    rows = []
    path = corpora / "gazetteer/geonames_admin/tools/data/admin2Codes.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        code, name, _, geonames_id = line.split("\t")
        iso2, admin1, admin2 = code.split(".")
        places = inside.get((iso2, admin1, admin2))
        if iso2 in ADMIN2_COUNTRIES and places:
            population = sum(p["population"] for p in places)
            rows.append(row_of(name, countries[iso2]["iso3"], admin1, middle(places), population, "ADM2", geonames_id))
    write(OUT / "admin2.tsv", "Second-level divisions with a town of the gazetteer in them (United States, United Kingdom, Ireland).",
          COLUMNS, rows, GEONAMES + "; position: mean of the division's cities")


def write_cities(countries, cities):
    rows, aliases = [], []
    for city in cities:
        if city["iso2"] not in countries or city["feature"] in ("PPLH", "PPLQ", "PPLW", "PPLCH"):
            continue
        row = row_of(english_name(city), countries[city["iso2"]]["iso3"], city["admin1"], city["at"],
                     city["population"], city["feature"], city["id"])
        rows.append(row)
        known = city["population"] >= ALIAS_MIN_POPULATION or city["feature"] in ("PPLC", "PPLA")
        others = {key_of(city["ascii"])}
        if known:
            others |= {key_of(a) for a in city["alternates"] if re.fullmatch(r"[A-Z][A-Za-zÀ-ɏ' .-]{3,30}", a)}
        aliases += [(o, row[0], city["id"]) for o in others if o and o != row[0]]
    write(OUT / "cities.tsv", "Cities and towns.", COLUMNS, rows)
    return aliases


def main():
    corpora = Path(sys.argv[1])
    countries = read_country_codes(corpora)
    cities = read_cities(corpora)
    aliases = write_countries(countries, read_natural_earth(corpora), cities)
    aliases += write_admin1(corpora, countries, read_states(corpora), cities)
    write_admin2(corpora, countries, cities)
    aliases += write_cities(countries, cities)
    write(OUT / "aliases.tsv", "Other names of the places in the other tables.",
          "key, key of the place's row, GeoNames id of that row", [tuple(a) for a in aliases if a[0]])


if __name__ == "__main__":
    main()
