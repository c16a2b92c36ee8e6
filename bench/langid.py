"""Language detection on real sentences, headlines and words: accuracy, rejection and time per file."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from bench.data import DATA
from index.articles.article import LANGUAGES
from index.language import detect

FOLDER = DATA / "langid"


def measure(path: Path) -> tuple[dict[str, Counter[str]], float]:
    """Return, for each true language, how often each answer was given, and the milliseconds per call."""
    answers: dict[str, Counter[str]] = {}
    began = time.perf_counter()
    lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines:
        text, _, lang = line.rpartition("\t")
        found = detect(text)
        answers.setdefault(lang, Counter())[found.lang or found.other or ""] += 1
    return answers, (time.perf_counter() - began) / max(1, len(lines)) * 1000


def report(path: Path) -> None:
    answers, milliseconds = measure(path)
    print(f"\n{path.name}  {milliseconds:.2f} ms a text")
    for lang, found in answers.items():
        total = found.total()
        if lang in LANGUAGES:
            share, what = found[lang] / total, "right"
        else:
            share, what = sum(found[ours] for ours in LANGUAGES) / total, "accepted as ours"
        rest = ", ".join(f"{name} {number}" for name, number in found.most_common(6) if name != lang)
        print(f"  {lang}  {total:5}  {share:7.2%} {what:17} {rest}")


def main() -> None:
    detect("warm-up")
    for path in sorted(FOLDER.glob("*.tsv")):
        report(path)


if __name__ == "__main__":
    main()
