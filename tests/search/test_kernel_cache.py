"""The kernels where numba is missing, and where it is."""

import logging
import subprocess
import sys

import pytest

WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = None
from search.compiled import COMPILED, execute
from search import reference
from search.engines import engine_named
assert not COMPILED and execute is reference.execute
engine_named("arrays")
"""


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)


def test_without_numba_the_twin_searches_and_says_so_once() -> None:
    result = run(WITHOUT_NUMBA)
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("pip install numba") == 1


def test_compiled_code_is_kept_under_a_digest_of_the_sources(monkeypatch, tmp_path, caplog) -> None:
    compiling = pytest.importorskip("search.kernels.compile", reason="numba is not installed")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    compiling._cache_directory.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            directory = compiling._cache_directory()
            assert compiling._cache_directory() == directory
    finally:
        compiling._cache_directory.cache_clear()
    assert directory.parent == tmp_path
    assert caplog.text.count("Compiling the search kernels") == 1
