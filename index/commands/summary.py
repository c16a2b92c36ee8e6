"""What became of everything that was read, counted and shown as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from index.articles.article import LANGUAGES, Article, Language, Rejection
from index.sources.record import UNREAD
from index.store.store import OUTCOMES, SHARED_ID, Outcome

#: Unread fields that are named, the most frequent first.
MOST_UNREAD = 20


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} ({count:,})" for name, count in counts.items())


class Summary:
    """Counts of articles per language and outcome, and of rejections per reason: every record read is in one."""

    def __init__(self) -> None:
        self.articles: Counter[tuple[Language, Outcome]] = Counter()
        self.rejected: Counter[str] = Counter()

    @property
    def accepted(self) -> int:
        """The number of records that became articles."""
        return self.articles.total()

    @property
    def read(self) -> int:
        """The number of records."""
        return self.accepted + self.rejected.total()

    def count(self, articles: Iterable[Article], outcomes: Iterable[Outcome]) -> None:
        """Count articles and what the store said of each."""
        self.articles.update((article.lang, outcome) for article, outcome in zip(articles, outcomes, strict=True))

    def reject(self, rejection: Rejection) -> None:
        """Count a record that became no article."""
        self.rejected[rejection.reason] += 1

    def show(self, notes: dict[str, int]) -> None:
        """Print the table to standard output; ``notes`` counts what was left out of articles that were stored."""
        console = Console()
        console.print(self._table())
        unread = {name.removeprefix(UNREAD): count for name, count in notes.items() if name.startswith(UNREAD)}
        left_out = {name: count for name, count in notes.items() if not name.startswith(UNREAD) and name != SHARED_ID}
        if left_out:
            console.print("Left out of articles: " + _counted(left_out))
        if shared := notes.get(SHARED_ID):
            console.print(f"Ids that another outlet has, too: {shared:,}; theirs begin with the outlet.")
        if unread:
            most = dict(sorted(unread.items(), key=lambda row: (-row[1], row[0]))[:MOST_UNREAD])
            console.print(f"Unread fields: {_counted(most)}" + (" …" if len(unread) > len(most) else ""))

    def _table(self) -> Table:
        table = Table("", *OUTCOMES, "rejected", "read", show_footer=False)
        for column in table.columns[1:]:
            column.justify = "right"
        for lang in LANGUAGES:
            counts = [self.articles[lang, outcome] for outcome in OUTCOMES]
            table.add_row(lang, *_cells(counts), "", f"{sum(counts):,}")
        for reason, count in self.rejected.most_common():
            table.add_row(reason, *("" for _ in OUTCOMES), f"{count:,}", f"{count:,}")
        totals = [sum(self.articles[lang, outcome] for lang in LANGUAGES) for outcome in OUTCOMES]
        table.add_section()
        table.add_row("total", *_cells(totals), f"{self.rejected.total():,}", f"{self.read:,}")
        return table


def _cells(counts: Iterable[int]) -> list[str]:
    return [f"{count:,}" for count in counts]
