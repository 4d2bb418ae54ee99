"""From a finished comparison to its brief: which sentences and tables stand in it, in which order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ... import __version__
from ...model.observation.indicators import INDICATORS
from ...scenarios.notices import notices_about_length
from ..comparing.any_look import CONFIDENCE
from ..comparing.intervals import FEWEST_PAIRS, Paired
from ..comparing.sentences import FIRST, behind_verdict, headline, label, label_with_unit, level, verdict_word
from ..comparing.worth import ENDED, worth_lines
from ..evidence.model_mark import model_mark
from ..reports.planned_spending import money_lines
from ..reports.wording import Words
from ..reports.worlds import world_lines
from ..runs.folders import build_mark
from ..worlds.telling import card_lines
from .brief import Brief, Picture, Section, Table, Verdict
from .levers import Differing, differing, lever_label, lever_value, planned_lines
from .phrases import telling
from .taken import Taken

MAIN = (FIRST, "coverage_personal", "coverage_public", "never_heard_share", "days_to_resolution_median")
MAIN += ("satisfaction_true", "trust", "requests_per_1000", "staff_utilisation")
GROUPS = ("coverage_elder", "coverage_child", "coverage_disabled", "coverage_migrant", "coverage_low_income")
GROUPS += ("coverage_worst_tenth_cells", "coverage_gini_cells")
MONEY = ("spend_per_resident", "spend_per_need_met", "unspent_share", "unpaid_share")
SHOWN_LEVERS = 10
"""Differences for which two pages have room."""


def brief_of(taken: Taken, language: str) -> Brief:
    """The brief of a comparison in one language."""
    tell = telling(language)
    return Brief(
        language=language,
        title=tell("brief.title", others=tell("brief.and").join(taken.others), baseline=taken.baseline),
        about=_about(taken, tell),
        verdicts=tuple(_verdicts(taken, tell)),
        given=tell("brief.given"),
        sections=tuple(_sections(taken, tell)),
        footer=tuple(_footer(taken, tell)),
    )


def mark(pair: Paired) -> str:
    """An arrow for the direction; a question mark or an equals sign where there is none to trust."""
    if pair.verdict in ("unclear", "no_difference"):
        return "?" if pair.verdict == "unclear" else "="
    return "▲" if pair.difference > 0 else "▼"


def _about(taken: Taken, tell: Words) -> str:
    seeds = sorted(taken.comparison.seeds)
    listed = str(seeds[0]) if len(seeds) == 1 else f"{seeds[0]}–{seeds[-1]}"
    values = {"place": taken.place.header.title[tell.language], "days": taken.days, "warmup": taken.warmup}
    values |= {"pairs": len(seeds), "seeds": listed}
    people = {"residents": f"{taken.residents:,}", "communities": taken.communities}
    text = tell("brief.about", **values, **people) if taken.residents else tell("brief.about_short", **values)
    text += _gap(tell) + tell("brief.redrawn") if taken.redraw else ""
    return text + (_gap(tell) + tell("brief.branched", day=taken.branch) if taken.branch else "")


def _gap(tell: Words) -> str:
    return "" if tell.language == "zh" else " "


def _verdicts(taken: Taken, tell: Words) -> Iterator[Verdict]:
    for name, found in taken.comparison.paired.items():
        pair = found.get(FIRST)
        if pair is None:
            continue
        cards = taken.cards.get(name, {})
        lines = [line.strip() for line in card_lines(cards, name, taken.baseline, tell)]
        yield Verdict(
            verdict=pair.verdict,
            mark=mark(pair),
            headline=headline(name, taken.baseline, pair, tell.language),
            luck=_luck(pair, tell),
            assumptions=(tell("brief.assumed"), *lines) if lines else (tell("brief.not_assumed"),),
        )


def _luck(pair: Paired, tell: Words) -> str:
    lo, hi, confidence = behind_verdict(pair)
    if lo is None or hi is None:
        return tell("brief.luck_none", n=pair.n)
    ends = {"lo": tell.change(lo, "share", with_unit=False), "hi": tell.change(hi, "share")}
    return tell("brief.luck", level=level(confidence), n=pair.n, wins=pair.wins, **ends)


def _sections(taken: Taken, tell: Words) -> Iterator[Section]:
    yield _levers(taken, tell)
    yield _funnel(taken, tell)
    yield _main(taken, tell)
    yield _who(taken, tell)
    yield _cost(taken, tell)
    yield Section(tell("brief.limits"), tuple(_limits(taken, tell)))
    every = list(taken.comparison.indicators)
    yield Section(tell("brief.all"), (_main_about(taken, tell),), table=_indicators(taken, every, tell), long=True)
    if taken.branch:
        yield Section(tell("brief.again"), (tell("brief.branch_again"),))
    else:
        yield Section(tell("brief.again"), code=taken.command)


def _levers(taken: Taken, tell: Words) -> Section:
    found = differing(taken.scenarios)
    lines = [*world_lines(dict(taken.scenarios), tell), *planned_lines(taken.scenarios, tell)]
    if not found:
        return Section(tell("brief.levers"), (tell("brief.levers_none"), *lines))
    head = (tell("brief.lever"), *taken.comparison.names, tell("brief.row"))
    rows = tuple(_lever(one, tell) for one in found)
    note = tell("brief.levers_more", shown=SHOWN_LEVERS, all=len(rows)) if len(rows) > SHOWN_LEVERS else ""
    return Section(tell("brief.levers"), tuple(lines), table=Table(head, rows, SHOWN_LEVERS, note))


def _lever(one: Differing, tell: Words) -> tuple[str, ...]:
    values = (lever_value(one.parameter, value, tell) for value in one.values)
    rows = ", ".join((*one.rows, *((tell("brief.typed"),) if one.typed else ())))
    return lever_label(one, tell), *values, rows or "–"


def funnel_shares(taken: Taken) -> dict[str, dict[str, float]]:
    """Scenario -> how needs end -> share of those that ended."""
    found = {}
    for name in taken.comparison.names:
        mean = taken.comparison.mean_funnel(name)
        ended = sum(mean.get(key, 0.0) for key in ENDED)
        found[name] = {key: mean.get(key, 0.0) / ended if ended else 0.0 for key in ENDED}
    return found


def _funnel(taken: Taken, tell: Words) -> Section:
    shares = funnel_shares(taken)
    stages = {key: _capital(tell(f"funnel.{key}")) for key in ENDED}
    rows = tuple((stages[key], *(f"{100 * shares[name][key]:.1f}" for name in taken.comparison.names)) for key in ENDED)
    lines = [
        tell("brief.funnel_one", name=name, told=", ".join(f"{row[0]} {row[number]}" for row in rows))
        for number, name in enumerate(taken.comparison.names, 1)
    ]
    alt = tell("brief.funnel_alt", told=" ".join(lines))
    data = {"names": list(taken.comparison.names), "shares": shares, "stages": stages}
    picture = Picture("funnel", alt, {**data, "axis": _capital(tell("brief.per_100"))})
    table = Table((tell("brief.stage"), *taken.comparison.names), rows)
    return Section(tell("brief.funnel"), (tell("brief.funnel_about"),), picture, table)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _main(taken: Taken, tell: Words) -> Section:
    table = _indicators(taken, MAIN, tell)
    return Section(tell("brief.main"), (_main_about(taken, tell),), table=table)


def _main_about(taken: Taken, tell: Words) -> str:
    once = taken.comparison.looks == "once"
    return tell("brief.main_once" if once else "brief.main_about", level=level(CONFIDENCE))


def _indicators(taken: Taken, wanted: Sequence[str], tell: Words) -> Table:
    """Both means, difference, interval and verdict of some indicators, for every scenario beside the baseline."""
    several = len(taken.others) > 1
    head = [tell("brief.indicator"), *([tell("brief.scenario")] if several else []), taken.baseline]
    head += [tell("book.value") if several else taken.others[0]]
    head += [tell(f"brief.{key}") for key in ("change", "interval", "wins", "verdict")]
    rows = [
        _indicator(taken, indicator, name, several, tell)
        for indicator in wanted
        for name in taken.others
        if indicator in taken.comparison.paired[name]
    ]
    return Table(tuple(head), tuple(rows))


def _indicator(taken: Taken, indicator: str, name: str, several: bool, tell: Words) -> tuple[str, ...]:
    pair, unit = taken.comparison.paired[name][indicator], INDICATORS[indicator].unit
    means = taken.comparison.indicators[indicator]
    lo, hi, _ = behind_verdict(pair)
    span = "–" if lo is None else tell("brief.to", lo=_bare(lo, unit, tell), hi=_bare(hi, unit, tell))
    return (
        label_with_unit(indicator, tell.language),
        *((name,) if several else ()),
        tell.figure(means[taken.baseline].value, unit),
        tell.figure(means[name].value, unit),
        f"{mark(pair)} {tell.change(pair.difference, unit, with_unit=unit == 'share')}",
        span,
        tell("brief.of", wins=pair.wins, n=pair.n),
        verdict_word(pair, tell),
    )


def _bare(value: float | None, unit: str, tell: Words) -> str:
    return tell.change(value, unit, with_unit=False)


def _who(taken: Taken, tell: Words) -> Section:
    """Groups and the worst-served places, whoever loses most first; with a forest of the same differences."""
    paired = taken.comparison.paired[taken.others[0]]
    known = [one for one in GROUPS if one in paired]
    order = sorted(known, key=lambda one: (INDICATORS[one].unit != "share", paired[one].difference))
    picture = forest(taken, [FIRST, *order], tell) if order else None
    return Section(tell("brief.who"), (tell("brief.who_about"),), picture, _indicators(taken, order, tell))


def forest(taken: Taken, wanted: Sequence[str], tell: Words) -> Picture:
    """Differences of shares with the intervals behind their verdicts, in percentage points."""
    rows = []
    for indicator in wanted:
        for name in taken.others:
            pair = taken.comparison.paired[name].get(indicator)
            if pair is None or INDICATORS[indicator].unit != "share":
                continue
            lo, hi, _ = behind_verdict(pair)
            ends = [None if end is None else 100 * end for end in (lo, hi)]
            about = {
                "label": label(indicator, tell.language),
                "name": name,
                "verdict": pair.verdict,
                "mark": mark(pair),
            }
            text = tell.change(pair.difference, "share", with_unit=False)
            rows.append({**about, "at": 100 * pair.difference, "lo": ends[0], "hi": ends[1], "text": text})
    text = " ".join(f"{row['label']} ({row['name']}) {row['text']}." for row in rows)
    alt = tell("brief.forest_alt", baseline=taken.baseline, told=text)
    verdicts = {row["verdict"]: tell(f"verdict.{row['verdict']}") for row in rows}
    data = {"rows": rows, "names": list(taken.others), "axis": _capital(tell("brief.points")), "verdicts": verdicts}
    return Picture("forest", alt, data)


def _cost(taken: Taken, tell: Words) -> Section:
    lines = [*worth_lines(taken.comparison, tell.language)]
    lines += money_lines(dict(taken.scenarios), taken.days, tell.language, ids=False)
    table = _indicators(taken, MONEY, tell)
    if not table.rows:
        return Section(tell("brief.cost"), tuple(lines) or (tell("brief.cost_none"),))
    return Section(tell("brief.cost"), tuple(lines), table=table)


def _limits(taken: Taken, tell: Words) -> Iterator[str]:
    pairs = [found[FIRST].n for found in taken.comparison.paired.values() if FIRST in found]
    if pairs and min(pairs) < FEWEST_PAIRS:
        yield tell("brief.limit_few", n=min(pairs))
    if taken.comparison.failures:
        yield tell("brief.limit_failed", failed=len(taken.comparison.failures))
    yield from (notice.text(tell.language) for notice in notices_about_length(taken.days))
    yield from (tell(f"brief.limit_{key}") for key in ("forecast", "interval", "place", "process"))


def _footer(taken: Taken, tell: Words) -> Iterator[str]:
    today = dt.date.today().isoformat()
    build = build_mark().partition("+")[2]
    yield tell("brief.version", version=__version__, build=build, model=model_mark(), date=today)
    for name, scenario in taken.scenarios.items():
        yield tell("brief.hash", name=name, hash=scenario.hash[:16])
