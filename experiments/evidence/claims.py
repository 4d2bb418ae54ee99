"""What do the articles claim, and what does the model say? Pairs of runs for every claim, told in one table.

`python -m shapan.experiments.evidence.claims run` makes what is missing of the pairs of every claim over the seeds kept
for it, and appends each run to `results/claims-runs.csv` as it is done; `--only`, `--seeds`, `--minutes` make a part,
and started again it goes on where it was. `tell docs/claims.md` reckons what is stored into `docs/claims.csv`, beside
the page, and writes the page; where no run is stored the table so far is kept. Claims, contrasts and signs stand in
`claims.toml` and were written down before.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..runs.task import Task
from .claim_rows import read, reckon, with_those_kept, write
from .claimed import claims, seeds
from .claims_page import page
from .stored_runs import Stored, make, of_this_model, read_runs, seed_by_seed

RUNS = Path("results/claims-runs.csv")
PAGE = Path("docs/claims.md")


def indicators() -> tuple[str, ...]:
    """What is kept of every run: every indicator that a claim is judged by."""
    return tuple(dict.fromkeys(name for claim in claims().values() for name in claim.judged))


def tasks(wanted: Iterable[str], numbers: Iterable[int]) -> list[Task]:
    """Both sides of the claims through each seed; a scenario that several claims share runs once."""
    by_days: dict[int, dict[str, object]] = {}
    for name in wanted:
        claim = claims()[name]
        by_days.setdefault(claim.days, {}).update({one.hash: one for one in claim.scenarios().values()})
    numbers = list(numbers)
    return [task for days, steps in by_days.items() for task in seed_by_seed(steps, numbers, days)]


def of_today(stored: Sequence[Stored]) -> list[Stored]:
    """Stored runs of this model and of the claims as they are written today."""
    return of_this_model(stored, tasks(claims(), sorted({run.seed for run in stored})))


def table_beside(page_file: Path) -> Path:
    """Where the numbers of a page are stored."""
    return page_file.with_suffix(".csv")


# --- the command -------------------------------------------------------------------------------------------------


def arguments(typed: Sequence[str] | None = None) -> argparse.Namespace:
    """What was asked on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("run", "tell"))
    parser.add_argument("page", type=Path, nargs="?", default=PAGE)
    parser.add_argument("--only", nargs="+", choices=list(claims()), metavar="CLAIM")
    parser.add_argument("--seeds", metavar="FIRST-LAST", help="instead of those of the study")
    parser.add_argument("--minutes", type=float, help="stop after so long and go on another time")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--runs", type=Path, default=RUNS)
    return parser.parse_args(typed)


def _asked_seeds(asked: argparse.Namespace) -> Iterable[int]:
    if not asked.seeds:
        return seeds()
    first, _, last = asked.seeds.partition("-")
    return range(int(first), int(last or first) + 1)


def main(typed: Sequence[str] | None = None) -> None:
    """Run what is missing, or tell what is stored."""
    asked = arguments(typed)
    if asked.what == "run":
        wanted = tasks(asked.only or claims(), _asked_seeds(asked))
        left = make(wanted, asked.runs, indicators(), asked.minutes, asked.workers)
        print(f"{left} runs left; started again it goes on" if left else "all made")
        return
    table = table_beside(asked.page)
    rows = with_those_kept(read(table), reckon(of_today(read_runs(asked.runs))))
    write(table, rows)
    asked.page.write_text(page(rows), encoding="utf-8")
    print(f"{len(rows)} signs of {len(claims())} claims told in {asked.page}")


if __name__ == "__main__":
    main()
