import shutil
from pathlib import Path

import pytest

from mapapp.errors import BadInput, Conflict, NotFound
from mapapp.streets.add import TigerSource, add_county
from mapapp.streets.counties import find_county
from mapapp.streets.library import IndexInfo, Library
from mapapp.streets.report import silent
from tests.unit.streets import small_tiger


@pytest.fixture(scope="module")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the small county."""
    home = tmp_path_factory.mktemp("small")
    small_tiger.write_edges(home / "tiger")
    source = TigerSource(str(home / "tiger"))
    return add_county(Library(home / "streets"), find_county("55059"), source, home / "cache", silent).path


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "streets")


def installed(library: Library, index: Path, region: str = "55059") -> IndexInfo:
    with library.adding(region) as building:
        shutil.copy(index, building)
        return library.install(building, region)


def test_a_library_without_a_folder_is_empty(library: Library) -> None:
    assert library.installed() == library.files() == ()
    assert library.version() == library.version()
    assert not library.folder.exists()


def test_an_installed_index_is_listed_with_its_own_words(library: Library, small_index: Path) -> None:
    installed(library, small_index)
    (info,) = library.installed()
    assert (info.name, info.title, info.vintage) == ("55059", "Kenosha County, WI", "TIGER/Line 2014")
    assert (info.streets, info.edges, info.crossings) == (6, 12, 9)
    assert library.files() == (library.folder / "55059.gpkg",)
    assert info.summary().startswith(
        "Kenosha County, WI: 6 streets, 12 edges and 9 crossings from TIGER/Line"
    )


def test_the_version_changes_with_every_change(library: Library, small_index: Path) -> None:
    versions = [library.version()]
    installed(library, small_index)
    versions.append(library.version())
    installed(library, small_index)
    versions.append(library.version())
    library.remove("55059")
    assert len(set(versions)) == 3
    assert library.version() == versions[0]


@pytest.mark.parametrize("region", ["99999", "", "..", "../streets/55059", ".55059", "55059.gpkg", "a\0b"])
def test_only_what_is_there_can_be_removed(library: Library, small_index: Path, region: str) -> None:
    installed(library, small_index)
    with pytest.raises(NotFound):
        library.remove(region)
    assert len(library.files()) == 1


@pytest.mark.parametrize("region", ["", "..", "../outside", "A", "a/b", "a" * 41, "a\0b", ".hidden"])
def test_a_region_is_never_a_path(library: Library, region: str) -> None:
    with pytest.raises(BadInput), library.adding(region):
        pass


def test_a_file_that_is_no_index_is_passed_over(library: Library, small_index: Path) -> None:
    installed(library, small_index)
    (library.folder / "junk.gpkg").write_bytes(b"junk" * 1000)
    (library.folder / "empty.gpkg").write_bytes(b"")
    whole = small_index.read_bytes()
    (library.folder / "torn.gpkg").write_bytes(whole[:3000])
    assert [one.name for one in library.installed()] == ["55059"]


def test_what_is_no_index_is_not_installed(library: Library) -> None:
    half = library.folder.parent / "half.gpkg"
    half.write_bytes(b"half an index")
    with pytest.raises(BadInput):
        installed(library, half)
    assert library.installed() == ()
    assert not list(library.folder.glob(".*.building"))


def test_a_region_is_added_by_one_at_a_time(library: Library, small_index: Path) -> None:
    with library.adding("55059"):
        with pytest.raises(Conflict, match="already"), library.adding("55059"):
            pass
        installed(library, small_index, "55079")
    installed(library, small_index)


def test_what_a_crash_left_is_cleared_but_not_what_is_being_built(
    library: Library, small_index: Path
) -> None:
    with library.adding("55079") as other:
        other.write_bytes(b"under way")
        crashed = library.folder / ".55025.building"
        crashed.write_bytes(b"left by a crash")
        installed(library, small_index)
        assert not crashed.exists()
        assert other.exists()
    assert not other.exists()


def test_a_file_that_goes_while_the_folder_is_looked_through_is_passed_over(library: Library) -> None:
    library.folder.mkdir()
    empty = library.version()
    # As a file is that was listed and is gone before it is looked at.
    (library.folder / "gone.gpkg").symlink_to(library.folder / "nothing")
    assert library.version() == empty
