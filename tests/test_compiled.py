"""Kernels are compiled wherever numba is, and numba is where the tests decide: a fallback is never silent there."""

from __future__ import annotations

import os
from importlib.util import find_spec

from index.compiled import AVAILABLE
from search.compiled import COMPILED


def test_kernels_are_compiled_where_numba_is() -> None:
    installed = find_spec("numba") is not None
    assert installed or not os.environ.get("CI"), "numba is missing, and tests of compiled code would be skipped"
    assert installed == AVAILABLE == COMPILED
