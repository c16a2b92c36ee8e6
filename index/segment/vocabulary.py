"""Strings numbered in the order of their first use, and their order by bytes when they are written."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.segment.layout import Ints


class Vocabulary(dict[str, int]):
    """``vocabulary[text]`` is the number of ``text``, given on first use; ``strings`` has them as UTF-8 by number."""

    def __init__(self, strings: Sequence[bytes] = ()) -> None:
        super().__init__({text.decode(errors="surrogateescape"): number for number, text in enumerate(strings)})
        self.strings = list(strings)

    def __missing__(self, text: str) -> int:
        self.strings.append(text.encode(errors="surrogateescape"))
        self[text] = number = len(self)
        return number

    def ordinals(self, numbers: Ints) -> tuple[Ints, list[bytes]]:
        """Return ``numbers`` as ordinals in the dictionary of those strings that occur, and that dictionary.

        -1 stays -1.  The cost depends on how many distinct strings occur; what is not used costs a byte.
        """
        seen = np.zeros(len(self.strings) + 1, np.bool_)
        seen[numbers] = True
        used = np.flatnonzero(seen[:-1])
        strings = [self.strings[number] for number in used.tolist()]
        order = sorted(range(len(used)), key=strings.__getitem__)
        ordinals = np.full(len(seen), -1, np.int32)
        ordinals[used[order]] = np.arange(len(order), dtype=np.int32)
        return ordinals[numbers], [strings[place] for place in order]
