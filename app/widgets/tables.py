"""The tables beside the charts: the same numbers, in words and figures people can copy."""

from __future__ import annotations

import pandas as pd

from ...experiments.comparing.any_look import CONFIDENCE
from ...experiments.comparing.compare import Comparison
from ...experiments.comparing.sentences import behind_verdict, level, verdict_word
from ...experiments.reports.wording import words as wording
from ...model.observation.indicators import INDICATORS
from ..jobs.result import Finding
from .charts import BINS
from .language import Words
from .plain import free_name
from .verdicts import label_of


def is_share(indicator: str) -> bool:
    """Whether an indicator is read as per cent."""
    return INDICATORS[indicator].unit == "share"


def differences(comparison: Comparison, say: Words) -> pd.DataFrame:
    """Every paired difference, as the forest chart draws it: shares in points, others in per cent of the baseline.

    `lo` and `hi` end the interval on which the verdict beside them rests.
    """
    tell = wording(say.language)
    rows = []
    for name, found in comparison.paired.items():
        for indicator, pair in found.items():
            low, high, _ = behind_verdict(pair)
            if low is None or high is None:
                continue
            unit, share = INDICATORS[indicator].unit, is_share(indicator)
            before = comparison.indicators[indicator][comparison.baseline].value
            scale = 100.0 if share else 100.0 / abs(before) if before else float("nan")
            middle, lo, hi = (tell.change(one, unit, with_unit=False) for one in (pair.difference, low, high))
            rows.append(
                {
                    "indicator": indicator,
                    "label": label_of(indicator, say),
                    "scenario": name,
                    "share": share,
                    "difference": pair.difference * scale,
                    "lo": low * scale,
                    "hi": high * scale,
                    "verdict": pair.verdict,
                    "shown": f"{middle} [{lo}, {hi}]",
                }
            )
    return pd.DataFrame(rows)


def differences_table(comparison: Comparison, say: Words) -> pd.DataFrame:
    """Indicator by indicator: every scenario's mean, the difference, the interval behind its verdict, wins, verdict."""
    tell = wording(say.language)
    rows = []
    heads = difference_heads(say)
    before = free_name(comparison.baseline, list(heads.values()))
    for indicator, means in comparison.indicators.items():
        unit = INDICATORS[indicator].unit
        for name in comparison.names[1:]:
            pair = comparison.paired[name].get(indicator)
            if pair is None:
                continue
            low, high, _ = behind_verdict(pair)
            rows.append(
                {
                    heads["indicator"]: label_of(indicator, say),
                    heads["scenario"]: name,
                    before: tell.figure(means[comparison.baseline].value, unit),
                    heads["value"]: tell.figure(means[name].value, unit),
                    heads["difference"]: tell.change(pair.difference, unit, with_unit=unit == "share"),
                    heads["judged_lo"]: tell.change(low, unit, with_unit=False),
                    heads["judged_hi"]: tell.change(high, unit, with_unit=False),
                    heads["wins"]: f"{pair.wins}/{pair.n}",
                    heads["verdict"]: verdict_word(pair, tell),
                }
            )
    return pd.DataFrame(rows)


def difference_heads(say: Words) -> dict[str, str]:
    """What the columns of the table of differences are called, but for the baseline's own."""
    keys = ("indicator", "scenario", "value", "difference", "judged_lo", "judged_hi", "wins", "verdict")
    values = {"level": level(CONFIDENCE)}
    return {key: say(f"table.{key}", **values) for key in keys}


def funnel_table(finding: Finding, say: Words) -> pd.DataFrame:
    """How needs ended, per 100 and per run, scenario by scenario."""
    order = ["born", *BINS, "open"]
    rows = []
    for (scenario, name), row in finding.funnel.set_index(["scenario", "bin"]).iterrows():
        rows.append(
            {
                say("table.scenario"): scenario,
                say("table.stage"): say.shared(f"funnel.{name}"),
                say("table.per_100"): None if name == "born" else round(100 * float(row["share"]), 1),
                say("table.count"): round(float(row["count"])),
                "order": order.index(name),
            }
        )
    table = pd.DataFrame(rows).sort_values("order", kind="stable").drop(columns="order")
    by_scenario = pd.Categorical(table[say("table.scenario")], finding.comparison.names, ordered=True)
    return table.assign(_by=by_scenario).sort_values("_by", kind="stable").drop(columns="_by").reset_index(drop=True)


def requests(finding: Finding, say: Words) -> pd.DataFrame:
    """Requests by channel, with the channels in words."""
    table = finding.requests[finding.requests.groupby("channel")["count"].transform("sum") > 0]
    return table.assign(channel=[say.shared(f"channel.{name}", name) for name in table["channel"]])


def requests_table(finding: Finding, say: Words) -> pd.DataFrame:
    """The same in the words of the screen."""
    table = requests(finding, say)
    return pd.DataFrame(
        {
            say("table.channel"): table["channel"],
            say("table.scenario"): table["scenario"],
            say("table.per_1000"): table["per_1000"].round(1),
            say("table.requests"): table["count"].round().astype(int),
        }
    ).reset_index(drop=True)


def map_values(finding: Finding, indicator: str, scenario: str, baseline: str | None = None) -> pd.DataFrame:
    """The cells with one indicator of one scenario, or its difference from the baseline."""
    cells = finding.cells[finding.cells["indicator"] == indicator].set_index("cell")
    value = cells.loc[cells["scenario"] == scenario, "value"]
    if baseline is not None:
        value = value - cells.loc[cells["scenario"] == baseline, "value"]
    return finding.boxes.merge(value.rename("value"), left_on="cell", right_index=True, how="inner").dropna(
        subset=["value"]
    )


def map_table(finding: Finding, indicator: str, say: Words) -> pd.DataFrame:
    """Cell by cell, one column for each scenario."""
    cells = finding.cells[finding.cells["indicator"] == indicator]
    wide = cells.pivot(index="cell", columns="scenario", values="value")[list(finding.comparison.names)].round(4)
    heads = {name: say(f"table.{name}") for name in ("cell", "community", "residents")}
    taken = [*heads.values()]
    for name in finding.comparison.names:
        taken.append(free_name(name, taken))
    boxes = finding.boxes[list(heads)].rename(columns=heads).set_index(heads["cell"])
    return boxes.join(wide.set_axis(taken[len(heads) :], axis=1), how="inner").reset_index()
