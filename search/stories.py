"""Groups of documents that tell one story.  Arrays in, arrays out."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from search.columns import Rows


def leaders(stories: Rows) -> Rows:
    """Return the places where each story comes up first, ascending, in a ranked list of stories."""
    _, first = np.unique(stories, return_index=True)
    return np.sort(first)


def members(stories: Rows, chosen: Rows) -> list[list[int]]:
    """Return for each story led by the places ``chosen`` all its places in the ranked list, best first."""
    wanted = stories[chosen]
    places: defaultdict[int, list[int]] = defaultdict(list)
    for place in np.flatnonzero(np.isin(stories, wanted)).tolist():
        places[int(stories[place])].append(place)
    return [places[story] for story in wanted.tolist()]
