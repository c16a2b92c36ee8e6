"""The arrays engine keeps the contract."""

from collections.abc import Iterator

import pytest
from engine_contract import EngineContract
from engine_oracle import EngineOracle

from search import compiled, reference
from search.engines.arrays import facets, search


class TestArraysEngine(EngineContract, EngineOracle):
    engine = "arrays"


class TestArraysEngineOnTheTwin(EngineContract, EngineOracle):
    """So does its NumPy twin, which searches where numba is missing."""

    engine = "arrays"

    @pytest.fixture(autouse=True)
    def twin(self) -> Iterator[None]:
        kernels = {*compiled.__all__} - {"COMPILED"}
        with pytest.MonkeyPatch.context() as patch:
            for module in (search, facets):
                for name in kernels & vars(module).keys():
                    patch.setattr(module, name, getattr(reference, name))
            yield
