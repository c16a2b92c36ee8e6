"""A running process follows the live generation, and no request notices."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archive import article, publish

from index.build.builder import rebuild
from index.engines.registry import DEFAULT_ENGINE
from index.store.examiner import Examiner
from index.store.generations import Generations
from index.store.manifest import FileEntry
from index.store.store import Store
from search.answer.answer import SearchRequest
from search.engines import engine_named
from search.errors import NotReady
from search.service.live import LOOK_EVERY, Live
from search.service.service import SearchService
from search.settings import Settings


@pytest.fixture
def service(tmp_path: Path) -> Iterator[SearchService]:
    made = SearchService(tmp_path, settings=Settings(deadline_seconds=60.0))  # nothing is cut short on a busy machine
    yield made
    made.close()


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for what a look at the pointer makes true; only a hang takes two minutes."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < 120
        time.sleep(0.02)


def largest(folder: Path) -> Path:
    return max(folder.iterdir(), key=lambda path: path.stat().st_size)


def point_to(data: Path, name: str) -> None:
    (data / "index" / "CURRENT").write_text(name + "\n")


def test_without_an_index_the_service_says_how_to_make_one(service: SearchService) -> None:
    assert not service.readiness().ready
    assert "poshuk rebuild" in service.readiness().reason
    with pytest.raises(NotReady, match="poshuk rebuild"):
        service.search(SearchRequest())


def test_the_first_index_is_seen_by_a_running_service(service: SearchService, tmp_path: Path) -> None:
    assert not service.readiness().ready
    manifest = publish(tmp_path, [article("a", "Київ")])
    ready = service.readiness()
    assert (ready.ready, ready.reason, ready.generation) == (True, "ok", manifest.name)
    assert (ready.sequence, ready.documents) == (1, {"uk": 1, "ru": 0, "en": 0})


def test_a_new_generation_is_served_at_the_next_look(service: SearchService, tmp_path: Path) -> None:
    publish(tmp_path, [article("a", "Київ")])
    assert service.search(SearchRequest(q="київ")).totals.documents == 1
    publish(tmp_path, [article("b", "Київ")])
    wait_until(lambda: service.search(SearchRequest(q="київ")).totals.documents == 2)
    assert LOOK_EVERY <= 1


def test_a_request_under_way_keeps_its_generation_which_is_closed_after_it(tmp_path: Path) -> None:
    first = publish(tmp_path, [article("a", "Київ")])
    live = Live(tmp_path, engine_named(DEFAULT_ENGINE), look_every=60)
    with live.generation() as held:
        second = publish(tmp_path, [article("b", "Львів")])
        live.refresh()
        with live.generation() as new:
            assert new.manifest.name == second.name
            assert new.snapshot.find("b") is not None
        assert held.manifest.name == first.name
        assert held.snapshot.find("a") is not None
        assert held.snapshot.find("b") is None
        assert (held.retired, held.users) == (True, 1)
    assert held.users == 0
    live.close()
    with pytest.raises(NotReady), live.generation():
        pass


def test_a_damaged_generation_leaves_the_old_one_serving(service: SearchService, tmp_path: Path) -> None:
    first = publish(tmp_path, [article("a", "Київ")])
    assert service.readiness().generation == first.name
    broken = "000009-abcdef"
    shutil.copytree(Generations(tmp_path).path(first.name), Generations(tmp_path).path(broken))
    point_to(tmp_path, broken)
    wait_until(lambda: service.readiness().reason != "ok")
    assert broken in service.readiness().reason
    assert service.readiness().ready
    assert service.search(SearchRequest(q="київ")).generation == first.name
    point_to(tmp_path, first.name)
    wait_until(lambda: service.readiness().reason == "ok")


@pytest.mark.parametrize("pointer", ["000042-abcdef", "rubbish", ""])
def test_a_pointer_to_nothing_leaves_the_old_one_serving(service: SearchService, tmp_path: Path, pointer: str) -> None:
    first = publish(tmp_path, [article("a", "Київ")])
    assert service.readiness().ready
    point_to(tmp_path, pointer)
    wait_until(lambda: service.readiness().reason != "ok")
    assert service.search(SearchRequest(q="київ")).generation == first.name


def test_a_cut_file_is_noticed_at_opening(service: SearchService, tmp_path: Path) -> None:
    first = publish(tmp_path, [article("a", "Київ")])
    segment = largest(Generations(tmp_path).path(first.name) / "uk")
    segment.write_bytes(segment.read_bytes()[:-1])
    with pytest.raises(NotReady, match=segment.name):
        service.search(SearchRequest(q="київ"))


def rot(data: Path, name: str) -> str:
    """Change a byte of a file of the generation, as a disk does, and return the file's name."""
    path = largest(Generations(data).path(name) / "uk")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return path.name


def rebuilt(data: Path) -> str:
    """Publish what the store has as a generation that shares no file with the one before; return its name."""
    with Store(data) as store:
        return rebuild(store, Generations(data), DEFAULT_ENGINE).name


def test_a_rotten_file_is_found_and_what_was_live_before_answers(
    service: SearchService, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sound = publish(tmp_path, [article("a", "Київ")]).name
    rotten = rebuilt(tmp_path)
    file = rot(tmp_path, rotten)
    wait_until(lambda: service.readiness().generation == sound)
    assert service.readiness().ready
    assert file in service.readiness().reason
    assert service.search(SearchRequest(q="київ")).generation == sound
    assert file in caplog.text
    again = SearchService(tmp_path)  # another process, which finds the verdict
    assert again.readiness().generation == sound
    assert file in again.readiness().reason
    again.close()
    rebuilt(tmp_path)
    wait_until(lambda: service.readiness().reason == "ok")


def test_without_a_sound_generation_nothing_is_answered(service: SearchService, tmp_path: Path) -> None:
    first = publish(tmp_path, [article("a", "Київ")])
    publish(tmp_path, [article("b", "Calm", lang="en")])  # shares the file that rots
    file = rot(tmp_path, first.name)
    wait_until(lambda: not service.readiness().ready)
    assert file in service.readiness().reason
    with pytest.raises(NotReady, match=f"{file}.*poshuk rebuild"):
        service.search(SearchRequest(q="київ"))


def test_a_generation_is_examined_by_one_process_and_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish(tmp_path, [article("a", "Київ")])
    read: list[str] = []
    problem = Generations.problem

    def counted(self: Generations, name: str, file: str, entry: FileEntry, deep: bool = True) -> str | None:
        read.extend([file] if deep else [])
        return problem(self, name, file, entry, deep)

    monkeypatch.setattr(Generations, "problem", counted)
    one, other = Examiner(Generations(tmp_path)), Examiner(Generations(tmp_path))
    assert one.judge(first.name) == []
    assert sorted(read) == sorted(first.files)
    assert other.judge(first.name) == []
    assert len(read) == len(first.files)
    read.clear()
    second = publish(tmp_path, [article("b", "Calm", lang="en")])
    read.clear()
    assert other.judge(second.name) is None  # the other's work
    assert one.judge(second.name) == []
    assert {file.partition("/")[0] for file in read} <= {"en", "stories"}  # the rest is shared
    one.close()
    third = publish(tmp_path, [article("c", "Storm", lang="en")])
    assert other.judge(third.name) == []
    other.close()


def test_what_check_finds_running_servers_know(
    service: SearchService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.service.live.TRY_AGAIN", 1.0)
    name = publish(tmp_path, [article("a", "Київ")]).name
    assert service.readiness().ready
    check = Examiner(Generations(tmp_path))
    wait_until(lambda: check.verdict(name) == [])
    rot(tmp_path, name)
    assert service.readiness().ready
    assert check.examine(name)
    wait_until(lambda: not service.readiness().ready)
    rot(tmp_path, name)  # the same bit again: mended
    assert check.examine(name) == []
    wait_until(lambda: service.readiness().reason == "ok")


def test_a_generation_of_another_engine_is_named(tmp_path: Path) -> None:
    publish(tmp_path, [article("a", "Київ")])
    engine = engine_named(DEFAULT_ENGINE)
    engine.name = "other"
    live = Live(tmp_path, engine)
    assert "POSHUK_ENGINE" in (live.state()[1] or "")
    live.close()


def test_requests_during_rebuilds_all_succeed(service: SearchService, tmp_path: Path) -> None:
    publish(tmp_path, [article("0", "Київ")])
    over = threading.Event()
    seen: set[str] = set()
    faults: list[BaseException] = []

    def ask() -> None:
        try:
            while not over.is_set():
                answer = service.search(SearchRequest(q="київ"))
                seen.add(answer.generation)
                assert answer.totals.documents == len(answer.hits) > 0
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 5):
        manifest = publish(tmp_path, [article(str(number), "Київ")])
        Generations(tmp_path).prune(keep=1)
        wait_until(lambda name=manifest.name: name in seen)
    over.set()
    for thread in threads:
        thread.join()
    assert not faults
    assert len(seen) >= 5


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_child_opens_its_own(service: SearchService, tmp_path: Path) -> None:
    publish(tmp_path, [article("a", "Київ")])
    assert service.search(SearchRequest(q="київ")).totals.documents == 1
    child = os.fork()
    if not child:
        status = 1
        try:
            assert service.search(SearchRequest(q="київ")).totals.documents == 1
            publish(tmp_path, [article("b", "Київ")])
            wait_until(lambda: service.search(SearchRequest(q="київ")).totals.documents == 2)
            status = 0
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    wait_until(lambda: service.search(SearchRequest(q="київ")).totals.documents == 2)
