"""`docs/performance.md`: the last bench as it was measured, and how to measure it again.

`shapan bench --json > docs/performance.json`, then `python -m shapan.experiments.machine.performance_page`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..reports.wording import words
from ..runs.folders import source_folder
from .bench_told import Section, plot, sections

DOCS = source_folder() / "docs"
MEASURED, PAGE, PICTURE = "performance.json", "performance.md", "pictures/performance.png"

HEAD = """# Performance

<!-- Made by `python -m shapan.experiments.machine.performance_page` from `docs/performance.json`. -->

How much a simulated year costs on the machine that ran the bench last ({cores} cores), in CPU time. Absolute seconds
belong to that machine and its neighbours; ratios inside one table come from rounds taken in turn and can be compared.

To repeat it: `shapan bench` (`--quick` takes less than a minute; `--peers mesa,numpy` chooses the peers; `--json` and
`--plot FILE` for machines). Peers are used if they are installed: `pip install mesa-frames starsim laser-core`, best in
an environment of their own. Then `shapan bench --json > docs/performance.json` and
`python -m shapan.experiments.machine.performance_page` write this page.

Workload W is stated in `experiments/machine/workload.py`: needs arise, queue, are served or lapse, and nothing else. A
framework enters by one function in a file beside it, `life(town, days, seed)`. `shapan, W only` are Shapan's own
kernels with institutions off (`reduced.py` lists what may differ); `shapan, everything` is a whole run with its
warm-up, institutions, money and records, which no peer here has.

![Seconds a year of workload W, and growth with residents](pictures/performance.png)
"""


def page(found: Mapping[str, Any]) -> str:
    """The page of one measured bench."""
    say = words("en")
    return "\n".join([HEAD.format(cores=found["cores"]), *(_table(one) for one in sections(found, say))])


def _table(section: Section) -> str:
    marks = ["---" if number < section.words else "---:" for number in range(len(section.heads))]
    lines = [section.heads, marks, *section.rows]
    return f"## {section.title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    """Write page and plot from what was measured."""
    found = json.loads((DOCS / MEASURED).read_text(encoding="utf-8"))
    (DOCS / PAGE).write_text(page(found), encoding="utf-8")
    plot(found, DOCS / PICTURE, words("en"))


if __name__ == "__main__":
    main()
