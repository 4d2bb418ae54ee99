"""What do formats of deliberation buy, and what do they cost? Information, heed and turnout against time and hours.

`python -m shapan.experiments.evidence.deliberation docs/deliberation.md` lives the same matters under every format,
pair by pair, and writes the page.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

from ...model.columns import CHARGED_HOURS
from ...model.deliberation.docket import Docket
from ...model.district import District, Plan
from ...model.letting_go import let_go
from ...model.observation.figures import matters
from .contrasts import HERE
from .model_mark import model_mark

FORMATS = ("staff", "one_matter", "three_meetings", "four_plus_one", "five_step", "party_mass", "joint_nine")
DAYS, PAIRS, WORKERS = 730, 20, 2
CLASSES = ("routine", "works", "contested")
# What is told of each format: figure, column head, decimals, factor.
COLUMNS = (
    ("matters_settled_share", "settled, %", 1, 100.0),
    ("contested settled", "contested settled, %", 1, 100.0),
    ("routine meetings", "meetings, routine", 1, 1.0),
    ("contested meetings", "meetings, contested", 1, 1.0),
    ("routine days", "days, routine", 0, 1.0),
    ("contested days", "days, contested", 0, 1.0),
    ("turnout_share", "turnout, %", 1, 100.0),
    ("turnout_bias", "turnout bias", 2, 1.0),
    ("learned", "belief moved to the truth, %", 1, 100.0),
    ("routine heed", "compliance, %", 0, 100.0),
    ("trust", "trust, %", 2, 100.0),
    ("hours", "staff hours", 0, 1.0),
)
Figures = dict[str, float]


def figures_of(district: District) -> Figures:
    """Indicators of matters, and by class: share settled, meetings, days, heed, and households in favour."""
    found: Figures = dict(matters(district))
    raised_before = district.plan.warmup  # by earlier years, of which this study says nothing
    everything = [one for one in district.of(Docket).open + district.of(Docket).closed if one.raised >= raised_before]
    for group in CLASSES:
        ours = [one for one in everything if one.kind.matter_class == group and one.tries]
        settled = [one for one in ours if one.ended == "settled"]
        found[f"{group} settled"] = len(settled) / len(ours) if ours else math.nan
        found[f"{group} meetings"] = _mean([one.meetings for one in settled])
        found[f"{group} heed"] = _mean([one.compliance for one in settled])
        found[f"{group} days"] = _mean([one.ended_on - one.raised for one in settled])
        found[f"{group} in favour"] = _mean([float((one.value() > 0.0).mean()) for one in ours])
    true = district.parameters.assumptions.matters.true_benefit
    first = district.parameters.assumptions.opinion.first_belief
    moved = [(float(one.belief.mean()) - first) / (true - first) for one in everything if one.tries]
    found["learned"] = _mean(moved) if true != first else math.nan
    found["trust"] = float(district.state.minds.trust.mean())
    found["hours"] = float(district.state.tallies.daily[CHARGED_HOURS, district.plan.warmup : district.length].sum())
    return found


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else math.nan


def live(task: tuple[str, Mapping[str, Any], int, float]) -> Figures:
    """One district under some levers: place, levers, seed, how many times as many matters as usual."""
    from ...scenarios.library import load

    place, levers, seed, multiplier = task
    policy = load("status_quo").with_place(place).set_many(levers).assume("matters.rate_multiplier", multiplier)
    policy = policy.redrawn(seed)  # every pair in a town of its own
    plan = Plan(policy.parameters, seed, DAYS, 0, status_quo=policy.parameters.levers)
    try:
        district = District(plan)
        district.run()
        return figures_of(district)
    finally:
        let_go(plan)


def over_seeds(tasks: list[tuple[str, Mapping[str, Any], int, float]], workers: int) -> dict[str, NDArray[np.float64]]:
    """Figure -> its value in every run."""
    with ProcessPoolExecutor(workers) as pool:
        found = list(pool.map(live, tasks))
    return {name: np.array([one[name] for one in found]) for name in found[0]}


def measure(pairs: int = PAIRS, workers: int = WORKERS) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Every format in the study town, over the same seeds."""
    place = str(HERE / "study_town.toml")
    levers: Mapping[str, Any] = {"deliberation.meetings_per_year": 24}
    return {
        name: over_seeds(
            [(place, {**levers, "deliberation.format": name}, seed, 1.0) for seed in range(1, pairs + 1)], workers
        )
        for name in FORMATS
    }


def alike(found: Mapping[str, Mapping[str, NDArray[np.float64]]]) -> list[tuple[str, str]]:
    """Pairs of formats of which no figure differs: the paired interval, corrected for all figures, leaves zero in."""
    return [(one, other) for one, other in combinations(found, 2) if not _differ(found[one], found[other])]


def _differ(one: Mapping[str, NDArray[np.float64]], other: Mapping[str, NDArray[np.float64]]) -> bool:
    for figure, *_ in COLUMNS:
        known = (one[figure] - other[figure])[np.isfinite(one[figure]) & np.isfinite(other[figure])]
        if len(known) < len(one[figure]) / 2:
            if np.isfinite(one[figure]).sum() != np.isfinite(other[figure]).sum():
                return True
            continue
        half = t.ppf(1.0 - 0.025 / len(COLUMNS), len(known) - 1) * known.std(ddof=1) / math.sqrt(len(known))
        if abs(known.mean()) > half:
            return True
    return False


def page(found: Mapping[str, Mapping[str, NDArray[np.float64]]]) -> str:
    """The page of the docs, in Markdown."""
    pairs = len(next(iter(found.values()))["turnout_share"])
    lines = [
        "# What formats of deliberation buy, and what they cost",
        "",
        "Generated by `python -m shapan.experiments.evidence.deliberation docs/deliberation.md`; do not edit by hand.",
        "",
        f"The same matters in the same study town (30,000 residents), {DAYS} days, {pairs} pairs of runs, 24 slots a",
        "year; only the format of the community's council differs. Means over runs. *Days* run from the first",
        "complaint to the settlement, departments' answers included. *Compliance* is the share of neighbours who",
        "comply with a routine decision. *Belief moved* is how much of the way from households' first belief in the",
        "common benefit to its true value. *Staff hours* are hours of community staff for all that meetings and",
        "decisions bring, other meetings among them. Almost every number behind matters is an assumption (grade D).",
        f"Model `{model_mark()}`.",
        "",
        "| format | " + " | ".join(head for _, head, _, _ in COLUMNS) + " |",
        "|---|" + "---|" * len(COLUMNS),
    ]
    for name, figures in found.items():
        cells = [_cell(figures[figure], digits, factor) for figure, _, digits, factor in COLUMNS]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    lines += ["", *_read_aloud(found), ""]
    return "\n".join(lines)


def _cell(values: NDArray[np.float64], digits: int, factor: float) -> str:
    known = values[np.isfinite(values)]
    return f"{factor * known.mean():.{digits}f}" if len(known) else "–"


def _read_aloud(found: Mapping[str, Mapping[str, NDArray[np.float64]]]) -> list[str]:
    """What the table says, in sentences made from its figures."""
    same = alike(found)
    together = "; ".join(f"`{one}` and `{other}`" for one, other in same) or "none"

    def end(figure: str, most: bool) -> str:
        known = {name: float(np.nanmean(figures[figure])) for name, figures in found.items() if _known(figures[figure])}
        return f"`{(max if most else min)(known, key=lambda name: known[name])}`"

    meetings = [
        float(
            np.nanmean(
                np.concatenate([figures[f"{group} meetings"] for name, figures in found.items() if name != "staff"])
            )
        )
        for group in ("routine", "contested")
    ]
    soonest, latest = end("routine days", False), end("routine days", True)
    learned, unmoved = end("learned", True), end("learned", False)
    heeded, ignored = end("routine heed", True), end("routine heed", False)
    return [
        f"Routine matters are settled soonest by {soonest} and latest by {latest}; contested ones soonest by",
        f"{end('contested days', False)}, most often by {end('contested settled', True)} and least often by "
        f"{end('contested settled', False)}.",
        f"Beliefs move furthest towards the truth under {learned}, least under {unmoved}; compliance is highest with",
        f"what {heeded} decided and lowest with what {ignored} did. Most staff hours go into {end('hours', True)}.",
        f"At tables contested matters take {meetings[1] / meetings[0]:.1f} times the meetings of routine ones.",
        "",
        f"**Formats that no figure above tells apart** (paired 95 % intervals corrected for {len(COLUMNS)} figures): "
        f"{together}.",
    ]


def _known(values: NDArray[np.float64]) -> bool:
    return bool(np.isfinite(values).any())


def main(typed: Sequence[str] | None = None) -> None:
    """Live every format and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path, nargs="?", default=Path("docs/deliberation.md"))
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--workers", type=int, default=WORKERS)
    asked = parser.parse_args(typed)
    asked.page.write_text(page(measure(asked.pairs, asked.workers)), encoding="utf-8")


if __name__ == "__main__":
    main()
