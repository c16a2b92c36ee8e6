"""The kernels: compiled where numba is installed, else their NumPy twins, which answer the same, more slowly."""

from __future__ import annotations

import logging

try:
    from search.kernels.collect import DATES, count_codes, count_values, of_stories
    from search.kernels.execute import execute
    from search.kernels.ranked import rescore

    COMPILED = True
except ImportError:
    from search.reference import DATES, count_codes, count_values, execute, of_stories, rescore

    COMPILED = False
    logging.getLogger(__name__).warning(
        "numba is not installed: searching works, but ten times slower; to install it: pip install numba"
    )

__all__ = ["COMPILED", "DATES", "count_codes", "count_values", "execute", "of_stories", "rescore"]
