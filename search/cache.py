"""Caches of methods that do not keep their object alive."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast
from weakref import WeakMethod

P = ParamSpec("P")
T = TypeVar("T")


def cached(method: Callable[P, T], most: int) -> Callable[P, T]:
    """Return the bound ``method`` with its ``most`` latest results cached; arguments are positional and hashable.

    The cache holds its object weakly.  ``lru_cache(method)``, stored in the object, would make a circle, and all that
    the object owns would be freed only when the collector comes, which in a worker is seldom.
    """
    weak: WeakMethod[Any] = WeakMethod(method)

    def call(*arguments: Any) -> T:
        bound = weak()
        if bound is None:
            raise ReferenceError("a cached method outlived its object")
        return cast(T, bound(*arguments))

    return cast("Callable[P, T]", lru_cache(most)(call))
