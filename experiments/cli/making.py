"""Making runs for a command: told first, then written down, and whatever happens nothing finished is lost."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..reports.wording import Words
from ..runs.cores import cores
from ..runs.moments import now
from ..runs.refusing import Refused
from ..runs.runner import run_many
from ..runs.simulate import check_fits, check_shocks
from ..runs.task import Finished, Task, check_numbers, tasks_for
from ..runs.whole_file import legible
from .bar import progress_bar
from .ending import Ending
from .printing import say_aside

if TYPE_CHECKING:
    from ...scenarios.library import Scenario
    from ..runs.store import Folder

DONE, FAILED, INTERRUPTED = 0, 1, 130

Tell = Callable[[list[Finished], bool], None]
"""Called with every finished run, and whether somebody asked to stop, before anything is gathered on disk."""


def check(chosen: argparse.Namespace, scenarios: Mapping[str, Scenario]) -> None:
    """Refuse numbers that no run can mean, the last seed included, and drawn grids that fit no place."""
    check_numbers(seed=chosen.seed, days=chosen.days, warmup=chosen.warmup, reps=chosen.reps)
    if chosen.workers is not None and chosen.workers < 1:
        raise Refused("usage.workers", workers=chosen.workers)
    if chosen.out is not None and not chosen.out.strip():
        raise Refused("usage.empty", name="--out")
    if chosen.out is not None and legible(chosen.out) != chosen.out:  # the library of tables opens no such folder
        raise Refused("refused.out_letters", path=legible(chosen.out))
    if chosen.resume and chosen.out is None:
        raise Refused("usage.resume_out")
    for scenario in scenarios.values():
        check_fits(scenario, redraw=chosen.redraw)
        check_shocks(scenario, chosen.days)


def seeds_of(chosen: argparse.Namespace) -> range:
    """The seeds a command asks for."""
    return range(chosen.seed, chosen.seed + chosen.reps)


def make(
    scenarios: Mapping[str, Scenario], chosen: argparse.Namespace, say: Words, tell: Tell, more: Sequence[Task] = ()
) -> int:
    """Make every run that is not there yet, tell what came of them all, then gather them where `--out` says.

    Args:
        more: Runs beside those over the seeds asked for, which go with no folder.
    """
    state = getattr(chosen, "start_from", None)
    numbers = seeds_of(chosen), chosen.days, chosen.warmup
    tasks = [*tasks_for(scenarios, *numbers, redraw=chosen.redraw, start_from=state), *more]
    return carry_out(Making(tasks, chosen, say), tell)


def carry_out(making: Making, tell: Tell) -> int:
    """Make the runs that are missing, tell, gather; the exit code."""
    chosen, say = making.chosen, making.say
    if not making.open():
        from ..runs.resuming import told_again

        tell(told_again(chosen.out, making.tasks), False)
        say_aside(say("run.whole", folder=chosen.out))
        return DONE
    with Ending() as ending:
        try:
            making.go()
            ending.shield()
            making.find_the_rest()
            tell(making.finished, making.interrupted)
        finally:
            ending.shield()
            making.close()
    return making.outcome()


class Making:
    """The runs of one command, from the first to the folder they are kept in."""

    def __init__(self, tasks: Sequence[Task], chosen: argparse.Namespace, say: Words) -> None:
        self.tasks, self.chosen, self.say = tasks, chosen, say
        self.finished: list[Finished] = []
        self.interrupted = False
        self.unwritten = ""  # why results could not be written, once they could not
        self.not_gathered = ""
        self.lost: list[Finished] = []
        self.folder: Folder | None = None
        self.start = ""

    def open(self) -> bool:
        """The folder with word of what is about to be made; False where everything is there already."""
        self.start = now()
        if self.chosen.out is None:
            return True
        from ..runs.store import MANIFEST, Folder

        folder = Folder(Path(self.chosen.out))
        if self.chosen.resume and (folder.path / MANIFEST).exists():
            self.start = self._take_up(folder)
            if not self.start:
                return False
        else:
            folder.open_for_writing()
        self.folder = folder
        try:
            folder.begin(self.record(False, running=True))
        except OSError as fault:
            folder.let_go()
            raise Refused("refused.out_unwritable", path=folder.path, why=fault.strerror or str(fault)) from fault
        return True

    def record(self, stopped: bool, running: bool = False) -> dict[str, Any]:
        """The manifest as things are."""
        from ..runs.manifest import manifest

        return manifest(self.tasks, self.finished, self.start, stopped, running)

    def check_same(self, record: Mapping[str, Any]) -> None:
        """Refuse a folder whose manifest speaks of other runs."""
        from ..runs.resuming import check_same

        check_same(record, self.tasks)

    def _take_up(self, folder: Folder) -> str:
        """Go on where a folder was left: when it was begun, or nothing where it is whole already."""
        from ..runs.manifest import read_manifest
        from ..runs.parts import left_behind

        _, found = read_manifest(folder.path)
        self.check_same(found)
        if found.get("state") == "done":
            return ""
        try:
            folder.parts.mkdir(exist_ok=True)
        except OSError as fault:  # a file of that name, or nowhere to write
            raise Refused("refused.out_unwritable", path=folder.parts, why=fault.strerror or str(fault)) from fault
        folder.hold()
        self.finished += left_behind(folder.parts, self.tasks, [])
        return str(found.get("start") or self.start)

    def go(self) -> None:
        """Fill `finished`, until somebody asks to stop or a run cannot be written."""
        there = {done.task.run_id for done in self.finished}
        tasks = [task for task in self.tasks if task.run_id not in there]
        workers, parts = self.chosen.workers or cores(), self.folder.parts if self.folder else None
        try:
            with (
                progress_bar(len(tasks), self.say) as progress,
                contextlib.closing(run_many(tasks, workers, progress, folder=parts)) as runs,  # type: ignore[type-var]
            ):
                for done in runs:
                    self.finished.append(done)
                    if done.details and self.chosen.debug:
                        print(done.details, file=sys.stderr)
                    if done.unwritten:
                        self.unwritten = done.error
                        return
        except KeyboardInterrupt:
            self.interrupted = True

    def find_the_rest(self) -> None:
        """Runs that were whole on disk before we heard of them."""
        if self.folder is not None and (self.interrupted or self.unwritten):
            from ..runs.parts import left_behind

            self.finished += left_behind(self.folder.parts, self.tasks, self.finished)

    def close(self) -> None:
        """Gather what is finished; where that fails, the parts stay and can be gathered later."""
        if self.folder is None:
            return
        import pyarrow as pa

        stopped = self.interrupted or len(self.finished) < len(self.tasks)
        try:
            self.lost = self.folder.close(self.finished, self.record(stopped))
        except (OSError, pa.ArrowException) as fault:
            self.not_gathered = (getattr(fault, "strerror", None) or str(fault)).splitlines()[0]
        finally:
            self.folder.let_go()

    def outcome(self) -> int:
        """Say what went wrong and where what is finished lies; the exit code."""
        say, out = self.say, self.chosen.out
        bad = [done for done in self.finished if done.failed]
        for done in {(done.stage, done.error): done for done in reversed(bad)}.values():  # the first run of each kind
            values = {
                "name": done.task.name,
                "seed": done.task.seed,
                "stage": say(f"making.{done.stage}"),
                "text": done.why(say.language),
            }
            self._complain("error.run", **values)
        unwritten = sum(done.unwritten for done in self.finished)
        counts = {"kept": len(self.finished) - len(bad) - unwritten - len(self.lost), "asked": len(self.tasks)}
        where = {**counts, "folder": out}
        if self.unwritten:
            self._complain("error.unwritten", text=self.unwritten, **where)
        if self.lost:
            self._complain("error.lost", lost=len(self.lost), **where)
        if self.not_gathered:
            self._complain("error.not_gathered", text=self.not_gathered, **where)
        if self.interrupted:
            kept = out is not None and not self.not_gathered
            self._complain("error.interrupted_kept" if kept else "error.interrupted_runs", **where)
            return INTERRUPTED
        if bad:
            self._complain("error.some_failed", bad=len(bad), asked=len(self.tasks))
        if bad or self.unwritten or self.lost or self.not_gathered:
            return FAILED
        if out is not None and not self.chosen.json:
            say_aside(say("run.kept", folder=out))
        return DONE

    def _complain(self, phrase: str, /, **value: Any) -> None:
        say_aside(self.say("error.prefix") + self.say(phrase, **value))
