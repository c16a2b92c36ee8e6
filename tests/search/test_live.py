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

from index.generations import Generations
from search.answer import SearchRequest
from search.engines import engine_named
from search.errors import NotReady
from search.live import LOOK_EVERY, Live
from search.service import SearchService


@pytest.fixture
def service(tmp_path: Path) -> Iterator[SearchService]:
    made = SearchService(tmp_path)
    yield made
    made.close()


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for what a look at the pointer makes true; only a hang takes half a minute."""
    started = time.monotonic()
    while not true():
        assert time.monotonic() - started < 30
        time.sleep(0.02)


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
    live = Live(tmp_path, engine_named("whoosh"), look_every=60)
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
    segment = next(Generations(tmp_path).path(first.name).glob("uk/*.seg"))
    segment.write_bytes(segment.read_bytes()[:-1])
    with pytest.raises(NotReady, match=segment.name):
        service.search(SearchRequest(q="київ"))


def test_a_generation_of_another_engine_is_named(tmp_path: Path) -> None:
    publish(tmp_path, [article("a", "Київ")])
    engine = engine_named("whoosh")
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
