"""The sample corpus is what it is meant to show: every kind of input, three languages, stories that group."""

from collections import Counter
from pathlib import Path

from index.articles.article import Article
from index.sources import read

SAMPLE = Path(__file__).parents[3] / "sample"


def test_every_sample_is_an_article():
    found = list(read([str(SAMPLE)]))
    assert [item for item in found if not isinstance(item, Article)] == []
    languages = Counter(article.lang for article in found)
    assert languages["uk"] == languages["ru"] == languages["en"] >= 40
    assert all(article.published and article.authors for article in found)
    assert all(120 <= len(article.body.split()) <= 320 for article in found)


def test_pages_of_one_story_share_it():
    stories = Counter(article.story_id for article in read([str(SAMPLE / "html")]))
    assert set(stories.values()) == {3}


def test_nothing_of_the_page_around_an_article_is_kept():
    for article in read([str(SAMPLE / "html"), str(SAMPLE / "captures")]):
        for chrome in ("Читайте", "Read also", "Telegram", "Підтрим", "Support", "15:18", "©", "rights", "права"):
            assert chrome not in article.body
        assert not article.lead or article.lead not in article.body
