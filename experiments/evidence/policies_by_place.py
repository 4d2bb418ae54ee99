"""Who is robustly better where: six policies on five places, on their own money and on today's, over kept worlds.

`python -m shapan.experiments.evidence.policies_by_place run` makes what is missing of what `policies_by_place.toml`
asks for and appends each run to `results/policies-by-place-runs.csv` as it is done; `--place`, `--policy`,
`--minutes` make a part, and started again it goes on where it was. `tell docs/policies-by-place.md` writes the page,
and beside it the table it is told from. What is run goes world by world, so that a part of it is paired.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from .policies_by_place_page import page
from .policies_by_place_runs import RUNS, lines_of, read, settings, tasks, with_those_made, write
from .stored_runs import make, of_this_model, read_runs

PAGE = Path("docs/policies-by-place.md")


def main(typed: Sequence[str] | None = None) -> None:
    """Run what is missing, or tell what is stored."""
    asked = settings()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("run", "tell"))
    parser.add_argument("page", type=Path, nargs="?", default=PAGE)
    parser.add_argument("--place", nargs="+", default=asked.places, metavar="PLACE")
    parser.add_argument("--policy", nargs="+", default=asked.policies, choices=asked.policies)
    parser.add_argument("--minutes", type=float, help="stop after so long and go on another time")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--runs", type=Path, default=RUNS)
    chosen = parser.parse_args(typed)
    wanted = tasks(chosen.place, chosen.policy)
    if chosen.what == "run":
        count = make(wanted, chosen.runs, asked.indicators, chosen.minutes, chosen.workers)
        print(f"{count} of {len(wanted)} runs left; started again it goes on" if count else "all made")
        return
    table = chosen.page.with_suffix(".csv")
    made = lines_of(of_this_model(read_runs(chosen.runs), wanted))
    lines = with_those_made(read(table), made)
    write(table, lines)
    chosen.page.write_text(page(lines), encoding="utf-8")
    print(f"{len(lines)} runs told in {chosen.page}")


if __name__ == "__main__":
    main()
