"""A closed generation is freed at once, whatever it answered and whether or not the collector runs."""

from __future__ import annotations

import gc
import os
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from archive import article, publish

from index.engines.registry import ENGINES
from search.answer.answer import SearchRequest
from search.service.service import SearchService

SWAPS = 20
QUERIES = [
    "метро Києва", "метра Киива", "ghbdtn vtnhj", "pryvit metro", "київ*", "метро~", '"нові потяги"',
    "Зеленський metro", "Zelenskyy", "title:метро -спорт", "not here at all", "",
]  # fmt: skip


def batch(start: int) -> list:
    return [
        *(
            article(f"u{n}", f"Метро Києва {n}", "Нові потяги бачив Зеленський у Києві.", day=n)
            for n in range(start, start + 6)
        ),
        *(
            article(f"e{n}", f"Kyiv metro {n}", "New trains, Zelenskyy says.", lang="en", day=n)
            for n in range(start, start + 6)
        ),
    ]


def mappings(data: Path) -> set[str]:
    """Return the generations of ``data`` that this process maps."""
    lines = Path("/proc/self/maps").read_text().splitlines()
    return {line.split("/generations/")[1].split("/")[0] for line in lines if f"{data}/index/generations/" in line}


def descriptors(data: Path) -> int:
    """Return how many files of generations are open; those of the builder, which runs in this process, are its own."""
    targets = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return sum(f"{data}/index/generations/" in target for target in targets)


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


@pytest.fixture
def no_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def use(service: SearchService) -> None:
    for q in QUERIES:
        service.search(SearchRequest(q=q, explain=True))
        service.suggest(SearchRequest(q=q))
    service.related("u1")
    service.article("u1", SearchRequest(q="метро"))


@pytest.mark.usefixtures("no_collector")
@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_a_swap_leaves_nothing_of_the_old_generation(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.DEFAULT_ENGINE", engine)
    publish(tmp_path, batch(0))
    service = SearchService(tmp_path, engine)
    use(service)
    old, opened, sizes = [], [], []
    for swap in range(1, SWAPS + 1):
        with service._live.generation() as generation:
            owned = (generation.snapshot, generation.relatives, generation.repairer)
            old += [weakref.ref(part) for part in owned]
            del owned, generation
        name = publish(tmp_path, batch(10 * swap)).name
        service._live.refresh()
        use(service)
        if engine == "whoosh":  # its readers refer to one another: what another thread still held is collected now
            gc.collect()
        opened.append(descriptors(tmp_path))
        sizes.append(resident())
        assert not [part() for part in old if part() is not None]
        assert mappings(tmp_path) <= {name}
    service.close()
    assert mappings(tmp_path) == set()
    assert max(opened) <= opened[0] + 12  # an update may have more segments than the one before
    assert sizes[-1] - sizes[3] < 24 << 20
