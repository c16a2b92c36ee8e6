"""How well the text of news pages is found: ``python -m bench.extraction``, against 181 pages with texts by hand.

The measure is that of scrapinghub/article-extraction-benchmark: shingles of four words, true and false ones as
shares of a page, summed over pages.  Also prints pages and JSON Lines records per second of processor time.
"""

from __future__ import annotations

import gzip
import json
import re
import tarfile
import time
from collections import Counter
from pathlib import Path

from bench.data import DATA
from index.sources import read
from index.sources.page import page_text, parse_page, simplify

PAGES = DATA / "extraction" / "scrapinghub"
RECORDS = DATA / "retrieval" / "slavicner_news" / "docs.jsonl.gz"
SHINGLE = 4


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1)))


def shares(gold: str, found: str) -> tuple[float, float, float]:
    """Return the shares of true, superfluous and missing shingles."""
    wanted, got = shingles(gold), shingles(found)
    counts = (wanted & got).total(), (got - wanted).total(), (wanted - got).total()
    return tuple(count / (sum(counts) or 1) for count in counts)


def report_extraction() -> None:
    with gzip.open(PAGES / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = {row["file"]: row["text"] for row in map(json.loads, lines)}
    pages = {}
    with tarfile.open(PAGES / "html.tar.xz") as archive:
        for member in archive:
            if member.isfile():
                pages[Path(member.name).name] = archive.extractfile(member).read().decode()
    start = time.process_time()
    found = {}
    for name in gold:
        tree = parse_page(pages[name])
        simplify(tree)
        found[name] = page_text(tree)
    seconds = time.process_time() - start
    true, extra, missing = map(sum, zip(*(shares(gold[name], found[name]) for name in gold), strict=True))
    precision, recall = true / (true + extra), true / (true + missing)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{len(gold)} pages: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    print(f"{len(gold) / seconds:.0f} pages/s from HTML to text")


def report_speed(path: Path) -> None:
    start = time.process_time()
    outcomes = Counter(type(item).__name__ for item in read([str(path)]))
    rate = outcomes.total() / (time.process_time() - start)
    print(f"{path.name}: {dict(outcomes)}, {rate:.0f} records/s from file to Article, language detection included")


def main() -> None:
    report_extraction()
    report_speed(PAGES / "html.tar.xz")
    report_speed(RECORDS)


if __name__ == "__main__":
    main()
