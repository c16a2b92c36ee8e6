"""One's own judgements: ``queries.tsv`` (id, language, text) and ``qrels.tsv`` (query, document, grade) of a folder.

Both are UTF-8 with tabs between the columns, further columns are ignored, and a line that begins with ``#`` is a
comment.  A document is relevant with a grade above zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Final

from index.articles.article import LANGUAGES, Language
from index.errors import IndexFault

QUERIES: Final = "queries.tsv"
JUDGEMENTS: Final = "qrels.tsv"
#: Bytes of a file at most: it is held in memory.
MOST_BYTES: Final = 64_000_000
#: Problems that are told; more are only counted.
MOST_TOLD: Final = 20
_COLUMNS: Final = 3


@dataclass(slots=True)
class Problems:
    """What was skipped, a sentence each; the first ones are kept."""

    told: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, sentence: str) -> None:
        """Note one more."""
        self.count += 1
        if self.count <= MOST_TOLD:
            self.told.append(sentence)

    def sentences(self) -> Iterator[str]:
        """Yield what was kept, and how many were not."""
        yield from self.told
        if self.count > MOST_TOLD:
            yield f"{self.count - MOST_TOLD:,} more like these were skipped."


@dataclass(frozen=True, slots=True)
class Judged:
    """A query, and the grades of its relevant documents by id."""

    id: str
    lang: Language
    text: str
    grades: Mapping[str, float]


def read_judgements(folder: Path, problems: Problems) -> list[Judged]:
    """Return the queries of ``folder`` that have a relevant document, in the order of their file.

    What is broken is noted in ``problems`` with file and line, and skipped.  OSError when a file cannot be opened.
    """
    queries = _queries(folder / QUERIES, problems)
    grades = _grades(folder / JUDGEMENTS, queries, problems)
    for name in queries.keys() - grades.keys():
        problems.add(f"Query {name} has no relevant document and was skipped.")
    return [Judged(name, lang, text, grades[name]) for name, (lang, text) in queries.items() if name in grades]


def _queries(path: Path, problems: Problems) -> dict[str, tuple[Language, str]]:
    queries: dict[str, tuple[Language, str]] = {}
    for place, (name, code, text) in _rows(path, problems):
        lang = next((lang for lang in LANGUAGES if lang == code), None)
        if lang is None or not name or not text:
            problems.add(f"{place} is not an id, one of {', '.join(LANGUAGES)} and a text, and was skipped.")
        elif name in queries:
            problems.add(f"{place} has the id of an earlier query and was skipped.")
        else:
            queries[name] = (lang, text)
    return queries


def _grades(path: Path, queries: Mapping[str, tuple[Language, str]], problems: Problems) -> dict[str, dict[str, float]]:
    grades: dict[str, dict[str, float]] = {}
    for place, (query, document, text) in _rows(path, problems):
        grade = _number(text)
        if grade is None or not document:
            problems.add(f"{place} is not a query, a document and a grade, and was skipped.")
        elif query not in queries:
            problems.add(f"{place} judges a query that {QUERIES} does not have, and was skipped.")
        elif grade > 0:
            grades.setdefault(query, {})[document] = grade
    return grades


def _rows(path: Path, problems: Problems) -> Iterator[tuple[str, list[str]]]:
    """Yield (file and line, the first three columns) of every line that has so many."""
    for number, line in enumerate(_bytes(path).removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        place = f"{path}:{number}"
        if not line.strip() or line.startswith(b"#"):
            continue
        try:
            columns = [column.strip() for column in line.decode("utf-8").split("\t")[:_COLUMNS]]
        except UnicodeDecodeError:
            problems.add(f"{place} is not UTF-8 and was skipped.")
            continue
        if len(columns) < _COLUMNS or "\0" in "".join(columns):
            problems.add(f"{place} is not three columns of text with tabs between, and was skipped.")
            continue
        yield place, columns


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise IndexFault(f"{path} is larger than {MOST_BYTES:,} bytes; split the judgements.")
    return content


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
