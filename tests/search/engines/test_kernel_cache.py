"""Compiled code is cached under a digest of its sources."""

import logging
from pathlib import Path

from index import compiled
from search.engines.arrays import kernels


def test_compiled_code_is_cached_under_a_digest_of_the_sources(monkeypatch, tmp_path, caplog) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    package = Path(kernels.__file__).parent
    compiled.cache_directory.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            directory = compiled.cache_directory(package)
            assert compiled.cache_directory(package) == directory
    finally:
        compiled.cache_directory.cache_clear()
    assert directory.parent == tmp_path
    assert caplog.text.count("Compiling the kernels") == 1
