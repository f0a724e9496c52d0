"""Building an index from files that are at hand: TIGER/Line, OpenStreetMap, centrelines."""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mapapp.errors import BadInput
from mapapp.streets.build import Material, build_index
from mapapp.streets.centreline import centrelines, edges_of
from mapapp.streets.counties import find_county, named_region
from mapapp.streets.county import county_material
from mapapp.streets.fetch import CountyFiles, check_tiger
from mapapp.streets.field_map import guessed, matched, read_pairs, written
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.municipalities import municipal_areas
from mapapp.streets.report import Report
from mapapp.streets.tiger import TigerFile
from mapapp.streets.vector_file import VectorFile

UNKNOWN_LICENCE = "licence not stated"
Note = Callable[[str], None]

_STEPS = 3
_TIGER = re.compile(r"tl_(\d{4})_(\d{2}|\d{5})_([a-z]+)\.zip", re.I)
_BESIDE = ("EDGES", "ROADS", "FEATNAMES", "ADDRFEAT", "AREAWATER", "PLACE", "COUSUB")
_BY_STATE = ("PLACE", "COUSUB")
_OSM = (".pbf", ".osm", ".osm.gz", ".osm.bz2")


@dataclass(frozen=True)
class Recipe:
    """What the user says of the files; what is empty is taken from the files themselves.

    `code` names the index, `title` the region ("Washington, DC"). `fields` are pairs name=FIELD; `at_grade`
    makes lines that cross without a common vertex meet.
    """

    code: str = ""
    title: str = ""
    source: str = ""
    vintage: str = ""
    licence: str = ""
    fields: tuple[str, ...] = ()
    layer: str = ""
    crs: str = ""
    at_grade: bool = False


def build_files(
    library: Library, files: Sequence[Path], recipe: Recipe, cache: Path, *, report: Report, note: Note
) -> IndexInfo:
    """Build an index from files and install it in place of an older one of that code.

    TIGER/Line zips (with what lies beside them), OpenStreetMap extracts, and any vector file of
    centrelines. `note` is told, in a sentence each, what was guessed. Raises BadInput for files that cannot
    be used, Conflict while an index of that code is being built elsewhere, StorageFailed; an older index
    then stays as it was.
    """
    code = recipe.code or _code(files)
    with library.adding(code) as building:
        report("Reading the files", 0, _STEPS)
        materials = list(read_materials(files, recipe, cache, note))
        if len(materials) != 1:
            raise BadInput(
                f"{len(materials)} regions in one index: build them one by one, each with its --as."
            )
        report("Building the index", 1, _STEPS)
        build_index(replace(materials[0], code=code), building)
        report("Installing the index", 2, _STEPS)
        info = library.install(building, code)
    report("Done", _STEPS, _STEPS)
    return info


def read_materials(files: Sequence[Path], recipe: Recipe, cache: Path, note: Note) -> Iterator[Material]:
    """What goes into the index, one region after the other: a county's TIGER files, or a file, each."""
    for path in files:
        if not path.exists():
            raise BadInput(f"There is no file {path}.")
    tiger = {path: file for path in files if (file := _as_tiger(path))}
    counties = {(one.year, one.area): path for path, one in tiger.items() if len(one.area) == 5}
    for (year, fips), path in counties.items():
        yield _credited(_tiger_material(year, fips, path, tuple(tiger)), recipe)
    for path in files:
        if path.name.lower().endswith(_OSM):
            yield from _osm_materials(path, recipe, cache, note)
        elif path not in tiger:
            yield _centreline_material(path, recipe, note)


def _osm_materials(path: Path, recipe: Recipe, cache: Path, note: Note) -> Iterator[Material]:
    from mapapp.streets.osm import read_regions  # noqa: PLC0415 (libosmium, for these files only)

    if recipe.fields or recipe.layer or recipe.crs:
        raise BadInput(f"{path.name} is an OpenStreetMap file: it takes no --map, --layer or --crs.")
    whole = named_region(recipe.title or _stem(path))
    # The licence of OpenStreetMap is not the user's to change.
    credited = replace(recipe, licence="")
    for material in read_regions(path, whole, cache, _checksum(path)):
        if material.county is whole:
            _ask_for_title(recipe, note)
        yield _credited(material, credited)


def _as_tiger(path: Path) -> TigerFile | None:
    """The TIGER/Line file that a path is by its name."""
    found = _TIGER.fullmatch(path.name)
    return TigerFile(int(found[1]), found[3].upper(), found[2]) if found else None


def _tiger_material(year: int, fips: str, path: Path, given: Sequence[Path]) -> Material:
    """A county from the files given and those beside them, in one folder or in the Census server's layout."""
    county = find_county(fips)
    found: dict[str, Path] = {}
    for kind in _BESIDE:
        file = TigerFile(year, kind, fips[:2] if kind in _BY_STATE else fips)
        places = (path.parent / f"{file.stem}.zip", path.parent.parent / kind / f"{file.stem}.zip")
        there = [one for one in (*given, *places) if one.name.lower() == f"{file.stem}.zip" and one.is_file()]
        if there:
            check_tiger(there[0], file)
            found[kind] = there[0]
    if "EDGES" not in found and "ROADS" not in found:
        raise BadInput(
            f"{path.name} holds no streets: give tl_{year}_{fips}_edges.zip or _roads.zip with it."
        )
    return county_material(county, CountyFiles(year, found))


def _centreline_material(path: Path, recipe: Recipe, note: Note) -> Material:
    file = VectorFile.open(path, recipe.layer, recipe.crs)
    if recipe.fields:
        fields = matched(read_pairs(recipe.fields), file.fields, path.name)
    else:
        fields = guessed(file.fields, path.name)
        note(f"{path.name} is read with {written(fields)}; say otherwise with --map.")
    geometry, columns = file.lines([one for named in fields.values() for one in named])
    rows = centrelines(geometry, columns, fields)
    _ask_for_title(recipe, note)
    return Material(
        county=named_region(recipe.title or _stem(path)),
        source=recipe.source or path.name,
        vintage=recipe.vintage or _date_of(path),
        checksum=_checksum(path),
        roads=edges_of(rows, at_grade=recipe.at_grade),
        places=municipal_areas(rows.geometry, rows.cities),
        licence=recipe.licence or UNKNOWN_LICENCE,
    )


def _ask_for_title(recipe: Recipe, note: Note) -> None:
    """Say so when phrases will not find the region by its place's name."""
    if not recipe.title:
        note('No title was given: add --title "Kenosha, WI", say, so that the place is found by its name.')
    elif not named_region(recipe.title).state:
        note(f"“{recipe.title}” names no state: write it with its state, as in --title “Kenosha, WI”.")


def _credited(material: Material, recipe: Recipe) -> Material:
    """The material credited as the user says."""
    return replace(
        material,
        source=recipe.source or material.source,
        vintage=recipe.vintage or material.vintage,
        licence=recipe.licence or material.licence,
    )


def _code(files: Sequence[Path]) -> str:
    """The county's code for TIGER files, else the first file's name as one word."""
    tiger = _as_tiger(files[0])
    words = re.sub(r"[^a-z0-9]+", "-", _stem(files[0]).lower()).strip("-")
    return tiger.area if tiger else words[:40].strip("-") or "streets"


def _stem(path: Path) -> str:
    """The name without its endings, `berlin-latest` of `berlin-latest.osm.pbf`."""
    return path.name.partition(".")[0] or path.name


def _date_of(path: Path) -> str:
    return f"file of {datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%d}"


def _checksum(path: Path) -> str:
    """The SHA-256 over a file, or over the files of a folder (FileGDB), in hexadecimal."""
    digest = hashlib.sha256()
    for part in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if part.is_file():
            with part.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()
