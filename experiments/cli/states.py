"""`run --save-state DAY:FILE` and `run --from STATE`: a state written down, and a run that goes on from one."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from ...scenarios.library import Scenario
from ...scenarios.shelf import shipped
from ..reports.wording import Words
from ..runs.refusing import Refused
from ..runs.states import Lived, State, agreed, read_state
from .once import given
from .printing import say_aside

DONE = 0


def going_on(chosen: argparse.Namespace) -> None:
    """Take what was not typed from the state that `--from` names, and refuse what does not go with it."""
    chosen.start_from = None
    if chosen.from_file is None:
        return
    if chosen.reps > 1:
        raise Refused("usage.from_reps")
    state = read_state(chosen.from_file)
    typed = given(chosen)
    for key in ("seed", "days", "warmup"):
        if key not in typed:
            setattr(chosen, key, getattr(state.lived, key))
    if chosen.place is None and state.lived.scenario.place_id in shipped()["place"]:
        chosen.place = state.lived.scenario.place_id  # a run goes on where it stands
    chosen.redraw = chosen.redraw or state.lived.redraw
    chosen.start_from = state


class Saving:
    """The state that `--save-state` asks for, checked before anything is run and written once the run is told."""

    def __init__(self, scenario: Scenario, chosen: argparse.Namespace) -> None:
        numbers = {name: getattr(chosen, name) for name in ("seed", "days", "warmup")}
        state: State | None = chosen.start_from
        if state is None:
            self.lived = Lived(scenario, **numbers, redraw=chosen.redraw)
        else:  # days that do not end where they should are refused now, in one line
            self.lived = agreed(scenario, state, numbers, chosen.redraw)
        self.file = ""
        if chosen.save_state is None:
            return
        if chosen.reps > 1:
            raise Refused("usage.save_reps")
        day, _, self.file = chosen.save_state.partition(":")
        if not self.file.strip() or not re.fullmatch(r"-?[0-9]+", day.strip()):
            raise Refused("usage.save_state", typed=chosen.save_state)
        self.day = int(day)
        first, last = (0 if state is None else state.day), chosen.days - 1
        if not first <= self.day <= last:
            raise Refused("refused.state_day", day=self.day, first=first, last=last)
        if not Path(self.file).absolute().parent.is_dir() or Path(self.file).is_dir():
            raise Refused("refused.state_unwritable", path=self.file, why=str(Path(self.file).absolute().parent))

    def save(self, say: Words) -> int:
        """Write it, where it was asked for, and say where it lies."""
        if self.file:
            self.lived.state(self.day).save(self.file)
            say_aside(say("run.state_saved", day=self.day, path=self.file))
        return DONE
