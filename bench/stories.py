"""Stories found without ids, on real articles: translations on ntrex_news, near duplicates on copies made of real ones.

B³ (Bagga & Baldwin 1998) holds what was found against the groups of ntrex_news: all articles ("closed"), one to three
languages of each story ("open", where what has no partner must stay alone), and both among news on a few topics
("crowded", slavicner_news, each of which counts as a story of its own, which costs precision where two are one).
Copies: each article of a sample cut short, retitled or edited must join its original, and no other article may.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from bench.documents import read_documents
from index.articles.article import LANGUAGES, Article
from index.stories import Signer, StoryBook

SEED = 20
SAMPLE = 300
#: The edits of a copy, by name: words that stay, from the beginning, and one word in so many that is another.
EDITS = {"retitled": (1.0, 0), "edited": (1.0, 20), "half": (0.5, 0), "third": (0.34, 0), "half, edited": (0.5, 20)}


class Given(NamedTuple):
    """An article as the store would give it."""

    id: str
    article: Article


def found(articles: Iterable[Article]) -> dict[str, str]:
    """Return the story of each article by its id."""
    chosen = list(articles)
    with tempfile.TemporaryDirectory(prefix="poshuk-stories-") as folder:
        book = StoryBook(Path(folder))
        given = [Given(article.id, article) for article in chosen]
        book.learn(Signer(lang).sign(change for change in given if change.article.lang == lang) for lang in LANGUAGES)
        return {article.id: book.found.get(article.id, article.id) for article in chosen}


def b_cubed(stories: dict[str, str], groups: dict[str, str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of ``stories`` against ``groups``, both by article id."""
    sizes, wanted, both = Counter(stories.values()), Counter(groups.values()), Counter()
    for name, story in stories.items():
        both[story, groups[name]] += 1
    precision = sum(count * count / sizes[story] for (story, _), count in both.items()) / len(stories)
    recall = sum(count * count / wanted[group] for (_, group), count in both.items()) / len(stories)
    return precision, recall, 2 * precision * recall / (precision + recall)


def some_languages(articles: list[Article], groups: dict[str, str], chance: random.Random) -> Iterator[Article]:
    """Yield one to three articles of each group."""
    members = defaultdict(list)
    for article in articles:
        members[groups[article.id]].append(article)
    for group in members.values():
        yield from chance.sample(group, min(len(group), chance.choice([1, 1, 2, 3])))


def copy_of(article: Article, edit: str, words: list[str], chance: random.Random) -> Article:
    """Return a copy with another id and title, cut and edited."""
    share, every = EDITS[edit]
    text = article.body.split(" ")
    text = text[: round(share * len(text))]
    for number in range(len(text)):
        if every and chance.randrange(every) == 0:
            text[number] = chance.choice(words)
    return replace(article, id=f"{article.id} {edit}", title=" ".join(text[:5]), body=" ".join(text))


def united(articles: Iterable[Article], stories: dict[str, str]) -> set[tuple[str, str]]:
    """Return the pairs of ids of different articles that are one story."""
    members = defaultdict(list)
    for article in articles:
        members[stories[article.id]].append(article.id)
    return {pair for ids in members.values() for pair in combinations(sorted(ids), 2)}


def show_versions() -> None:
    """Print a row of B³ for each way to look at ntrex_news."""
    articles, groups = read_documents("ntrex_news")
    crowd, _ = read_documents("slavicner_news")
    chance = random.Random(SEED)
    some = list(some_languages(articles, groups, chance))
    print(f"{'stories':10} articles  precision  recall  B3 F1   ms an article")
    for name, chosen in (("closed", articles), ("open", some), ("crowded", some + chance.sample(crowd, SAMPLE))):
        started = time.process_time()
        stories = found(chosen)
        cost = 1000 * (time.process_time() - started) / len(chosen)
        scores = b_cubed(stories, {name: groups.get(name, name) for name in stories})
        print(
            f"{name:10} {len(chosen):8}  {scores[0]:9.4f}  {scores[1]:.4f}  {scores[2]:.4f}  {cost:13.2f}", flush=True
        )


def show_copies() -> None:
    """Print a row for each set and edit: recall of copies, and what was glued that is no copy."""
    print(f"\n{'copies of':18} {'edit':14} recall  glued to others")
    for name in ("uk_press", "slavicner_news", "ntrex_news", "ru_news_rt_ng"):
        chance = random.Random(SEED)
        articles, _ = read_documents(name)
        originals = chance.sample([one for one in articles if len(one.body.split()) >= 100], SAMPLE)
        before = found(originals)
        words = [word for article in originals[:50] for word in article.body.split()]
        for edit in EDITS:
            after = found([*originals, *(copy_of(article, edit, words, chance) for article in originals)])
            joined = sum(after[one.id] == after[f"{one.id} {edit}"] for one in originals)
            glued = len(united(originals, after) - united(originals, before))
            print(f"{name:18} {edit:14} {joined / len(originals):.3f}   {glued:4}", flush=True)


def main() -> None:
    """Print both tables."""
    show_versions()
    show_copies()


if __name__ == "__main__":
    main()
