from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mapapp.errors import TooLarge, Unavailable
from mapapp.streets import download as module
from mapapp.streets.download import Patience, download
from mapapp.streets.report import silent
from tests.unit.streets import file_server
from tests.unit.streets.file_server import FileServer, serving

BODY = bytes(range(256)) * 2000
HASTY = Patience(answer_s=1.0, connect_s=0.5, stall_s=0.4, window_s=0.4, pause_s=0.01)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FileServer]:
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "file.zip").write_bytes(BODY)
    with serving(folder) as found:
        yield found


def fetch(server: FileServer, target: Path, patience: Patience = HASTY) -> bool:
    return download(f"{server.address}/file.zip", target, silent, patience)


def left_over(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def test_a_file_arrives_whole_and_its_progress_is_told(server: FileServer, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    target = tmp_path / "cache" / "file.zip"
    assert download(f"{server.address}/file.zip", target, lambda *said: told.append(said), HASTY)
    assert target.read_bytes() == BODY
    assert told[-1] == ("Fetching file.zip", len(BODY), len(BODY))
    assert not target.with_name("file.zip.part").exists()


def test_a_file_that_is_not_there_is_an_answer_not_an_error(server: FileServer, tmp_path: Path) -> None:
    assert not download(f"{server.address}/other.zip", tmp_path / "cache" / "other.zip", silent, HASTY)
    assert left_over(tmp_path / "cache") == []


def test_a_break_is_resumed_from_where_it_was(server: FileServer, tmp_path: Path) -> None:
    server.faults = [file_server.break_off(100_000)]
    target = tmp_path / "cache" / "file.zip"
    assert fetch(server, target)
    assert target.read_bytes() == BODY
    assert server.asked_for("file.zip") == [None, "bytes=100000-"]


def test_what_came_before_three_breaks_is_kept_for_the_next_run(server: FileServer, tmp_path: Path) -> None:
    target = tmp_path / "cache" / "file.zip"
    server.faults = [file_server.break_off(100_000), file_server.hang_up, file_server.hang_up]
    with pytest.raises(Unavailable, match="what came is kept"):
        fetch(server, target)
    assert not target.exists()
    assert target.with_name("file.zip.part").stat().st_size == 100_000
    assert fetch(server, target)
    assert target.read_bytes() == BODY
    assert server.asked_for("file.zip")[-1] == "bytes=100000-"


def test_a_file_that_changed_since_the_break_is_fetched_anew(server: FileServer, tmp_path: Path) -> None:
    target = tmp_path / "cache" / "file.zip"
    server.faults = [file_server.break_off(100_000)]
    with pytest.raises(Unavailable):
        fetch(server, target, replace(HASTY, retries=0))
    (server.folder / "file.zip").write_bytes(BODY[::-1])
    assert fetch(server, target)
    assert target.read_bytes() == BODY[::-1]


def test_a_server_without_ranges_sends_all_of_it_again(server: FileServer, tmp_path: Path) -> None:
    target = tmp_path / "cache" / "file.zip"
    server.faults = [file_server.break_off(100_000), file_server.whole_whatever_was_asked]
    assert fetch(server, target)
    assert target.read_bytes() == BODY


def test_a_range_that_was_not_asked_for_is_not_believed(server: FileServer, tmp_path: Path) -> None:
    target = tmp_path / "cache" / "file.zip"
    wrong = file_server.status(206, BODY[7:], **{"Content-Range": f"bytes 7-{len(BODY) - 1}/{len(BODY)}"})
    server.faults = [file_server.break_off(100_000), wrong]
    assert fetch(server, target)
    assert target.read_bytes() == BODY


def test_a_file_fetched_before_is_only_asked_about(server: FileServer, tmp_path: Path) -> None:
    target = tmp_path / "cache" / "file.zip"
    fetch(server, target)
    assert fetch(server, target)
    assert target.read_bytes() == BODY
    assert server.asked_for("file.zip") == [None, f"bytes={len(BODY)}-"]


def test_a_server_that_stumbles_is_asked_again_and_then_let_be(server: FileServer, tmp_path: Path) -> None:
    target = tmp_path / "cache" / "file.zip"
    server.faults = [file_server.status(503), file_server.status(500)]
    assert fetch(server, target)
    server.faults = [file_server.status(503)] * 3
    with pytest.raises(Unavailable, match="503"):
        fetch(server, target)
    assert not server.faults


@pytest.mark.parametrize("code", [401, 403, 429])
def test_a_refusal_is_taken_at_once(server: FileServer, tmp_path: Path, code: int) -> None:
    server.faults = [file_server.status(code)] * 3
    with pytest.raises(Unavailable, match=str(code)):
        fetch(server, tmp_path / "cache" / "file.zip")
    assert len(server.faults) == 2


@pytest.mark.parametrize(
    "fault",
    [file_server.hang, file_server.hang_after(1000), file_server.trickle(0.05)],
    ids=["no answer", "body stops", "one byte at a time"],
)
def test_a_server_that_keeps_us_waiting_is_given_up_without_another_try(
    server: FileServer, tmp_path: Path, fault: file_server.Fault
) -> None:
    server.faults = [fault, fault]
    with pytest.raises(Unavailable):
        fetch(server, tmp_path / "cache" / "file.zip")
    assert len(server.faults) == 1


def test_a_web_page_in_place_of_the_file_is_not_taken_for_it(server: FileServer, tmp_path: Path) -> None:
    server.faults = [file_server.status(200, b"<html>Sign in</html>", **{"Content-Type": "text/html"})]
    with pytest.raises(Unavailable, match="web page"):
        fetch(server, tmp_path / "cache" / "file.zip")


def test_redirects_are_followed_but_not_round_and_round(server: FileServer, tmp_path: Path) -> None:
    there = f"{server.address}/file.zip"
    server.faults = [file_server.status(302, b"", Location=there)]
    assert fetch(server, tmp_path / "cache" / "file.zip")
    server.faults = [file_server.status(302, b"", Location=there)] * 20
    with pytest.raises(Unavailable):
        fetch(server, tmp_path / "cache" / "other.zip")


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/file.zip", "http://a..b/file.zip"]
)
def test_a_redirect_to_anything_but_the_web_is_not_followed(
    server: FileServer, tmp_path: Path, address: str
) -> None:
    server.faults = [file_server.status(302, b"", Location=address)]
    with pytest.raises(Unavailable):
        fetch(server, tmp_path / "cache" / "file.zip")
    assert left_over(tmp_path / "cache") == []


def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    for url in ("http://127.0.0.1:1/file.zip", "http://no-such-host.invalid/file.zip"):
        with pytest.raises(Unavailable, match="check the network"):
            download(url, tmp_path / "cache" / "file.zip", silent, HASTY)


def test_a_name_look_up_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket
    import threading

    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: done.wait(20) and [])
    with pytest.raises(Unavailable):
        download("http://example.invalid/f.zip", tmp_path / "f.zip", silent, replace(HASTY, answer_s=0.2))
    done.set()


@pytest.mark.parametrize("fault", [file_server.endless_zeros, file_server.status(200, BODY)])
def test_a_file_without_end_is_not_stored(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: file_server.Fault
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 200_000)
    server.faults = [fault]
    with pytest.raises(TooLarge):
        fetch(server, tmp_path / "cache" / "file.zip")
    assert left_over(tmp_path / "cache") == []


def test_plain_http_is_not_accepted_where_https_was_asked_for() -> None:
    assert module.stays_secure(["https://a/x", "https://b/x"])
    assert module.stays_secure(["http://a/x", "https://b/x", "http://c/x"])
    assert not module.stays_secure(["https://a/x", "http://b/x", "https://c/x"])
