"""Engines that are measured find the same documents, and their measurements become a table and a picture."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from tiny_corpus import tiny_corpus

from bench import results
from bench.asking import Asked, ask_all, opening
from bench.building import build
from bench.peers import PEERS, Absent, Peer, peer_named
from bench.peers.base import ALL_KINDS
from bench.plot import write_plot
from bench.questions import Question
from bench.report import DASH, load_table, table, write_report
from search.errors import SearchError

#: English words as they stand: lemmas, forms and analyzers agree on them.
QUESTIONS = {
    "or": Question("or", "en", ("bridge", "museum")),
    "and": Question("and", "en", ("bridge", "river")),
    "phrase": Question("phrase", "en", ("city", "council")),
    "prefix": Question("prefix", "en", ("exhib",)),
    "filter": Question("filter", "en", ("bridge", "museum"), "section 1"),
    "facets": Question("facets", "en", ("bridge", "museum"), "section 1"),
    "snippets": Question("snippets", "en", ("bridge",)),
}
WORDS = {"or": any, "and": all, "filter": any, "facets": any, "snippets": any}


@pytest.fixture(autouse=True)
def unfrozen() -> Iterator[None]:
    yield
    gc.unfreeze()


def expected(question: Question) -> int:
    """Count the matching documents by reading them all."""
    found = 0
    for article in tiny_corpus().articles("en"):
        text = f"{article.title} {article.body}".lower()
        if question.kind in ("filter", "facets") and article.section != question.section:
            continue
        wanted = [" ".join(question.words)] if question.kind == "phrase" else question.words
        found += WORDS.get(question.kind, all)(word in text for word in wanted)
    return found


def peer_or_skip(name: str) -> Peer:
    try:
        return peer_named(name)
    except Absent as why:
        pytest.skip(str(why))


@pytest.mark.parametrize("name", [name for name in PEERS if name != "arrays, from text"])
@pytest.mark.filterwarnings("ignore:builtin type:DeprecationWarning")  # modules made by SWIG
def test_a_peer_finds_what_is_there(name: str, tmp_path: Path) -> None:
    peer = peer_or_skip(name)
    built = build(name, tmp_path / "index", tiny_corpus())
    assert built.seconds > 0
    assert built.disk > 1_000
    assert opening(peer, tmp_path / "index") > 0
    for kind in peer.kinds:
        asked = QUESTIONS[kind]
        answer = peer.answer(peer.prepare(asked))
        assert answer == (-1 if name == "bm25s" else expected(asked)), kind
    peer.close()


def test_the_other_way_to_ask_the_arrays_opens_the_same_index(tmp_path: Path) -> None:
    build("arrays", tmp_path / "index", tiny_corpus())
    peer = peer_named("arrays, from text")
    assert peer.index == "arrays"
    peer.open(tmp_path / "index")
    assert peer.answer(peer.prepare(QUESTIONS["and"])) == expected(QUESTIONS["and"])
    peer.close()


class FakePeer:
    """Answers what it can and refuses a prefix."""

    version, about, most, index = "1", "a fake", 10, "fake"

    def __init__(self, kinds: frozenset[str]) -> None:
        self.kinds = kinds

    def prepare(self, question: Question) -> Question:
        if question.kind == "prefix":
            raise SearchError("too broad")
        return question

    def answer(self, question: Question) -> int:
        return len(question.words)


def test_a_row_has_the_peers_that_can_and_do_not_refuse() -> None:
    told: dict[str, dict[str, Asked]] = {}
    peers: dict[str, Any] = {"all": FakePeer(ALL_KINDS), "few": FakePeer(frozenset({"or"}))}
    ask_all(peers, {kind: [question] * 9 for kind, question in QUESTIONS.items()} | {"empty": []}, told.__setitem__)
    assert set(told["or"]) == {"all", "few"}
    assert set(told["phrase"]) == {"all"}
    assert told["prefix"] == {}
    assert "empty" not in told
    assert told["or"]["all"].found == 2
    assert told["or"]["all"].p50 <= told["or"]["all"].p99


def measured(documents: int, ours: float = 10.0) -> results.Results:
    """Return results as a run would keep them."""
    size = results.begin(documents, 300, 150)
    size["peers"] = {"arrays": {"version": "1", "about": "ours", "most": None}}
    size["corpus"] |= {"real": 7, "bytes": 3_000_000, "whence": "texts"}
    built = {"processor": 0.5, "memory": 5_000_000, "disk": 1_000_000}
    size["built"] = {"arrays": {"seconds": 1.0, **built}, "tantivy": {"seconds": 3.0, **built}}
    size["opened"] = {"arrays": 1.0, "tantivy": 2.0, "bm25s": 3.0}
    times = {"p99": 100.0, "found": 5, "refused": 0}
    size["asked"] = {
        "OR, rare": {"arrays": {"p50": ours, **times}, "tantivy": {"p50": 40.0, **times, "p99": 200.0}},
        "judged query": {"bm25s": {"p50": 40.0, **times, "found": -1}},
    }
    size["complete"] = True
    return size


def test_the_table_has_ratios_and_dashes_and_says_where_a_goal_is_missed() -> None:
    good, slow = table(measured(1000)), table(measured(1000, ours=30.0))
    assert "| OR, rare | 10 / 100 | 40 / 200 | – | 0.25 / 0.50 |" in good
    assert f"| judged query | {DASH} | {DASH} | 40 / 100 | {DASH} |" in good
    assert f"| judged query | {DASH} | {DASH} | {DASH} |" in good
    assert "| arrays | 1,000 | 2,000 | 3.0 | 5 | 1 | 1.0 |" in good
    assert good.endswith("No goal is missed.")
    assert slow.endswith("Goals missed: OR, rare, p50 (0.75 / 0.50).")


def test_the_report_and_the_plot_are_made_of_what_is_kept(tmp_path: Path) -> None:
    for documents in (100_000, 1_000):
        results.keep(tmp_path, measured(documents))
    write_report(tmp_path / "benchmarks.md", tmp_path)
    write_plot(tmp_path / "benchmarks.svg", results.saved(tmp_path))
    text = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert text.index("## 1,000 documents") < text.index("## 100,000 documents")
    assert "- **arrays** 1: ours." in text
    picture = ElementTree.parse(tmp_path / "benchmarks.svg").getroot()
    lines = list(picture.iter("{http://www.w3.org/2000/svg}circle"))
    assert len(lines) == 4


def test_a_run_goes_on_only_on_the_same_documents_and_questions(tmp_path: Path) -> None:
    results.keep(tmp_path, measured(1_000))
    assert results.continued(tmp_path, results.begin(1_000, 300, 150))["complete"]
    assert not results.continued(tmp_path, results.begin(1_000, 200, 150))["complete"]
    assert not results.continued(tmp_path, results.begin(2_000, 300, 150))["complete"]
    assert json.loads(results.path_of(tmp_path, 1_000).read_text(encoding="utf-8"))["corpus"]["documents"] == 1_000


def test_the_load_is_told_with_its_memory() -> None:
    phase = {"name": "API", "connections": 2, "rate": 1234.5, "p50": 1.25, "p99": 9.0, "requests": 100, "failed": 1}
    memory = {"before": [{"Rss": 2_000_000, "Pss": 1_000_000, "Anonymous": 500_000}]}
    facts = {
        "workers": 2,
        "threads": 8,
        "engine": "arrays",
        "machine": "m",
        "date": "d",
        "client": "wrk",
        "goal": "Held.",
    }
    told = "\n".join(load_table({"documents": 10, "phases": [phase], "memory": memory, "swap": "Swapped.", **facts}))
    assert "| API | 2 | 1,234 | 1.2 | 9.0 | 100 | 1 |" in told
    assert "| before, worker 1 | 2 | 1 | 0 |" in told
