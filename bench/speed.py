"""Searching beside other engines, on the same documents and questions in the same run: ``python -m bench.speed 10000``.

Documents are real paragraphs recombined (``bench.corpus``), in three languages.  Words are drawn by how many documents
have them.  Times are in microseconds; what counts are the ratios, as machines differ and this one is shared.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from bench.corpus import articles
from bench.peers import Peer, Poshuk, PoshukFromText, Question, Sqlite, Tantivy
from index.article import LANGUAGES, Article, Language
from index.language import is_stop
from search.errors import SearchError

#: name → shares of documents between which a word of that class occurs.
CLASSES = {"frequent": (0.08, 1.0), "middling": (0.01, 0.05), "rare": (0.0, 0.003)}
WORD = re.compile(r"[^\W\d_]{3,}")
#: Documents in which words are counted.
SAMPLE = 3_000


def main() -> None:
    """Build, ask, and print the table."""
    parser = argparse.ArgumentParser(prog="bench.speed", description=__doc__)
    parser.add_argument("documents", type=int, nargs="?", default=10_000)
    parser.add_argument("--questions", type=int, default=150, help="of each kind")
    parser.add_argument("--write", type=Path, help="a Markdown file to write the table to")
    wanted = parser.parse_args()
    questions = dict(_questions(wanted.documents, wanted.questions))
    with tempfile.TemporaryDirectory() as directory:
        peers = [Poshuk(), PoshukFromText(), Tantivy(), Sqlite()]
        lines = ["- " + line for line in _built(peers, Path(directory), wanted.documents)] + [""]
        gc.collect()
        gc.freeze()  # as a server does: what was loaded is not looked through for garbage again
        lines += _table(peers, questions)
    print("\n".join(lines))
    if wanted.write:
        wanted.write.write_text("\n".join([*_heading(wanted), *lines, ""]), encoding="utf-8")


def _heading(wanted: argparse.Namespace) -> Iterator[str]:
    processor = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    yield from (
        "# Searching beside other engines",
        "",
        f"Written by `python -m bench.speed {wanted.documents} --questions {wanted.questions} --write …` with Python",
        f"{platform.python_version()} on {os.cpu_count()} cores ({processor[1] if processor else 'unknown'}).",
        "Documents are real paragraphs of news and of brown-uk, recombined, a third in each language. Times are in",
        "microseconds, of the second of two rounds, for the ten best documents and their number. The machine is",
        "shared and noisy: only ratios within a row mean something. Poshuk searches lemmas in title, lead and body;",
        "the others search surface forms in title and body.",
        "",
    )


def _built(peers: Iterable[Peer], directory: Path, documents: int) -> Iterator[str]:
    corpus = list(articles(documents))
    for peer in peers:
        place = directory / peer.name.partition(",")[0].replace(" ", "-")
        place.mkdir(exist_ok=True)
        start = time.perf_counter()
        peer.build(place, corpus)
        seconds = time.perf_counter() - start
        size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
        if isinstance(peer, PoshukFromText):
            continue
        yield f"{peer.name}: {documents / seconds:,.0f} documents/s, {size / 1e6:,.0f} MB"


def _table(peers: list[Peer], questions: dict[str, list[Question]]) -> Iterator[str]:
    yield "| questions | " + " | ".join(f"{peer.name}: p50 | p99" for peer in peers) + " |"
    yield "|---|" + "---|---|" * len(peers)
    for kind, asked in questions.items():
        cells = " | ".join(f"{low:,.0f} | {high:,.0f}" for low, high in (_times(peer, asked) for peer in peers))
        yield f"| {kind} | {cells} |"


def _times(peer: Peer, questions: list[Question]) -> tuple[float, float]:
    """Return p50 and p99 in µs, of the second of two rounds."""
    times: list[float] = []
    for _ in range(2):
        times.clear()
        for question in questions:
            try:
                prepared = peer.prepare(question)
                start = time.perf_counter()
                peer.answer(prepared)
            except SearchError:  # refused as too broad
                continue
            times.append((time.perf_counter() - start) * 1e6)
    middle, high = np.percentile(times, (50, 99))
    return float(middle), float(high)


def _questions(documents: int, number: int) -> Iterator[tuple[str, list[Question]]]:
    sample = list(articles(min(documents, SAMPLE)))
    words = {lang: _by_class(sample, lang) for lang in LANGUAGES}
    chance = random.Random(number)
    for name in CLASSES:
        for kind, count in (("or", 3), ("and", 2)):
            yield (
                f"{kind}, {name}",
                [Question(kind, lang, tuple(chance.sample(words[lang][name], count))) for lang in _in_turn(number)],
            )
    yield "phrase", [Question("phrase", lang, _phrase(sample, lang, chance)) for lang in _in_turn(number)]
    yield (
        "prefix",
        [Question("prefix", lang, (chance.choice(words[lang]["middling"])[:6],)) for lang in _in_turn(number)],
    )
    yield (
        "filtered, frequent",
        [Question("filtered", lang, tuple(chance.sample(words[lang]["frequent"], 2))) for lang in _in_turn(number)],
    )


def _in_turn(number: int) -> list[Language]:
    return [LANGUAGES[n % len(LANGUAGES)] for n in range(number)]


def _by_class(sample: list[Article], lang: Language) -> dict[str, list[str]]:
    """Return the words of each class, stop words left out."""
    texts = [article.body.lower() for article in sample if article.lang == lang]
    counts = Counter(word for text in texts for word in set(WORD.findall(text)) if not is_stop(word, lang))
    classes: defaultdict[str, list[str]] = defaultdict(list)
    for word, count in sorted(counts.items()):
        for name, (least, most) in CLASSES.items():
            if least <= count / len(texts) < most:
                classes[name].append(word)
    return classes


def _phrase(sample: list[Article], lang: Language, chance: random.Random) -> tuple[str, ...]:
    """Return two words that stand side by side in a text."""
    text = WORD.findall(chance.choice([article for article in sample if article.lang == lang]).body)
    start = chance.randrange(len(text) - 1)
    return tuple(text[start : start + 2])


if __name__ == "__main__":
    main()
