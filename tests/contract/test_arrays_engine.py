"""The arrays engine keeps the contract."""

from engine_contract import EngineContract
from engine_oracle import EngineOracle

from index.writers import WRITERS
from search.engines import ENGINES

ENGINES.setdefault("arrays", "search.engines.arrays:ArraysEngine")
WRITERS.setdefault("arrays", "index.writers.arrays:open_writer")


class TestArraysEngine(EngineContract, EngineOracle):
    engine = "arrays"
