"""Whatever is handed in, the answer is one clear line per fault and never a traceback."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shapan.scenarios.faults import InputFault
from shapan.scenarios.library import check_file, load
from shapan.scenarios.shelf import shipped
from shapan.scenarios.words import FAULTS, NOTICES, TYPES

PLACES, POLICIES = (", ".join(shipped()[kind]) for kind in ("place", "policy"))
ONE_LINE = re.compile(r"^[^\n]+$")


def said(path: str) -> list[str]:
    """Every fault of a file as told in English; also told in Chinese without failing."""
    faults = check_file(path)
    for fault in faults:
        assert ONE_LINE.match(str(fault)) and ONE_LINE.match(fault.text("zh"))
        assert str(pickle.loads(pickle.dumps(fault))) == str(fault)
    if faults:
        with pytest.raises(InputFault) as raised:
            load(path if path.endswith(".toml") else f"./{path}")
        assert str(raised.value) == str(faults[0])
    return [str(fault) for fault in faults]


LEVER_FAULTS = {
    "[levers]\ngrid.housholds_per_grid = 250": (
        "mine.toml:5: grid.housholds_per_grid: unknown lever; nearest grid.households_per_grid"
    ),
    "[levers]\nhouseholds_per_grid = 250": (
        "mine.toml:5: households_per_grid: unknown lever; nearest grid.households_per_grid"
    ),
    '[levers]\ngrid.households_per_grid = "250"': (
        'mine.toml:5: grid.households_per_grid: must be a number, got "250"; allowed 80–2,000 households'
    ),
    "[levers.staff]\nadmin_share = true": (
        "mine.toml:5: staff.admin_share: must be a number, got true; allowed 0–0.9 share of hours"
    ),
    "[levers]\ncentres = {rating_years = 1.5}": (
        "mine.toml:5: centres.rating_years: must be a whole number, got 1.5; allowed 0–5 years"
    ),
    "[levers]\nchannels.visits = 1": "mine.toml:5: channels.visits: must be true or false, got 1; allowed true, false",
    '[levers]\n"grid.households_per_grid" = 5000': (
        "mine.toml:5: grid.households_per_grid: 5000 is out of range; allowed 80–2,000 households"
    ),
    "[levers]\nstaff.admin_share = nan": (
        "mine.toml:5: staff.admin_share: nan is not a finite number; allowed 0–0.9 share of hours"
    ),
    "[levers]\nstaff.admin_share = -inf": (
        "mine.toml:5: staff.admin_share: -inf is not a finite number; allowed 0–0.9 share of hours"
    ),
    "[levers]\nstaff.admin_share = 1e400": (
        "mine.toml:5: staff.admin_share: inf is not a finite number; allowed 0–0.9 share of hours"
    ),
    '[levers]\ngrid.layout = "evenarea"': (
        'mine.toml:5: grid.layout: "evenarea" is no choice; '
        "allowed even_area, balanced, by_form, workload, drawn; nearest even_area"
    ),
    "[levers]\ngrid.patrol_share = 0.9": (
        "mine.toml:5: grid.visit_share: grid.patrol_share + grid.visit_share = 1.05, together they may not exceed 0.95"
    ),
    '[levers]\ngrid.layout = "drawn"': ('mine.toml:5: grid.layout: layout "drawn" needs a layout_file (CSV cell,grid)'),
    "[levers]\nservice.patience_days = 3": (
        "mine.toml:5: service.patience_days: is an assumption, not a lever; it belongs in `assumptions`"
    ),
    "[levers]\ngrid.patrol_share = 0.1\n'grid.patrol_share' = 0.2": "mine.toml:6: grid.patrol_share: is given twice",
    "[levers]\nindex.weights.charm = 1": "mine.toml:5: index.weights.charm: the index has no component charm; allowed",
    "[levers]\ngrid = 3": "mine.toml:5: grid: is a group of parameters and takes no value itself; allowed grid.layout,",
    "hom = 'yantian'": "mine.toml:4: hom: unknown key; allowed",
    "home = 'yantan'": f'mine.toml:4: home: unknown place "yantan"; allowed {PLACES}; nearest yantian',
    "based_on = 'suzou'": f'mine.toml:4: based_on: unknown policy "suzou"; allowed {POLICIES}; nearest suzhou',
    "based_on = 'mine.toml'": f'mine.toml:4: based_on: unknown policy "mine.toml"; allowed {POLICIES}',
    "based_on = 3": "mine.toml:4: based_on: must be text, got 3",
    "levers = 3": "mine.toml:4: levers: must be a table, got 3",
    "[[levers]]\nx = 1": "mine.toml:4: levers: must be a table, got [{'x': 1}]",
    "[sources]\n'grid.layot' = ['YT-03']": "mine.toml:5: sources.grid.layot: unknown parameter; nearest grid.layout",
    "[[steps]]\nat = '2027-13-01'\nset = {}": (
        'mine.toml:5: steps.0.at: must be a date such as 2026-06-01, got "2027-13-01"'
    ),
    "[[steps]]\nat = 2027-01-01": "mine.toml:4: steps.0.set: is missing",
    "[[steps]]\nat = 2027-01-01\nset = {}\nwhere = 0.5\nadopt_if_better = 'satisfaction_recordd'": (
        'mine.toml:8: steps.0.adopt_if_better: unknown indicator "satisfaction_recordd"; allowed'
    ),
    "[[triggers]]\nwhen = 'bad times'\nset = {}": "mine.toml:5: triggers.0.when: must read like",
    "[[triggers]]\nwhen = 'satisfaction_recordd < 0.6 for 60 days'\nset = {}": (
        "mine.toml:5: triggers.0.when: unknown indicator satisfaction_recordd; allowed registered_on_time_share, "
        "handled_within_7_days_of_handled_share, satisfaction_recorded, requests_per_1000, open_requests_per_1000, "
        "spend_per_resident; nearest satisfaction_recorded"
    ),
    "[[triggers]]\nwhen = 'coverage < 0.6 for 60 days'\nset = {}": (
        "mine.toml:5: triggers.0.when: nobody in a district sees coverage, so no policy can answer it; allowed "
        "registered_on_time_share, handled_within_7_days_of_handled_share, satisfaction_recorded, requests_per_1000, "
        "open_requests_per_1000, spend_per_resident"
    ),
    "[[triggers]]\nwhen = 'requests_per_1000 < 0.6.6 for 9 days'\nset = {}": (
        "mine.toml:5: triggers.0.when: must read like"
    ),
}


@pytest.mark.parametrize(("body", "expected"), LEVER_FAULTS.items(), ids=range(len(LEVER_FAULTS)))
def test_a_fault_of_a_policy_is_one_line(policy, body, expected):
    lines = said(policy(body + "\n"))
    assert len(lines) == 1
    assert lines[0].startswith(expected)


SCENARIO_FAULTS = {
    "assumptions = {'grid.households_per_grid' = 3}": (
        "mine.toml:5: grid.households_per_grid: is a lever, not an assumption; it belongs in `levers` or `set`"
    ),
    "assumptions = {'service.patienc_days' = 3}": (
        "mine.toml:5: service.patienc_days: unknown assumption; nearest service.patience_days"
    ),
    "[[shocks]]\nkind='epidmic'\nstart='2026-06-01'\ndays=9\nstrength=2": (
        'mine.toml:5: shocks.0.kind: "epidmic" is no choice; allowed epidemic, typhoon; nearest epidemic'
    ),
    "[[shocks]]\nkind='epidemic'\nstart='2026-06-01'\ndays=0\nstrength=2": (
        "mine.toml:5: shocks.0.days: 0 is out of range; allowed 1–730 days"
    ),
    "[[shocks]]\nkind='epidemic'\nstart='2026-06-01'\ndays=3\nstrength=nan": (
        "mine.toml:5: shocks.0.strength: nan is not a finite number"
    ),
    "[[shocks]]\nkind='epidemic'\nstart='1 June'\ndays=3\nstrength=2": (
        'mine.toml:7: shocks.0.start: must be a date such as 2026-06-01, got "1 June"'
    ),
}


@pytest.mark.parametrize(("body", "expected"), SCENARIO_FAULTS.items(), ids=range(len(SCENARIO_FAULTS)))
def test_a_fault_of_a_scenario_is_one_line(scenario, body, expected):
    assert said(scenario(body + "\n")) == [expected]


def test_an_unknown_place_or_policy_names_the_nearest(write):
    head = 'format = 1\nkind = "scenario"\n'
    assert said(write("mine", head + 'place = "yantan"\npolicy = "status_quo"\n')) == [
        f'mine.toml:3: place: unknown place "yantan"; allowed {PLACES}; nearest yantian'
    ]
    assert said(write("mine", head + 'place = "yantian"\npolicy = "statusquo"\n')) == [
        f'mine.toml:4: policy: unknown policy "statusquo"; allowed {POLICIES}; nearest status_quo'
    ]


def test_a_scenario_that_names_itself_is_told_so(write):
    path = write("mine", 'format = 1\nkind = "scenario"\nplace = "yantian"\npolicy = "./mine.toml"\n')
    assert said(path) == ["mine.toml:2: kind: must be a policy file, is a scenario file"]


def test_every_fault_of_a_file_is_told_in_the_order_of_its_lines(policy):
    lines = said(policy("[levers]\nstaff.admin_share = 7\ngrid.x = 1\ncentres.appointments = 'x'\n"))
    assert [line.split(": ")[0] for line in lines] == ["mine.toml:5", "mine.toml:6", "mine.toml:7"]


HEAD = 'format = 1\nkind = "policy"\n'
WHOLE_FILES = {
    "empty": (b"", "mine.toml: is empty"),
    "blank": (b" \n\r\n\t", "mine.toml: is empty"),
    "mark only": (b"\xef\xbb\xbf", "mine.toml: is empty"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", "mine.toml:3: is not a text file (it holds binary bytes)"),
    "nul": (HEAD.encode() + b'x = "\x00"\n', "mine.toml:3: is not a text file (it holds binary bytes)"),
    "no encoding": (HEAD.encode() + b"# \xff\xff\xfe\n", "mine.toml: is neither UTF-8 nor GB18030"),
    "broken": (HEAD.encode() + b"[levers\nx = 1\n", "mine.toml:3: broken TOML: Expected ']'"),
    "cut short": (HEAD.encode() + b"x = [1,\n", "mine.toml:3: broken TOML: "),
    "written twice": (HEAD.encode() + b"kind = 'place'\n", "mine.toml:3: broken TOML: Cannot overwrite a value"),
    "endless number": (
        HEAD.encode() + b"x = " + b"9" * 5000 + b"\n",
        "mine.toml:3: broken TOML: a number of thousands",
    ),
    "deep lists": (HEAD.encode() + b"x = " + b"[" * 5000 + b"]" * 5000, "mine.toml:3: is nested deeper than 20 levels"),
    "deep tables": (
        HEAD.encode() + b"x = " + b"{a=" * 5000 + b"1" + b"}" * 5000,
        "mine.toml:3: is nested deeper than 20",
    ),
    "deep key": (HEAD.encode() + b".".join([b"a"] * 5000) + b" = 1\n", "mine.toml:3: is nested deeper than 20 levels"),
    "deep header": (HEAD.encode() + b"[" + b".".join([b"a"] * 5000) + b"]\n", "mine.toml:3: is nested deeper than 20"),
    "a little too deep": (HEAD.encode() + b"x = " + b"[" * 21 + b"]" * 21, "mine.toml:3: is nested deeper than 20"),
    "format 2": (b'format = 2\nkind = "policy"\n', "mine.toml:1: format: the file's format is 2; allowed 1"),
    "format text": (b'format = "1"\nkind = "policy"\n', 'mine.toml:1: format: the file\'s format is "1"; allowed 1'),
    "format yes": (b'format = true\nkind = "policy"\n', "mine.toml:1: format: the file's format is true; allowed 1"),
    "no format": (b'kind = "policy"\n', "mine.toml:1: format: is missing; allowed 1"),
    "no kind": (b"format = 1\n", "mine.toml:1: kind: is missing; allowed place, policy, scenario"),
    "kind": (b'format = 1\nkind = "polcy"\n', 'mine.toml:2: kind: unknown kind of file "polcy"; allowed place, policy'),
}


@pytest.mark.parametrize(("content", "expected"), WHOLE_FILES.values(), ids=WHOLE_FILES)
def test_a_file_that_is_none_is_one_line(write, content, expected):
    lines = said(write("mine", content))
    assert len(lines) == 1
    assert lines[0].startswith(expected)


def test_folders_and_missing_files_are_one_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.toml").mkdir()
    assert said("folder.toml") == ["folder.toml: is a folder, not a file"]
    assert said("missing.toml") == ["missing.toml: there is no such file"]
    assert said("a\x00b.toml") == ["a b.toml: there is no such file"]
    assert said("folder.toml/inside.toml") in (
        ["folder.toml/inside.toml: there is no such file"],
        ["folder.toml/inside.toml: cannot be read: Not a directory"],
    )
    assert "cannot be read" in said("x" * 5000 + ".toml")[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_any_usual_encoding_is_read(write, encoding, ending):
    title = 'title = {zh = "网格试点", en = "Pilot"}\n'
    text = f'format = 1\nkind = "policy"\n{title}[levers]\ngrid.layout = "by_form" # 按形态\n'
    path = write("mine", text.replace("\n", ending).encode(encoding))
    assert check_file(path) == []
    assert load(path).title["zh"] == "网格试点"
    assert load(path).parameters.levers.grid.layout == "by_form"


@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_bytes_whatever_make_it_fall_over(write, content):
    for prefix in (b"", HEAD.encode(), HEAD.encode() + b"[levers]\n"):
        for line in said(write("mine", prefix + content)):
            assert line.startswith("mine.toml")


WORDS = st.sampled_from(
    [
        "format",
        "kind",
        "title",
        "summary",
        "sources",
        "place",
        "needs",
        "levers",
        "grid",
        "layout",
        "staff",
        "admin_share",
        "steps",
        "at",
        "set",
        "when",
        "id",
        "rates",
        "age",
        "forms",
        "start",
        "status_quo",
        "departments",
        "assumptions",
        "shocks",
        "triggers",
        "where",
        "index",
        "weights",
        "coverage",
    ]
)
VALUES = st.recursive(
    st.one_of(
        st.integers(), st.floats(), st.booleans(), st.text(max_size=5), WORDS, st.dates(), st.sampled_from([1, 0.5])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=12,
)


def toml(value: object) -> str:
    """A value as TOML spells it, tables inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(part) for part in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(letter):08X}" for letter in value if not 0xD800 <= ord(letter) < 0xE000) + '"'
    return value.isoformat() if hasattr(value, "isoformat") else repr(value)


@given(st.dictionaries(WORDS, VALUES, max_size=6), st.sampled_from(["place", "policy", "scenario"]))
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_values_whatever_make_it_fall_over(write, values, kind):
    values = {**values, "format": 1, "kind": kind}
    path = write("mine", "".join(f"{key} = {toml(value)}\n" for key, value in values.items()))
    for fault in check_file(path):
        assert fault.line is not None and 1 <= fault.line <= len(values)
        assert ONE_LINE.match(str(fault)) and ONE_LINE.match(fault.text("zh"))


BROKEN = (
    *("a = ", "a = [1,", "a = [1 2]", "[a]\n[a]\n", 'a="x\n', 'a="x', "a=1\na=2\n", "=3\n", "a b=1\n", 'a="\\q"\n'),
    *("a=1 2\n", "a={x=1,}\n", "a={x=1 y=2}\n", "[a\n", "[[a]\n", 'a="\\uZZZZ"\n', 'a="\\uD800"\n', "a=\x01\n"),
    *("a={b=1}\na.c=2\n", "a={b=1}\n[a.c]\n", "a.b=1\n[a]\n", "a={b=1, b=2}\n", "a=2026-02-30\n", "a='x\x01'\n"),
    "a = " + "9" * 5000,
)


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_broken_in_a_file_is_said_in_chinese(tmp_path, text):
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    (fault,) = check_file(path)
    assert fault.code == "broken_toml" and fault.line
    said = fault.text("zh").partition("TOML 语法有误：")[2]
    assert said and re.search("[a-zA-Z]{3}", said.replace("Unicode", "")) is None, said


def test_every_sentence_exists_in_both_languages():
    for table in (FAULTS, NOTICES):
        for code, words in table.items():
            assert set(words) == {"zh", "en"}
            fields = {lang: set(re.findall(r"{(\w+)}", text)) for lang, text in words.items()}
            assert fields["zh"] == fields["en"], code
            assert re.search(r"[\u4e00-\u9fff]", words["zh"]), code
    assert all(set(words) == {"zh", "en"} for words in TYPES.values())
