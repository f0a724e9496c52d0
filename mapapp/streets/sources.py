"""Building an index from files that are at hand: TIGER/Line, OpenStreetMap, centrelines."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mapapp.errors import BadInput
from mapapp.streets.build import Material, build_index
from mapapp.streets.centreline import centrelines, edges_of
from mapapp.streets.counties import County, find_county, named_region
from mapapp.streets.county import county_materials
from mapapp.streets.fetch import CountyFiles, check_tiger
from mapapp.streets.field_map import guessed, matched, read_pairs, written
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.municipalities import municipal_areas
from mapapp.streets.report import Report
from mapapp.streets.tiger import TigerFile
from mapapp.streets.vector_file import VectorFile

UNKNOWN_LICENCE = "licence not stated"
Note = Callable[[str], None]

_FIPS = 5
_LONGEST_NAME = 40
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_TIGER = re.compile(r"tl_(\d{4})_(\d{2}|\d{5})_([a-z]+)\.zip", re.I)
_BESIDE = ("EDGES", "ROADS", "FEATNAMES", "ADDRFEAT", "AREAWATER", "PLACE", "COUSUB")
_BY_STATE = ("PLACE", "COUSUB")
_OSM = (".pbf", ".osm", ".osm.gz", ".osm.bz2")


@dataclass(frozen=True)
class Recipe:
    """What the user says of the files; what is empty is taken from the files themselves.

    `name` is that of the index, `title` the region's ("Washington, DC"). `fields` are pairs name=FIELD;
    `at_grade` makes lines that cross without a common vertex meet.
    """

    name: str = ""
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
    """Build one index from files and install it in place of an older one of that name.

    TIGER/Line zips (with what lies beside them), OpenStreetMap extracts, and any vector file of
    centrelines; regions are read one at a time. `note` is told, in a sentence each, what was guessed. Raises
    BadInput for files that cannot be used, Conflict while an index of that name is being built elsewhere,
    StorageFailed; an older index then stays as it was.
    """
    for path in files:
        if not path.exists():
            raise BadInput(f"There is no file {path}.")
    name = recipe.name or _name(files, recipe)
    with library.adding(name) as building:
        report("Reading the files", 0, None)
        build_index(_announced(read_materials(files, recipe, cache, note), report), building)
        report("Installing the index", 0, None)
        info = library.install(building, name)
    report("Done", 1, 1)
    return info


def _announced(materials: Iterable[Material], report: Report) -> Iterator[Material]:
    """The same, each region told as its turn comes."""
    for number, material in enumerate(materials):
        report(f"Building the streets of {material.county.title}", number, None)
        yield material
        # It may not stay while the next one is read.
        del material


def read_materials(files: Sequence[Path], recipe: Recipe, cache: Path, note: Note) -> Iterator[Material]:
    """What goes into the index, one region after the other: a county's TIGER files, or a file, each.

    An OpenStreetMap file may hold several. Raises BadInput for files that cannot be used.
    """
    tiger = {path: file for path in files if (file := _as_tiger(path))}
    others = [path for path in files if path not in tiger]
    counties = _counties(tiger)
    if not counties and not others:
        raise BadInput(f"{files[0].name} holds no streets: give EDGES or ROADS of a county with it.")
    pairs = ((find_county(one.area), _county_files(one, path, tiger)) for one, path in counties.items())
    for material in county_materials(pairs):
        yield _credited(material, recipe)
        del material
    for path in others:
        whole = named_region(_title(path, recipe, alone=len(files) == 1))
        if path.name.lower().endswith(_OSM):
            yield from _osm_materials(path, whole, recipe, cache, note)
        else:
            yield _centreline_material(path, whole, recipe, note)


def _osm_materials(path: Path, whole: County, recipe: Recipe, cache: Path, note: Note) -> Iterator[Material]:
    from mapapp.streets.osm import read_regions  # noqa: PLC0415 (libosmium, for these files only)

    if recipe.fields or recipe.layer or recipe.crs:
        raise BadInput(f"{path.name} is an OpenStreetMap file: it takes no --map, --layer or --crs.")
    # The licence of OpenStreetMap is not the user's to change.
    credited = replace(recipe, licence="")
    for material in read_regions(path, whole, cache, _checksum(path)):
        if material.county is whole:
            _ask_for_title(recipe, note)
        yield _credited(material, credited)
        del material


def _as_tiger(path: Path) -> TigerFile | None:
    """The TIGER/Line file that a path is by its name."""
    found = _TIGER.fullmatch(path.name)
    return TigerFile(int(found[1]), found[3].upper(), found[2]) if found else None


def _counties(tiger: Mapping[Path, TigerFile]) -> dict[TigerFile, Path]:
    """One file of each county and year; which of its files that is does not matter."""
    found = {(one.year, one.area): (one, path) for path, one in tiger.items() if len(one.area) == _FIPS}
    return dict(found.values())


def _county_files(file: TigerFile, path: Path, given: Iterable[Path]) -> CountyFiles:
    """A county's files: those given and those beside them, in one folder or in the Census server's layout."""
    found: dict[str, Path] = {}
    for kind in _BESIDE:
        wanted = file._replace(kind=kind, area=file.area[:2] if kind in _BY_STATE else file.area)
        name = f"{wanted.stem}.zip"
        places = (path.parent / name, path.parent.parent / kind / name)
        there = [one for one in (*given, *places) if one.name.lower() == name and one.is_file()]
        if there:
            check_tiger(there[0], wanted)
            found[kind] = there[0]
    if "EDGES" not in found and "ROADS" not in found:
        stem = file._replace(kind="EDGES").stem
        raise BadInput(f"{path.name} holds no streets: give {stem}.zip or _roads.zip with it.")
    return CountyFiles(file.year, found)


def _centreline_material(path: Path, whole: County, recipe: Recipe, note: Note) -> Material:
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
        county=whole,
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
        note(f'“{recipe.title}” names no state: write it with its state, as in --title "Kenosha, WI".')


def _credited(material: Material, recipe: Recipe) -> Material:
    """The material credited as the user says."""
    return replace(
        material,
        source=recipe.source or material.source,
        vintage=recipe.vintage or material.vintage,
        licence=recipe.licence or material.licence,
    )


def _name(files: Sequence[Path], recipe: Recipe) -> str:
    """What the index is called when the user does not say: the code of its region, as a file's name."""
    counties = {one.area for path in files if (one := _as_tiger(path)) and len(one.area) == _FIPS}
    others = [path for path in files if not _as_tiger(path)]
    if len(counties) + len(others) > 1:
        raise BadInput("An index of several regions needs a name of its own: add --as se-wisconsin, say.")
    codes = [*counties, *(named_region(_title(path, recipe, alone=True)).code for path in others)]
    return _NOT_IN_NAMES.sub("-", "".join(codes))[:_LONGEST_NAME].strip("-") or "streets"


def _title(path: Path, recipe: Recipe, *, alone: bool) -> str:
    """What the region of a file is called: as the user says, else as the index or the file is."""
    return recipe.title or (recipe.name if alone else "") or _stem(path)


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
