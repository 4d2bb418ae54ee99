"""The page of every indicator: what it says, in which unit, which way is better, and which difference is a trifle.

`python -m shapan.scenarios.indicator_page docs/indicators.md` writes it; without a file name it is printed.
"""

from __future__ import annotations

from ..model.observation.indicators import INDICATORS, Indicator
from ..model.parameters.words import unit_words
from .describe import table
from .generated import write_or_print

INTRODUCTION = """# Indicators · 指标

Generated from the declarations (`python -m shapan.scenarios.indicator_page docs/indicators.md`); do not edit by hand.
由声明自动生成，请勿手改。

- **Margin** 可忽略的差距: the smallest paired difference worth telling a planner about. A difference whose interval
  lies beyond it is *better* or *worse*; one whose interval lies within ± margin is *no difference*; anything else is
  *unclear*. The margins are ours (grade D: a judgement): they say what matters, not what is nought.
- **Better** 方向: which way residents would choose; where there is none, a difference is told without praise.
- A run holds the indicators it can know; the others are absent from it, never made up.
"""
HEADS = ("indicator 指标", "unit 单位", "better 方向", "margin 可忽略的差距", "what it says 含义")
DIRECTIONS = {"higher": "higher 越高越好", "lower": "lower 越低越好", "none": "—"}


def page() -> str:
    """The whole page."""
    return f"{INTRODUCTION}\n{table(HEADS, (_row(one) for one in INDICATORS.values()))}"


def _row(one: Indicator) -> tuple[str, ...]:
    unit = " ".join(dict.fromkeys((one.unit, unit_words(one.unit, "zh"))))
    margin = f"{100.0 * one.margin:g} points 个百分点" if one.unit == "share" else f"{one.margin:g}"
    words = f"**{one.label_en}** · **{one.label_zh}**<br>{one.help_en}<br>{one.help_zh}"
    return f"`{one.name}`", unit, DIRECTIONS[one.better], margin, words


if __name__ == "__main__":
    write_or_print(page)
