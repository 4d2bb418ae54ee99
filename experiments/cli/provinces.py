"""`run` and `compare`, which take a province too: district by district, one row each, and what they add up to."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ... import __version__
from ...scenarios.library import Scenario
from ...scenarios.provinces import Province, check_known, find_province, is_province
from ..comparing.province_totals import (
    Estimate,
    Figure,
    by_replication,
    counts,
    figure,
    indicators,
    known_strata,
    minus,
    weight,
)
from ..comparing.surges import Back, back_of
from ..reports.wording import Words
from ..runs.cores import cores
from ..runs.folders import build_mark
from ..runs.provinces import (
    Stratum,
    check_same_province,
    check_sample,
    draw,
    province_record,
    province_tasks,
)
from ..runs.refusing import Refused
from ..runs.simulate import check_shocks
from ..runs.task import Finished, Summary, Task
from . import choosing, province_surge, runs
from .making import Making, carry_out, check, seeds_of
from .printing import print_json, say_aside
from .surge import back_mark

FORMAT = 1
SECONDS_A_RESIDENT_DAY, SECONDS_A_DISTRICT_DAY = 7.2e-8, 1.3e-3
"""Of one core, days of the warm-up included, measured on a sample under the status quo; elsewhere an estimate."""
FILE = "province.json"
KINDS = ("funnel", "requests", "money")


def run(chosen: argparse.Namespace, say: Words) -> int:
    """One scenario on a place, or district by district on a province."""
    if not _asked(chosen):
        return runs.run(chosen, say)
    return _whole({chosen.name: choosing.one(_without_place(chosen))}, chosen, say)


def compare(chosen: argparse.Namespace, say: Words) -> int:
    """Several scenarios through the same seeds, on a place or district by district on a province."""
    if not _asked(chosen):
        return runs.compare(chosen, say)
    if chosen.report:
        raise Refused("takeaway.province")
    return _whole(choosing.several(_without_place(chosen)), chosen, say)


def _asked(chosen: argparse.Namespace) -> bool:
    asked = chosen.place is not None and is_province(chosen.place)
    if chosen.place is not None and not asked:
        check_known(chosen.place)
    if not asked and chosen.sample is not None:
        raise Refused("usage.sample_place")
    return asked


def _without_place(chosen: argparse.Namespace) -> argparse.Namespace:
    return argparse.Namespace(**{**vars(chosen), "place": None})


class ProvinceMaking(Making):
    """The districts of one command, kept row by row."""

    def __init__(self, tasks: Sequence[Task], chosen: argparse.Namespace, say: Words, said: Mapping[str, Any]) -> None:
        super().__init__(tasks, chosen, say)
        self.said = said

    def record(self, stopped: bool, running: bool = False) -> dict[str, Any]:
        """The manifest as things are, with every district by its id."""
        return {**super().record(stopped, running), **self.said}

    def check_same(self, record: Mapping[str, Any]) -> None:
        """Refuse a folder whose manifest speaks of other districts."""
        check_same_province(record, self.said, self.tasks)


def _whole(scenarios: dict[str, Scenario], chosen: argparse.Namespace, say: Words) -> int:
    """Every district that is asked for, told as one province."""
    share = 1.0 if chosen.sample is None else check_sample(chosen.sample)
    check(chosen, {})
    _refuse_other_options(chosen)
    province = find_province(chosen.place)
    for scenario in scenarios.values():
        if scenario.drawn_layout is not None:
            raise Refused("refused.province_drawn", file=scenario.layout_file)
    runs.note_all(scenarios, chosen, say)
    strata, seeds = draw(province, share), seeds_of(chosen)
    tasks = province_tasks(scenarios, strata, seeds, chosen.days, chosen.warmup, redraw=chosen.redraw)
    for task in tasks[: len(scenarios)]:  # every district begins on the same day
        check_shocks(task.scenario, chosen.days)
    said = province_record(province, share, seeds, tasks)
    say_aside(_beforehand(province, strata, tasks, chosen, say))

    def tell(finished: list[Finished], interrupted: bool) -> None:
        if interrupted or not any(done.summary is not None for done in finished):
            return
        report = ProvinceReport(province, strata, tuple(scenarios), finished, chosen=chosen, sample=share)
        if chosen.out is not None:
            _keep(Path(chosen.out) / FILE, report.as_object())
        if chosen.json:
            print_json(report.as_object())
        else:
            _print(report, say)

    return carry_out(ProvinceMaking(tasks, chosen, say, said), tell)


def _refuse_other_options(chosen: argparse.Namespace) -> None:
    """What goes with the runs of one district only."""
    names = {
        "from_file": "--from",
        "save_state": "--save-state",
        "draws": "--draws",
        "decided_before": "--decided-before",
    }
    for name, typed in names.items():
        if getattr(chosen, name, None):
            raise Refused("refused.province_option", option=typed)


def _keep(path: Path, report: dict[str, Any]) -> None:
    from ..runs.store import write_text

    try:
        write_text(path, json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False))
    except OSError as fault:
        raise Refused("refused.out_unwritable", path=path, why=fault.strerror or str(fault)) from fault


def _beforehand(
    province: Province, strata: Sequence[Stratum], tasks: Sequence[Task], chosen: argparse.Namespace, say: Words
) -> str:
    """What is about to be run, how long that takes, and what the whole would take."""
    mine = [one for stratum in strata for one in stratum.chosen]
    days = (chosen.days + chosen.warmup) * chosen.reps * len({task.name for task in tasks})
    workers = min(chosen.workers or cores(), len(tasks))
    residents = sum(one.district.residents for one in mine)
    minutes = _minutes(residents, len(mine)) * days / workers
    whole = _minutes(province.residents, sum(stratum.of for stratum in strata)) * days / workers
    values = {"province": province.header.title[say.language], "districts": len(mine), "workers": workers}
    values |= {"communities": sum(one.district.communities for one in mine), "of": province.communities}
    values |= {"residents": residents, "minutes": minutes, "whole": whole}
    drawn = any(not stratum.is_whole for stratum in strata)
    text = say("province.drawn" if drawn else "province.all", **values)
    return text if chosen.out is not None else text + say("province.unkept")


def _minutes(residents: int, districts: int) -> float:
    """What one day of so many costs one core."""
    return (SECONDS_A_RESIDENT_DAY * residents + SECONDS_A_DISTRICT_DAY * districts) / 60


class ProvinceReport:
    """Everything that is told of a province's runs."""

    def __init__(
        self,
        province: Province,
        strata: Sequence[Stratum],
        names: tuple[str, ...],
        finished: Sequence[Finished],
        chosen: argparse.Namespace,
        sample: float,
    ) -> None:
        self.province, self.names, self.finished, self.chosen, self.sample = province, names, finished, chosen, sample
        self.all = tuple(strata)
        complete = {name: by_replication(finished, name) for name in names}
        first = min(len(found) for found in complete.values())
        self.found: dict[str, list[dict[str, Summary]]] = {name: found[:first] for name, found in complete.items()}
        every = [found for one in self.found.values() for found in one]
        self.strata = known_strata(strata, every)
        self.missing = [one for one in self.all if one not in self.strata]
        self.estimates = {name: indicators(self.strata, self.found[name]) for name in names}

    @property
    def failed(self) -> int:
        return sum(done.summary is None for done in self.finished)

    def figures(self, name: str) -> dict[str, Figure]:
        """Every indicator of one scenario."""
        return {key: figure(self.strata, one, how) for key, (how, one) in self.estimates[name].items()}

    def differences(self, name: str) -> dict[str, Figure]:
        """What changes from the first scenario to this one."""
        ours, first = self.estimates[name], self.estimates[self.names[0]]
        pairs = {key: (how, minus(one, first[key][1])) for key, (how, one) in ours.items() if key in first}
        return {key: figure(self.strata, one, how) for key, (how, one) in pairs.items()}

    def counts(self, name: str, kind: str, strata: Sequence[Stratum] | None = None) -> dict[str, Figure]:
        """Counts of one scenario, of the whole or of some areas."""
        mine = self.strata if strata is None else strata
        made: dict[str, list[Estimate]] = counts(mine, self.found[name], kind)
        return {key: figure(mine, one, "sum") for key, one in made.items()}

    def of_area(self, name: str, stratum: Stratum) -> dict[str, Figure]:
        """Every indicator of one area."""
        made = indicators([stratum], self.found[name])
        return {key: figure([stratum], one, how) for key, (how, one) in made.items()}

    def back(self, name: str) -> Back | None:
        """Of the districts of one scenario, in how many everyday service came back."""
        return back_of(one.surge for found in self.found[name] for one in found.values())

    def as_object(self) -> dict[str, Any]:
        """What `--json` prints and `province.json` keeps; docs/how-to-province.md says what it holds."""
        chosen, mine = self.chosen, [one for stratum in self.all for one in stratum.chosen]
        head = {"format": FORMAT, "province": self.province.id, "sample": self.sample}
        head |= {"seed": chosen.seed, "reps": chosen.reps, "days": chosen.days, "warmup": chosen.warmup}
        head |= {"communities": self.province.communities, "residents": self.province.residents}
        simulated = {"districts": len(mine), "communities": sum(one.district.communities for one in mine)}
        simulated["residents"] = sum(one.district.residents for one in mine)
        left = {"failed": self.failed, "areas_left_out": [one.area for one in self.missing]}
        made = {"version": __version__, "build": build_mark()}
        scenarios = {name: self._object_of(name) for name in self.names}
        return {**head, "simulated": simulated, **left, "scenarios": scenarios, **made}

    def _object_of(self, name: str) -> dict[str, Any]:
        totals: dict[str, Any] = {kind: _plain(self.counts(name, kind)) for kind in KINDS}
        totals["indicators"] = _plain(self.figures(name))
        totals |= province_surge.as_object(self.strata, self.found[name], self.back(name), _plain)
        found = {"totals": totals, "areas": [self._area_row(name, one) for one in self.strata]}
        if name != self.names[0]:
            found["differences"] = _plain(self.differences(name))
        return {**found, "districts": self._district_rows(name)}

    def _area_row(self, name: str, stratum: Stratum) -> dict[str, Any]:
        sizes = {"communities": stratum.communities, "residents": stratum.residents}
        run_ = {"districts": stratum.of, "districts_run": len(stratum.chosen), "settlement": stratum.settlement}
        values = {"funnel": _plain(self.counts(name, "funnel", [stratum]))}
        return {"area": stratum.area, **run_, **sizes, **values, "indicators": _plain(self.of_area(name, stratum))}

    def _district_rows(self, name: str) -> list[dict[str, Any]]:
        """One row a district and replication."""
        rows = []
        for stratum in self.strata:
            for number, found in enumerate(self.found[name]):
                w = weight(stratum, found)
                for one in stratum.chosen:
                    if one.district.id in found:
                        rows.append({**_row(one.district.id, found[one.district.id]), "weight": w})
                        rows[-1] |= {"area": stratum.area, "replication": number, "of_communities": one.whole}
        return rows


def _row(name: str, summary: Summary) -> dict[str, Any]:
    sizes = {"communities": summary.communities, "residents": summary.residents}
    return {"district": name, **sizes, "funnel": summary.funnel, "indicators": summary.indicators}


def _plain(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {
        key: {"value": one.value, "how": one.how, "half": one.half, "lo": one.lo, "hi": one.hi, "n": one.n}
        for key, one in figures.items()
    }


def _print(report: ProvinceReport, say: Words) -> None:
    """The areas, then the province, then on what its numbers rest."""
    from .province_tables import areas_table, difference_table, totals_table
    from .tables import console

    out = console()
    for name in report.names:
        out.print(say("province.head", province=report.province.header.title[say.language], name=name), style="bold")
        by_area = {stratum: report.of_area(name, stratum) for stratum in report.strata}
        born = {stratum: report.counts(name, "funnel", [stratum])["born"] for stratum in report.strata}
        marks = back_mark(report.back(name), say)
        whole = (report.figures(name), report.counts(name, "funnel")["born"])
        out.print(areas_table(by_area, born, whole, say))
        if name == report.names[0]:
            out.print(totals_table(whole[0], say, marks))
        else:
            out.print(difference_table(report.figures(report.names[0]), whole[0], report.differences(name), say, marks))
        for line in province_surge.lines(report.strata, report.found[name], report.back(name), say):
            out.print(line)
    out.print(say("province.how"))
    if any(not stratum.is_whole for stratum in report.strata):
        out.print(say("province.sampled"))
    if report.chosen.reps > 1:
        out.print(say("province.seeds", reps=report.chosen.reps))
    if report.failed or report.missing:
        areas = ", ".join(one.title[say.language] for one in report.missing) or "–"
        out.print(say("province.left_out", failed=report.failed, areas=areas))


COMMANDS = {"run": run, "compare": compare}
