"""Measure one thing after another on real data: ``make bench``, or some of it: ``make bench ARGS="langid names"``.

Relevance has a command of its own, ``make evaluate``.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from bench.data import DATA

MEASUREMENTS = ("langid", "morphology", "names", "extraction")


def main() -> int:
    """Run the measurements asked for (default: all)."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("measurements", nargs="*", metavar="NAME", help=f"of: {', '.join(MEASUREMENTS)}")
    wanted = parser.parse_args().measurements or MEASUREMENTS
    if unknown := set(wanted).difference(MEASUREMENTS):
        parser.error(f"There is no measurement {', '.join(sorted(unknown))}; choose from {', '.join(MEASUREMENTS)}.")
    if not DATA.is_dir():
        parser.error(f"There is nothing to measure with: {DATA} is not there (CONTRIBUTING.md, Data).")
    for name in wanted:
        print(f"\n== {name}", flush=True)
        import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
