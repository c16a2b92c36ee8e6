"""Repair: what else a query that finds poorly may have been meant to be, visible and undoable."""

from search.repair.repair import CERTAIN, Repaired, Repairer

__all__ = ["CERTAIN", "Repaired", "Repairer"]
