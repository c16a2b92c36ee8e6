"""The stock Whoosh engine keeps the contract."""

from engine_contract import EngineContract
from engine_oracle import EngineOracle


class TestWhooshEngine(EngineContract, EngineOracle):
    engine = "whoosh"
