"""The kernels: compiled where numba is installed, else their NumPy twins, which answer the same, more slowly."""

from __future__ import annotations

import logging

try:
    from search.kernels.execute import examine, execute, put_in_order
    from search.kernels.facets import count_codes, count_values

    COMPILED = True
except ImportError:
    from search.reference import count_codes, count_values, examine, execute, put_in_order

    COMPILED = False
    logging.getLogger(__name__).warning(
        "numba is not installed: searching works, but ten times slower; to install it: pip install numba"
    )

__all__ = ["COMPILED", "count_codes", "count_values", "examine", "execute", "put_in_order"]
