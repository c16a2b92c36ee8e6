"""Cyrillic letters as sounds in Latin letters: the one table under romanisations and the keys of names."""

from __future__ import annotations

from typing import Final

#: A letter each (Z ж, z з, C ц, Q ч, S ш).  щ is two, as in borshch; soft signs and the apostrophe are none; г ґ х are
#: one, as in the romanisations that are in use.
SOUNDS: Final = dict(zip("абвгґдежзиіїйклмнопрстуўфхцчшыэєё", "abvhhdeZziiiiklmnoprstuufhCQSieee", strict=True)) | {
    "щ": "SQ",
    "ю": "iu",
    "я": "ia",
    "ь": "",
    "ъ": "",
    "'": "",
}
