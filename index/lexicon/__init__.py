"""What the words of one language are in another, learned from the archive's own translated stories.

``texts`` reads the stories, ``cells`` says which words may stand for each other by their places, ``align`` estimates
how probable that is, ``learn`` makes a ``Lexicon`` of it, and ``file`` keeps that with the generation.
"""

from index.lexicon.file import load_lexicon, save_lexicon
from index.lexicon.learn import learn
from index.lexicon.lexicon import NO_LEXICON, Learned, Lexicon

__all__ = ["NO_LEXICON", "Learned", "Lexicon", "learn", "load_lexicon", "save_lexicon"]
