"""Which articles tell one story when nobody says so: translations of each other, and copies of one text.

Every article is reduced to a *signature* (``signature``): language-neutral features, and a MinHash of its words.
Signatures are compared within a window of days (``versions`` for translations, ``copies`` for near duplicates), what
is found is united (``forest``), and the ``book`` gives it a name.  Story ids that were given are never changed, and
nothing is written into the store: a computed story is a property of the generation, like everything in an index.
"""

from index.stories.book import StoryBook, finding, open_book
from index.stories.recent import joined
from index.stories.signer import Signed, Signer

__all__ = ["Signed", "Signer", "StoryBook", "finding", "joined", "open_book"]
