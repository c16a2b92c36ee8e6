"""The arrays engine keeps the contract."""

from collections.abc import Iterator

import pytest
from engine_contract import EngineContract
from engine_oracle import EngineOracle

from search import reference
from search.engines.arrays import facets, search


class TestArraysEngine(EngineContract, EngineOracle):
    engine = "arrays"


class TestArraysEngineOnTheTwin(EngineContract, EngineOracle):
    """So does its NumPy twin, which searches where numba is missing."""

    engine = "arrays"

    @pytest.fixture(autouse=True)
    def twin(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(search, "execute", reference.execute)
            patch.setattr(search, "of_stories", reference.of_stories)
            patch.setattr(facets, "count_codes", reference.count_codes)
            patch.setattr(facets, "count_values", reference.count_values)
            yield
