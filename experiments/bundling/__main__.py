"""`make bundle`: `python -m shapan.experiments.bundling [--out DIR] [--platforms …] [--pythons …] [--extras …]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from ..reports.wording import LANGUAGES, Words, usual_language, words
from ..runs.folders import source_folder
from ..runs.refusing import Refused
from .folder import Folder, lost_lines, own_wheel, pip_wheel, usual_platforms
from .locked import BASE, LOCK, asked_for, pins
from .targets import PYTHONS, targets
from .wheels import Gathered, gather

EXTRAS = "data,research,cluster"


def main(typed: list[str] | None = None) -> int:
    """Make a bundle and say how large it is; exit 2 where that cannot be done."""
    chosen = _chosen(typed)
    say = words(chosen.lang)
    try:
        make(chosen, say)
    except Refused as fault:
        print(f"{say('error.prefix')}{fault.text(chosen.lang)}", file=sys.stderr)
        return 2
    return 0


def make(chosen: argparse.Namespace, say: Words) -> None:
    """Fetch, write, sum up.

    Raises:
        Refused: A target, a package or the folder is not possible as asked, or no machine could be served.
    """
    root, out = source_folder(), Folder(Path(chosen.out))
    asked = asked_for(root, tuple(one for one in chosen.extras.split(",") if one))
    meant = targets(chosen.platforms, chosen.pythons)
    lock = pins((root / LOCK).read_text(encoding="utf-8"))
    out.begin()
    pip_wheel(out.path / "wheels" / "any")
    own = own_wheel(root, out.path / "wheels" / "any")
    found = []
    for target in meant:
        print(say("bundle.fetching", target=target.name), flush=True)
        with tempfile.TemporaryDirectory(prefix="shapan-") as folder:
            one = gather(target, asked, lock, Path(folder))
            if BASE not in one.lost:
                out.add(one, own)
        found.append(one)
    _finish(out, root, found, say)


def _finish(out: Folder, root: Path, found: list[Gathered], say: Words) -> None:
    for line in lost_lines(found, say.language):
        print(line, file=sys.stderr)
    served = [one for one in found if BASE not in one.lost]
    if not served:
        raise Refused("bundle.nobody", packages=", ".join(sorted({name for one in found for name in one.missing})))
    out.scripts()
    out.pages(root)
    out.finish(served)
    for name, size in out.sizes().items():
        print(say("bundle.size_of", name=name, size=size) if name else say("bundle.done", path=out.path, size=size))


def _chosen(typed: list[str] | None) -> argparse.Namespace:
    say = words(usual_language())
    parser = argparse.ArgumentParser(prog="python -m shapan.experiments.bundling", description=say("bundle.help"))
    parser.add_argument("--out", default="build/bundle", metavar="DIR", help=say("bundle.help_out"))
    parser.add_argument("--platforms", default=usual_platforms(), metavar="P,P", help=say("bundle.help_platforms"))
    parser.add_argument("--pythons", default=",".join(PYTHONS), metavar="V,V", help=say("bundle.help_pythons"))
    parser.add_argument("--extras", default=EXTRAS, metavar="E,E", help=say("bundle.help_extras"))
    parser.add_argument("--lang", choices=LANGUAGES, default=usual_language(), help=say("help.lang"))
    return parser.parse_args(typed)


if __name__ == "__main__":
    sys.exit(main())
