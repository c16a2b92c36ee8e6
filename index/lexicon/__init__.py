"""What the words of one language are in another, learned from the archive's own translated stories.

``texts`` reads the stories, ``cells`` says which words may stand for each other by their positions, ``align`` estimates
how probable that is, ``learn`` makes a ``Lexicon`` of it, and ``file`` keeps that with the generation.
``capitals`` counts which words the archive writes as names.
"""

from index.lexicon.capitals import (
    MOST_ARTICLES,
    NO_CAPITALS,
    Capitals,
    Written,
    load_capitals,
    save_capitals,
)
from index.lexicon.file import load_lexicon, save_lexicon
from index.lexicon.learn import learn
from index.lexicon.lexicon import NO_LEXICON, Learned, Lexicon

__all__ = [
    "MOST_ARTICLES",
    "NO_CAPITALS",
    "NO_LEXICON",
    "Capitals",
    "Learned",
    "Lexicon",
    "Written",
    "learn",
    "load_capitals",
    "load_lexicon",
    "save_capitals",
    "save_lexicon",
]
