"""Do policies show what their own mechanisms should show, and can they be told apart by what is lost without them?

`python -m shapan.experiments.evidence.fingerprints run` makes what is missing of the paired experiments written down in
`fingerprints.toml` and appends each run to `results/fingerprints-runs.csv` as it is done; `--only`, `--minutes` make a
part, and started again it goes on where it was. `tell docs/fingerprints.md` writes the page from what is stored.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from . import fingerprint_rows as study
from .arm_runs import found_in, make, tasks
from .arms import Arm
from .fingerprints_page import page
from .kept_figures import read, with_those_made, write
from .lived_figures import FIGURES
from .loss_vectors import FIGURES as LOSSES
from .model_mark import model_mark

RUNS = Path("results/fingerprints-runs.csv")
PAGE = Path("docs/fingerprints.md")
HEARTS = "hearts"


def wanted(only: Sequence[str] | None) -> list[Arm]:
    """Arms of the fingerprints named, and of the hearts where they are; of everything where nothing is named."""
    names = [*study.fingerprints(), HEARTS] if only is None else only
    checks = [check for name in names if name != HEARTS for check in study.fingerprints()[name].checks]
    arms = [study.arms()[name] for name in dict.fromkeys(arm for check in checks for arm in check.arms)]
    return arms + (study.heart_arms() if HEARTS in names else [])


def names() -> list[str]:
    """Figures that fingerprints and hearts are judged by."""
    ours = {name for one in study.fingerprints().values() for check in one.checks for name in check.needs}
    return [name for name in sorted({*ours, *LOSSES, "coverage"}) if name in FIGURES]


def page_of(table: Path) -> str:
    """The page as the table beside it tells it."""
    kept = read(table, wanted(None))
    return page(kept.figures, kept.marks)


def main(typed: Sequence[str] | None = None) -> None:
    """Run what is missing, or tell what is stored."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("run", "tell"))
    parser.add_argument("page", type=Path, nargs="?", default=PAGE)
    parser.add_argument("--only", nargs="+", choices=[*study.fingerprints(), HEARTS], metavar="FINGERPRINT")
    parser.add_argument("--minutes", type=float, help="stop after so long and go on another time")
    parser.add_argument("--runs", type=Path, default=RUNS)
    asked = parser.parse_args(typed)
    if asked.what == "run":
        left = make(tasks(wanted(asked.only), study.seeds), asked.runs, asked.minutes)
        print(f"{left} runs left; started again it goes on" if left else "all made")
        return
    table, arms = asked.page.with_suffix(".csv"), wanted(None)
    kept = with_those_made(read(table, arms), found_in(asked.runs, arms, study.seeds), model_mark())
    write(table, kept, arms, names())
    asked.page.write_text(page_of(table), encoding="utf-8")
    print(f"{len(study.fingerprints())} fingerprints told in {asked.page}")


if __name__ == "__main__":
    main()
