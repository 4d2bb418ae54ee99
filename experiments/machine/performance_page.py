"""`docs/performance.md`: the last bench as it was measured, and how to measure it again.

`python -m shapan.experiments.machine.performance_page run` measures and writes page, plot and what they are made of, as
does `shapan reproduce --runs --only performance`; without `run` what was measured last is told again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..reports.wording import words
from ..runs.folders import source_folder
from ..runs.whole_file import whole_file
from .bench import report
from .bench_lines import Section, plot, sections
from .peers import PEERS

DOCS = source_folder() / "docs"
MEASURED, PAGE, PICTURE = "performance.json", "performance.md", "pictures/performance.png"

HEAD = """# Performance

<!-- Made by `python -m shapan.experiments.machine.performance_page` from `docs/performance.json`. -->

How much a simulated year costs on the machine that ran the bench last ({cores} cores), in CPU time. Absolute seconds
belong to that machine and its neighbours; ratios inside one table come from rounds taken in turn and can be compared.
Measured with build `{build}`.

To repeat it: `shapan bench` (`--quick` takes less than a minute; `--peers mesa,numpy` chooses the peers; `--json` and
`--plot FILE` for machines). Peers are used if they are installed, and named where they are not: `pip install
mesa-frames starsim laser-core`, best in an environment of their own. This page, its plot and
[what they are made of](performance.json) are written by `shapan reproduce --runs --only performance`: about
three quarters of an hour, on a machine that does nothing else.

Workload W is stated in `experiments/machine/workload.py`: needs arise, queue, are served or lapse, and nothing else. A
framework enters by one function in a file beside it, `life(town, days, seed)`. `shapan, W only` are Shapan's own
kernels with institutions off (`reduced.py` lists what may differ); `shapan, everything` is a whole run with its
warm-up, institutions, money and records, which no peer here has.

![Seconds a year of workload W, and growth with residents](pictures/performance.png)
"""


def page(found: Mapping[str, Any]) -> str:
    """The page of one measured bench."""
    say = words("en")
    return "\n".join(
        [HEAD.format(cores=found["cores"], build=found["build"]), *(_table(one) for one in sections(found, say))]
    )


def _table(section: Section) -> str:
    marks = ["---" if number < section.words else "---:" for number in range(len(section.heads))]
    lines = [section.heads, marks, *section.rows]
    return f"## {section.title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def measured() -> Path:
    """Where the last bench is kept."""
    return DOCS / MEASURED


def measure(model: str = "", quick: bool = False) -> None:
    """Run the bench beside every peer there is, and keep what it says.

    Args:
        model: The mark of the model that is timed; left out where nobody says.
    """
    found = report(quick, PEERS) | ({"model": model} if model else {})
    with whole_file(measured()) as rough:
        rough.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def tell() -> None:
    """Write page and plot from what was measured."""
    found = json.loads(measured().read_text(encoding="utf-8"))
    (DOCS / PAGE).write_text(page(found), encoding="utf-8")
    plot(found, DOCS / PICTURE, words("en"))


def main(argv: Sequence[str] | None = None) -> None:
    """Measure if asked to, then tell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", nargs="?", choices=("run", "tell"), default="tell", help="measure anew, or only tell")
    parser.add_argument("--model", default="", help="mark of the model that is timed")
    parser.add_argument("--quick", action="store_true", help="a bench of less than a minute, to see how the page looks")
    chosen = parser.parse_args(argv)
    if chosen.what == "run":
        measure(chosen.model, chosen.quick)
    tell()


if __name__ == "__main__":
    main()
