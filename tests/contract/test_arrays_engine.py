"""The arrays engine keeps the contract."""

from engine_contract import EngineContract
from engine_oracle import EngineOracle


class TestArraysEngine(EngineContract, EngineOracle):
    engine = "arrays"
