"""English words as a dictionary has them, in small letters or with a capital: that of Hunspell, read by ``spylls``."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

#: The dictionary within the package ``spylls``.
_DICTIONARY: Final = "hunspell/data/en/en_US"
_lock = threading.RLock()


@lru_cache(maxsize=1 << 14)
def is_english_word(word: str) -> bool:
    """Say whether English has the folded word, in any of its forms, and not only as a name: march, but not london."""
    with _lock:
        return word.isascii() and bool(_dictionary().lookup(word))


@lru_cache(maxsize=1 << 14)
def is_english_name(word: str) -> bool:
    """Say whether the dictionary has the folded word as a name, too or only: March, London."""
    with _lock:
        name = word.removesuffix("'s").capitalize()
        return word.isascii() and bool(_dictionary().dic.homonyms(name))


@cache
def _dictionary() -> Any:
    """Return the dictionary, loaded on first use (about 0.4 s and 30 MB); its files are closed again."""
    from spylls.hunspell import Dictionary
    from spylls.hunspell.readers import FileReader, read_aff, read_dic

    class Reader(FileReader):  # type: ignore[misc]
        def reset_encoding(self, encoding: str) -> None:
            """Go on reading: the files are in UTF-8."""

    rules, words = (Reader(str(files("spylls") / f"{_DICTIONARY}{end}"), "UTF-8") for end in (".aff", ".dic"))
    with rules.io, words.io:
        affixes, context = read_aff(rules)
        return Dictionary(affixes, read_dic(words, aff=affixes, context=context))
