"""Measure one thing after another on real data: ``make measure``, or some of it: ``make measure ARGS="langid names"``.

Speed and load take their own options: ``python -m bench speed --sizes 10000``, ``python -m bench load --seconds 30``.
Relevance has a command of its own, ``make evaluate``.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from bench.data import DATA

MEASUREMENTS = ("langid", "morphology", "names", "spelling", "stories", "extraction")

#: What takes the rest of the command line.
PROGRAMS = ("speed", "load")


def main() -> int:
    """Run the measurements asked for (default: all of those that need no options)."""
    if sys.argv[1:2] and sys.argv[1] in PROGRAMS:
        return import_module(f"bench.{sys.argv[1]}").main(sys.argv[2:]) or 0
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    names = f"of: {', '.join(MEASUREMENTS)}; or one of {', '.join(PROGRAMS)} with options"
    parser.add_argument("measurements", nargs="*", metavar="NAME", help=names)
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
