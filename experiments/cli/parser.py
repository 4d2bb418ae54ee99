"""What may be typed after `shapan`, with help and complaints in the reader's language."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from ... import __version__
from ..reports.wording import LANGUAGES, Words, usual_language
from ..runs.refusing import Refused
from ..runs.task import DAYS, SEED, WARMUP
from .calibrate_options import calibrate_options, worth_knowing_options
from .explaining_options import lesson_options, replay_options, why_options
from .import_options import import_options
from .machine_options import app_options, bench_options, doctor_options, worker_options
from .once import Once
from .search_options import layouts_options, search_options
from .sensing_options import robustness_options, sensitivity_options
from .study_options import study_options
from .takeaway_options import compare_options, open_options
from .typed import number as _number
from .typed import share as _share
from .typed import whole as _whole

# Keys of model.elections.RULES, not imported just for this; a test compares them.
RULE_NAMES = ("staff_list", "greedy", "greedy_per_cost", "equal_shares", "phragmen")

# What argparse says in English -> the phrase that says it in either language.
_COMPLAINTS = (
    (r"the following arguments are required: (?P<what>.+)", "usage.required"),
    (r"unrecognized arguments: (?P<what>.+)", "usage.unknown"),
    (r"argument (?P<name>.+?): expected .*argument.*", "usage.value_missing"),
    (r"argument (?P<name>.+?): invalid choice: '(?P<what>.*?)' \(choose from (?P<allowed>.+)\)", "usage.choice"),
    (r"argument (?P<name>.+?): not allowed with argument (?P<what>.+)", "usage.not_both"),
    (r"argument (?P<name>.+?): (?P<what>.+)", "usage.bad_value"),
)


class Parser(argparse.ArgumentParser):
    """argparse that complains in one line, in the reader's language."""

    say: Words
    options_of_commands: frozenset[str] = frozenset()

    def error(self, message: str) -> NoReturn:
        """Turn argparse's complaint into ours."""
        for pattern, phrase in _COMPLAINTS:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                result = found.groupdict()
                result["allowed"] = (result.get("allowed") or "").replace("'", "")
                phrase = "usage.command" if result.get("name") == "COMMAND" else phrase
                raise Refused(phrase, nearest=self._nearest(result), **result)
        raise Refused("usage.other", what=message)

    def _nearest(self, record: dict[str, str | None]) -> str:
        typed = (record.get("what") or "").split()
        allowed = (record.get("allowed") or "").split(", ") if record.get("name", "COMMAND") != "COMMAND" else []
        known = allowed or [*COMMANDS, *self._option_string_actions, *self.options_of_commands]
        near = difflib.get_close_matches(typed[0], [one for one in known if one != typed[0]], 1, 0.6) if typed else []
        return self.say("usage.nearest", nearest=near[0]) if near else ""

    def format_help(self) -> str:
        """Help with argparse's own few words in the reader's language too."""
        text = super().format_help()
        for english, phrase in (("usage: ", "help.usage"), ("options:", "help.options")):
            text = text.replace(english, self.say(phrase), 1)
        return text


class _Version(argparse.Action):
    """Version, build and commit, looked up only when asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, **how: Any) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, 0, default=argparse.SUPPRESS, help=how.get("help"))

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        """Print one line and end."""
        from ..runs.folders import build_mark, commit

        known = commit()
        build = build_mark().partition("+")[2]
        print(f"shapan {__version__} (build {build}{f', commit {known[:10]}' if known else ''})")
        parser.exit()


def language_in(typed: Sequence[str]) -> str | None:
    """The language asked for with --lang, else that of the locale; None if there is no such language."""
    chosen = usual_language()
    for number, word in enumerate(typed):
        if word == "--lang":
            chosen = typed[number + 1] if number + 1 < len(typed) else ""
        elif word.startswith("--lang="):
            chosen = word.partition("=")[2]
    return chosen if chosen in LANGUAGES else None


def parse(typed: Sequence[str], say: Words) -> argparse.Namespace:
    """The command and its options, or a complaint."""
    parser = _parser(say)
    try:
        chosen = parser.parse_args(_one_set_each(typed))
    except SystemExit:  # --help, --version
        return argparse.Namespace(command=None)
    chosen.debug = "debug" in chosen  # its default is absent, so that it may stand before or after the command
    if chosen.command is None:
        parser.print_help()
    return chosen


def _one_set_each(typed: Sequence[str]) -> list[str]:
    """`--set a=1 b=2` means `--set a=1 --set b=2`; what is not key=value after it is a name."""
    spread: list[str] = []
    in_set = False
    for word in typed:
        pair = re.match(r'[A-Za-z_][\w."-]*\s*=', word) is not None
        if in_set and pair and spread[-1] != "--set":
            spread.append("--set")
        in_set = word == "--set" or (in_set and pair)
        spread.append(word)
    return spread


def _parser(say: Words) -> Parser:
    always = _make(say, add_help=False)
    always.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("help.lang"))
    always.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=say("help.debug"))
    always.add_argument("-h", "--help", action="help", default=argparse.SUPPRESS, help=say("help.help"))

    parser = _make(say, prog="shapan", description=say("help.shapan"), parents=[always], epilog=say("help.epilog"))
    parser.add_argument("--version", action=_Version, help=say("help.version"))
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", title=say("help.commands"), parser_class=lambda **made: _make(say, **made)
    )
    for name in COMMANDS:
        values = {"help": say(f"help.{name}"), "description": say(f"help.{name}")}
        one = commands.add_parser(name, parents=[always], add_help=False, **values)
        _OPTIONS[name](one, say)
        parser.options_of_commands |= set(one._option_string_actions)
    return parser


def _make(say: Words, **made: Any) -> Parser:
    made.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
    parser = Parser(allow_abbrev=False, **{"add_help": False, **made})
    parser.say = say
    for name in (None, "store"):
        parser.register("action", name, Once)
    parser._positionals.title = say("help.names")
    return parser


def _json(parser: Parser, say: Words) -> None:
    parser.add_argument("--json", action="store_true", help=say("help.json"))


def _scenario_options(parser: Parser, say: Words) -> None:
    parser.add_argument("--place", metavar="P", help=say("help.place"))
    parser.add_argument("--policy", metavar="P", help=say("help.policy"))
    parser.add_argument("--set", metavar="KEY=VALUE", action="append", default=[], help=say("help.set"))
    parser.add_argument(
        "--shock", metavar="KIND:DATE:DAYS:STRENGTH", action="append", default=[], help=say("help.shock")
    )


def _run_options(parser: Parser, say: Words, reps: int) -> None:
    _scenario_options(parser, say)
    _numbers(parser, say, days=DAYS, warmup=WARMUP, seed=SEED, reps=reps)
    parser.add_argument("--sample", type=_share(say), metavar="SHARE", help=say("help.sample"))
    parser.add_argument("--workers", type=_whole(say), metavar="N", help=say("help.workers"))
    parser.add_argument("--out", metavar="DIR", help=say("help.out"))
    for name in ("resume", "redraw"):
        parser.add_argument(f"--{name}", action="store_true", help=say(f"help.{name}"))
    _json(parser, say)


def _numbers(parser: Parser, say: Words, **defaults: int) -> None:
    for name, default in defaults.items():
        text = say(f"help.{name}", default=default)
        parser.add_argument(f"--{name}", type=_whole(say), default=default, metavar="N", help=text)


def _show(parser: Parser, say: Words) -> None:
    parser.add_argument("name", metavar="NAME", help=say("help.name"))
    _scenario_options(parser, say)
    parser.add_argument("--changed", action="store_true", help=say("help.changed"))
    _json(parser, say)


def _check(parser: Parser, say: Words) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help=say("help.file"))


def _run(parser: Parser, say: Words) -> None:
    parser.add_argument("name", metavar="NAME", help=say("help.name"))
    _run_options(parser, say, reps=1)
    parser.add_argument("--from", dest="from_file", metavar="STATE", help=say("help.from"))
    parser.add_argument("--save-state", metavar="DAY:FILE", help=say("help.save_state"))


def _compare(parser: Parser, say: Words) -> None:
    parser.add_argument("names", metavar="NAME", nargs="+", help=say("help.several"))
    _run_options(parser, say, reps=20)
    compare_options(parser, say, _whole(say))


def _why(parser: Parser, say: Words) -> None:
    _scenario_options(parser, say)
    why_options(parser, say, _whole(say))
    _json(parser, say)


def _replay(parser: Parser, say: Words) -> None:
    _scenario_options(parser, say)
    replay_options(parser, say, _whole(say))
    _json(parser, say)


def _balance(parser: Parser, say: Words) -> None:
    parser.add_argument("name", metavar="NAME", help=say("help.name"))
    _one_run_options(parser, say, days=365)


def _rerun(parser: Parser, say: Words) -> None:
    parser.add_argument("manifest", metavar="MANIFEST", help=say("help.manifest"))
    parser.add_argument("--run", metavar="RUN_ID", help=say("help.run_id"))
    parser.add_argument("--workers", type=_whole(say), metavar="N", help=say("help.workers"))
    _json(parser, say)


def _gather(parser: Parser, say: Words) -> None:
    parser.add_argument("folder", metavar="DIR", help=say("help.gather_folder"))


def _statement(parser: Parser, say: Words) -> None:
    parser.add_argument("name", metavar="NAME", help=say("help.name"))
    parser.add_argument("--year", type=_whole(say), default=1, metavar="N", help=say("help.year"))
    parser.add_argument("--community", type=_whole(say), metavar="N", help=say("help.community"))
    _one_run_options(parser, say)


def _story(parser: Parser, say: Words) -> None:
    parser.add_argument("name", metavar="NAME", help=say("help.name"))
    one = parser.add_mutually_exclusive_group()
    for followed in ("matter", "project", "branch"):
        one.add_argument(f"--{followed}", type=_whole(say), metavar="N", help=say(f"help.follow_{followed}"))
    _one_run_options(parser, say)


def _one_run(parser: Parser, say: Words) -> None:
    parser.add_argument("name", metavar="NAME", help=say("help.name"))
    _one_run_options(parser, say, days=365)


def _one_run_options(parser: Parser, say: Words, days: int = DAYS) -> None:
    _scenario_options(parser, say)
    _numbers(parser, say, days=days, warmup=WARMUP, seed=SEED)
    _json(parser, say)


def _twin(parser: Parser, say: Words) -> None:
    parser.add_argument("name", metavar="POLICY", help=say("help.twin_of"))
    parser.add_argument("--place", metavar="P", help=say("help.place"))
    _numbers(parser, say, days=365, seed=SEED, reps=4)
    parser.add_argument("--workers", type=_whole(say), metavar="N", help=say("help.workers"))
    _json(parser, say)


def _ballot(parser: Parser, say: Words) -> None:
    parser.add_argument("file", metavar="FILE", help=say("help.pb_file"))
    parser.add_argument("--rule", choices=RULE_NAMES, action="append", help=say("help.rule"))
    parser.add_argument("--step", metavar="MONEY", help=say("help.step"))
    parser.add_argument("--all", action="store_true", help=say("help.all"))
    _json(parser, say)


def _estimate_heard(parser: Parser, say: Words) -> None:
    parser.add_argument("ledger", metavar="LEDGER", help=say("help.ledger"))
    parser.add_argument("--window", type=_whole(say), metavar="DAYS", help=say("help.window"))
    parser.add_argument("--place", metavar="P", default="standard_town", help=say("help.heard_place"))
    parser.add_argument("--pool", action="store_true", help=say("help.pool"))
    parser.add_argument("--out", metavar="FILE", help=say("help.heard_out"))
    _json(parser, say)


def _import(parser: Parser, say: Words) -> None:
    import_options(parser, say)
    _json(parser, say)


def _reproduce(parser: Parser, say: Words) -> None:
    parser.add_argument("--only", metavar="PAGE", nargs="+", help=say("help.only"))
    for name in ("check", "runs", "typed"):
        parser.add_argument(f"--{name}", action="store_true", help=say(f"help.reproduce_{name}"))
    parser.add_argument("--minutes", type=_number(say), metavar="M", help=say("help.reproduce_minutes"))
    _json(parser, say)


def _assumptions(parser: Parser, say: Words) -> None:
    parser.add_argument("--all", action="store_true", help=say("help.all_assumptions"))
    _json(parser, say)


def _worlds(parser: Parser, say: Words) -> None:
    parser.add_argument("name", metavar="PLACE", help=say("help.worlds_place"))
    for name, default in (("draws", 240), ("keep", 40)):
        text = say(f"help.worlds_{name}", default=default)
        parser.add_argument(f"--{name}", type=_whole(say), default=default, metavar="N", help=text)
    parser.add_argument("--minutes", type=_whole(say), metavar="N", help=say("help.worlds_minutes"))
    parser.add_argument("--workers", type=_whole(say), metavar="N", help=say("help.workers"))
    parser.add_argument("--out", metavar="FILE", help=say("help.worlds_out"))
    _json(parser, say)


def _validate(parser: Parser, say: Words) -> None:
    parser.add_argument("--places", metavar="P,P,…", help=say("help.places"))
    parser.add_argument("--seeds", metavar="FIRST-LAST", help=say("help.seeds"))
    parser.add_argument("--draws", type=_whole(say), metavar="N", help=say("help.validate_draws"))
    parser.add_argument("--minutes", type=_whole(say), metavar="N", help=say("help.minutes"))
    _json(parser, say)


def _with_json(parser: Parser, say: Words, options: Any) -> None:
    options(parser, say, _whole(say), _number(say))
    _json(parser, say)


def _worth_knowing(parser: Parser, say: Words) -> None:
    worth_knowing_options(parser, say)
    _json(parser, say)


_OPTIONS = {
    "list": _json,
    "show": _show,
    "check": _check,
    "schema": lambda parser, say: None,
    "run": _run,
    "compare": _compare,
    "open": open_options,
    "why": _why,
    "replay": _replay,
    "rerun": _rerun,
    "gather": _gather,
    "balance": _balance,
    "statement": _statement,
    "story": _story,
    "index": _one_run,
    "reach": _one_run,
    "twin": _twin,
    "ballot": _ballot,
    "estimate-heard": _estimate_heard,
    "import": _import,
    "reproduce": _reproduce,
    "assumptions": _assumptions,
    "worlds": _worlds,
    "validate": _validate,
    "study": lambda parser, say: _with_json(parser, say, study_options),
    "sensitivity": lambda parser, say: _with_json(parser, say, sensitivity_options),
    "robustness": lambda parser, say: _with_json(parser, say, robustness_options),
    "search": lambda parser, say: _with_json(parser, say, search_options),
    "calibrate": lambda parser, say: _with_json(parser, say, calibrate_options),
    "worth-knowing": _worth_knowing,
    "layouts": lambda parser, say: _with_json(parser, say, layouts_options),
    "lessons": lesson_options,
    "app": app_options,
    "worker": worker_options,
    "doctor": doctor_options,
    "bench": bench_options,
}

COMMANDS = tuple(_OPTIONS)
