"""`worlds`: which joint draws of all assumptions still fit what is known of a place. Cards over them are in `cards`."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from ...scenarios.library import load
from ...scenarios.worlds import ranges_of, write_kept
from ..comparing.sentences import FIRST, label
from ..evidence.model_mark import model_mark
from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.runner import run_many
from ..worlds.card import FEWEST_WORLDS, hinges_of
from ..worlds.drawing import dimensions, joint_draws
from ..worlds.finding import own_file, tried_file
from ..worlds.keeping import Trial, Trying, read_tried, try_draws
from ..worlds.telling import hinge_told
from .bar import progress_bar
from .printing import print_json, say_aside

DONE, FAILED = 0, 1
FORMAT = 1
MOST_DRAWS = 10_000
LONGEST = 10_080  # minutes, a week


def worlds(chosen: argparse.Namespace, say: Words) -> int:
    """Draw, try, keep; what is tried is stored as it goes, so that the same command goes on where it was stopped."""
    for key, value, high in (("draws", chosen.draws, MOST_DRAWS), ("keep", chosen.keep, chosen.draws)):
        if not 1 <= value <= high:
            raise Refused("refused.number", key=key, value=value, low=1, high=high)
    if chosen.minutes is not None and not 1 <= chosen.minutes <= LONGEST:
        raise Refused("refused.number", key="minutes", value=chosen.minutes, low=1, high=f"{LONGEST:,}")
    if chosen.workers is not None and chosen.workers < 1:
        raise Refused("usage.workers", workers=chosen.workers)
    if chosen.out is not None and not chosen.out.strip():
        raise Refused("usage.empty", name="--out")
    scenario = load("status_quo").with_place(chosen.name)
    place = scenario.place_id
    trying = Trying(tried_file(place), model_mark(), chosen.minutes, chosen.workers)
    with progress_bar(chosen.draws, say) as progress:
        tried = 0

        def run(tasks):  # type: ignore[no-untyped-def]
            nonlocal tried
            yield from run_many(tasks, chosen.workers or 1, lambda part: progress(tried + part))
            tried += len(tasks)

        trial = try_draws(scenario, joint_draws(chosen.draws), chosen.keep, trying, run)
    path = Path(chosen.out) if chosen.out is not None else own_file(place)
    if trial.kept is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_kept(path, trial.kept)
        except OSError as fault:
            raise Refused("refused.out_unwritable", path=path, why=fault.strerror or str(fault)) from fault
    _tell(trial, chosen, place, path, say)
    return DONE if trial.kept is not None else FAILED


def _tell(trial: Trial, chosen: argparse.Namespace, place: str, path: Path, say: Words) -> None:
    kept = len(trial.kept.worlds) if trial.kept is not None else 0
    if chosen.json:
        values = {
            "place": place,
            "tried": trial.tried,
            "kept": kept,
            "dropped": dict(trial.dropped),
            "left": trial.left,
        }
        print_json({"format": FORMAT, **values, "file": str(path) if kept else None, "model": model_mark()})
        return
    print(say("making_worlds.kept", place=place, kept=kept, tried=trial.tried, dimensions=len(dimensions())))
    for name, (low, high) in ranges_of(place).items():
        count = trial.dropped.get(name, 0)
        print(say("making_worlds.left", label=label(name, say.language), low=low, high=high, count=count))
    text = _hangs_on(place, chosen.draws, say)
    if text:
        print(text)
    if kept < chosen.keep:
        print(say("making_worlds.fewer", wanted=chosen.keep, kept=kept))
    if kept:
        say_aside(say("making_worlds.file", file=path))


def _hangs_on(place: str, draws: int, say: Words) -> str:
    """Which assumptions go along most with the status quo's coverage, over all draws tried; empty with too few."""
    tried = {one.draw: one.figures.get(FIRST) for one in read_tried(tried_file(place)) if one.model == model_mark()}
    lived = [world for world in joint_draws(draws) if tried.get(world.name) is not None]
    if len(lived) < FEWEST_WORLDS:
        return ""
    noise, hinges = hinges_of(np.array([tried[world.name] for world in lived], float), lived)
    listed = say("card.and").join(hinge_told(hinge, say) for hinge in hinges)
    return say("making_worlds.hangs_on", label=label(FIRST, say.language), listed=listed, noise=f"{noise:.2f}")


COMMANDS = {"worlds": worlds}
