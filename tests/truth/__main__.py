"""Evaluate what pages say against labels that people gave: `make truth`, or `make truth PARTS="topics"`.

Each part is a module of this folder with a function `evaluate`, which returns evaluations. Its labels are in
`labels/`, and the records to which they belong in `records/`. Prints Markdown; docs/project/truth.md explains
the method.
"""

import argparse
from importlib import import_module

from tests.truth.evaluation import format_evaluation

PARTS = ("topics", "withdrawals", "links", "venues", "open_venues", "related", "people", "contribution")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to evaluate: {', '.join(PARTS)}")
    parser.add_argument("--brief", action="store_true", help="print the figures without the misses")
    options = parser.parse_args()
    if unknown := sorted({*options.parts} - {*PARTS}):
        parser.error(f"there is no part {', '.join(unknown)}")
    for part in options.parts or PARTS:
        for evaluation in import_module(f"tests.truth.{part}").evaluate():
            lines = [*format_evaluation(evaluation)]
            print("\n".join(lines[: 3 + len(evaluation.figures)] if options.brief else lines), flush=True)


if __name__ == "__main__":
    main()
