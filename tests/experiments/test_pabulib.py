"""Files of the participatory budgeting library: read whole, written back the same, and refused in one clear line."""

from __future__ import annotations

import csv
import json
import re
import shlex
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapan.experiments.cli import main
from shapan.experiments.cli.parser import RULE_NAMES
from shapan.experiments.votes import count as counting
from shapan.experiments.votes import pabulib_read
from shapan.experiments.votes.pabulib import PbFile, Table
from shapan.experiments.votes.pabulib_read import PbFault
from shapan.model.elections import RULES

GOOD = """META
key;value
description;Projects of one street
unit;"Training; town"
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;category;name;target
p1;600;works;"A ""better"" lane";elders
p2;500;activity;Choir;
p3;400;activity;Chess, outdoors;children
VOTES
voter_id;age;vote
v1;34;p1,p2
v2;71;p1
v3;20;p2,p3
v4;;
"""
POINTED = (
    GOOD.replace("approval", "cumulative")
    .replace("voter_id;age;vote", "voter_id;vote;points")
    .replace("v1;34;p1,p2", "v1;p1,p2;8,0")
    .replace("v2;71;p1", "v2;p1;10")
    .replace("v3;20;p2,p3", "v3;p2,p3,p3;5,3,2")
    .replace("v4;;\n", "v4;;\n")
)


def parse(text):
    return pabulib_read.parse(text.encode("utf-8"), "street.pb")


def test_a_file_is_read_whole():
    file = parse(GOOD)
    assert file.meta["unit"] == "Training; town" and file.projects.column("name")[0] == 'A "better" lane'
    election, scale = counting.election_of(file)
    assert (election.budget, scale, election.voters) == (1000, 1, 4)
    assert election.votes.tolist() == [2, 2, 1] and election.category == ("works", "activity", "activity")


def test_reading_a_long_field_leaves_the_limit_of_other_readers_alone():
    usual = csv.field_size_limit()
    assert parse(GOOD.replace("Training; town", "x" * (usual + 1))).meta["unit"] == "x" * (usual + 1)
    assert csv.field_size_limit() == usual
    with pytest.raises(PbFault):
        parse(GOOD + '"never closed' + "x" * (usual + 1))
    assert csv.field_size_limit() == usual


BLANKS = GOOD.replace(";", "; ").replace("Training;  town", "Training; town")
DRESSES = {"mark": "\ufeff" + GOOD, "windows": GOOD.replace("\n", "\r\n"), "blanks": BLANKS, "lines": f"\n{GOOD}\n\n"}


@pytest.mark.parametrize("dress", DRESSES)
def test_byte_marks_line_ends_and_blanks_do_not_matter(dress):
    assert parse(DRESSES[dress]) == parse(GOOD)


def test_older_files_leave_out_the_names_of_the_first_columns():
    assert parse(GOOD.replace("key;value\n", "")) == parse(GOOD)


CELL = st.text(
    st.one_of(
        st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"),
        st.sampled_from(['"', ";", "\r", "\n", ",", " "]),
    ),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(CELL, min_size=3, max_size=3), st.lists(CELL, min_size=4, max_size=4))
def test_what_is_written_reads_the_same(names, ages):
    names, ages = ([one.strip() for one in cells] for cells in (names, ages))
    good = parse(GOOD)
    projects = tuple((*row[:3], name, row[4]) for row, name in zip(good.projects.rows, names, strict=True))
    votes = tuple((row[0], age, row[2]) for row, age in zip(good.votes.rows, ages, strict=True))
    meta = {**good.meta, "description": names[0], "note": ages[0]}
    file = PbFile(meta, Table(good.projects.columns, projects), Table(good.votes.columns, votes))
    assert parse(pabulib_read.write(file)) == file


def test_ranks_and_points_are_read_as_approvals():
    ranked, _ = counting.election_of(parse(GOOD.replace("approval", "ordinal").replace("p1,p2", "p2,p1")))
    assert ranked.votes.tolist() == [2, 2, 1]
    pointed, _ = counting.election_of(parse(POINTED))
    assert pointed.votes.tolist() == [2, 1, 1]
    assert counting.election_of(parse(POINTED.replace("cumulative", "scoring")))[0].votes.tolist() == [2, 1, 1]


def test_decimals_are_counted_exactly():
    file = parse(GOOD.replace("p2;500", "p2;500.25").replace("budget;1000", "budget;1000.5"))
    counted = counting.count(file, ("greedy", "equal_shares"))
    assert counted.scale == 100 and counted.election.budget == 100_050 and counted.election.step == 100
    assert counted.amount(50_025) == "500.25"


def first(text, old, new):
    assert old in text, old
    return text.replace(old, new, 1)


FAULTS = {  # what is changed in a good file: what it is changed to, the line, words of the message
    "no section": (GOOD.replace("META\n", ""), 1, "before the first section"),
    "misspelt section": (first(GOOD, "META", "METTA"), 1, "nearest META"),
    "section missing": (GOOD[: GOOD.index("VOTES")], None, "section VOTES is missing"),
    "section twice": (first(GOOD, "VOTES\n", "PROJECTS\n"), 15, "a second time"),
    "sections out of order": (first(GOOD, "PROJECTS\n", "VOTES\n"), 10, "VOTES is not the section"),
    "section empty": (GOOD[: GOOD.index("voter_id")], None, "column names are missing"),
    "key twice": (first(GOOD, "rule;greedy", "budget;7"), 9, "budget is given twice"),
    "no budget": (first(GOOD, "budget;1000", "bugdet;1000"), None, "nearest bugdet"),
    "no vote type": (first(GOOD, "vote_type;approval\n", ""), None, "vote_type"),
    "unknown vote type": (first(GOOD, "approval", "aproval"), 8, "nearest approval"),
    "budget no number": (first(GOOD, "budget;1000", "budget;plenty"), 7, "not an amount"),
    "budget endless": (first(GOOD, "budget;1000", "budget;inf"), 7, "not an amount"),
    "budget missing": (first(GOOD, "budget;1000", "budget;"), 7, "amount is missing"),
    "budget below nothing": (first(GOOD, "budget;1000", "budget;-5"), 7, "less than nothing"),
    "budget beyond counting": (first(GOOD, "budget;1000", "budget;1e16"), 7, "allowed 0–1000000000000000"),
    "budget beyond everything": (first(GOOD, "budget;1000", "budget;1e999999999"), 7, "allowed 0–1000000000000000"),
    "budget finer than everything": (first(GOOD, "budget;1000", "budget;1e-999999999"), 7, "decimals; allowed 4"),
    "budget too large beside decimals": (
        first(GOOD, "budget;1000", "budget;999999999999999").replace("p2;500", "p2;500.01"),
        7,
        "beside amounts with 2 decimals; allowed 0–90071992547409",
    ),
    "points beyond everything": (first(POINTED, "8,0", "1e9999999999,0"), 17, "not a number of points"),
    "budget in ten thousands": (first(GOOD, "budget;1000", "budget;10万"), 7, "nearest 100000"),
    "budget in yuan": (first(GOOD, "budget;1000", "budget;￥1000"), 7, "nearest 1000"),
    "budget with a decimal comma": (first(GOOD, "budget;1000", "budget;100000,50"), 7, "nearest 100000.50"),
    "budget in groups": (first(GOOD, "budget;1000", "budget;1,000,000"), 7, "nearest 1000000"),
    "budget in groups with blanks": (first(GOOD, "budget;1000", "budget;1 000 000"), 7, "nearest 1000000"),
    "budget with a line below": (first(GOOD, "budget;1000", "budget;1_000"), 7, "such as 100000.50; nearest 1000"),
    "budget in other digits": (first(GOOD, "budget;1000", "budget;١٠٠٠"), 7, "nearest 1000"),
    "fields by commas": (GOOD.replace(";", ","), 2, "separated by commas"),
    "fields by commas from Excel": (GOOD.replace(";", ",").replace("META", "META,,,,"), 1, "separated by commas"),
    "fields by tabs": (GOOD.replace(";", "\t"), 2, "separated by tabs"),
    "fields by wide semicolons": (GOOD.replace(";", "；"), 2, "full-width semicolons"),
    "one row with wide semicolons": (first(GOOD, "v2;71;p1", "v2；71；p1"), 18, "full-width semicolons"),
    "projects by wide commas": (first(GOOD, "p1,p2", "p1，p2"), 17, "between projects; allowed ,; nearest p1,p2"),
    "projects by enumeration commas": (first(GOOD, "p1,p2", "p1、p2"), 17, "nearest p1,p2"),
    "cost no number": (first(GOOD, "p2;500", "p2;5oo"), 13, "cost p2"),
    "cost with a comma": (first(GOOD, "p2;500", "p2;1,500"), 13, "not an amount"),
    "cost below nothing": (first(GOOD, "p2;500", "p2;-500"), 13, "less than nothing; allowed digits"),
    "cost missing": (first(GOOD, "p2;500", "p2;"), 13, "amount is missing; allowed digits"),
    "cost too fine": (first(GOOD, "p2;500", "p2;500.12345"), 13, "decimals; allowed 4"),
    "wrong number of projects": (first(GOOD, "num_projects;3", "num_projects;4"), 5, "says 4; rows there are: 3"),
    "wrong number of votes": (first(GOOD, "num_votes;4", "num_votes;3"), 6, "says 3; rows there are: 4"),
    "number in words": (first(GOOD, "num_votes;4", "num_votes;four"), 6, "whole number"),
    "no project_id": (first(GOOD, "project_id", "projectid"), 11, "nearest projectid"),
    "no cost": (first(GOOD, "cost;", "costs;"), 11, "nearest costs"),
    "no voter_id": (first(GOOD, "voter_id", "who"), 16, "no column voter_id"),
    "no vote": (first(GOOD, "age;vote", "age;votes"), 16, "nearest votes"),
    "column twice": (first(GOOD, "category;name", "name;name"), 11, "name twice"),
    "too few fields": (first(GOOD, "p2;500;activity;Choir;", "p2;500;activity"), 13, "fields here: 3; allowed 5"),
    "too many fields": (first(GOOD, "v2;71;p1", "v2;71;p1;p2"), 18, "fields here: 4"),
    "project unnamed": (first(GOOD, "p2;500", ";500"), 13, "no project_id"),
    "project with a comma": (first(GOOD, "p2;500", "p2,b;500"), 13, "holds a comma"),
    "project twice": (first(GOOD, "p2;500", "p1;500"), 13, "line 12"),
    "voter unnamed": (first(GOOD, "v2;71", ";71"), 18, "no voter_id"),
    "voter twice": (first(GOOD, "v2;71", "v1;71"), 18, "line 17"),
    "unknown project": (first(GOOD, "v2;71;p1", "v2;71;p11"), 18, "nearest p1"),
    "project twice on a ballot": (first(GOOD, "p1,p2", "p1,p1"), 17, "p1 twice"),
    "gap on a ballot": (first(GOOD, "p1,p2", "p1,,p2"), 17, "gap"),
    "two of one": (first(GOOD, "approval", "choose-1"), 17, "2 projects"),
    "no points": (first(GOOD, "approval", "cumulative"), 16, "column of points"),
    "points missing": (first(POINTED, "8,0", "8"), 17, "points on the ballot: 1"),
    "points in words": (first(POINTED, "8,0", "8,few"), 17, "“few”"),
    "quote never closed": (first(GOOD, "v4;;", 'v4;"x;'), 20, "never closed"),
    "text after a quote": (first(GOOD, '"Training; town"', '"Training" town'), 4, "closing quotation mark"),
    "a zero byte": (first(GOOD, "Choir", "Ch\0ir"), 13, "zero byte"),
    "nothing": ("\n \n", None, "holds nothing"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_one_line_with_its_place(name, tmp_path, capsys, monkeypatch):
    text, line, found = FAULTS[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "street.pb").write_bytes(text.encode("utf-8"))
    assert main(["ballot", "street.pb", "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    where = f"street.pb:{line}: " if line else "street.pb: "
    assert out == "" and err.count("\n") == 1 and where in err and found in err, err
    assert main(["ballot", "street.pb", "--lang", "zh"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and where in err and any("一" <= letter <= "鿿" for letter in err), err


def test_there_are_many_different_faults():
    codes = set()
    for text, _, _ in FAULTS.values():
        with pytest.raises(PbFault) as caught:
            parse(text)
        codes.add(caught.value.code)
    assert len(FAULTS) >= 40 and len(codes) >= 30


def test_what_is_no_readable_file_is_refused(tmp_path, capsys):
    (tmp_path / "folder.pb").mkdir()
    (tmp_path / "polish.pb").write_bytes(first(GOOD, "Choir", "Chór").encode("cp1250"))
    chinese = first(GOOD, "Projects of one street", "一条街上的项目").replace("Choir", "合唱队")
    (tmp_path / "chinese.pb").write_bytes(chinese.encode("gbk"))
    (tmp_path / "unicode.pb").write_bytes(chinese.encode("utf-16"))
    for name, phrase in (
        ("none.pb", "no such file"),
        ("folder.pb", "folder"),
        ("polish.pb", ":13: is not written in UTF-8"),
        ("chinese.pb", ":3: looks like GBK; in Excel, save it as “CSV UTF-8”"),
        ("unicode.pb", "is UTF-16"),
    ):
        assert main(["ballot", str(tmp_path / name), "--lang", "en"]) == 2
        err = capsys.readouterr().err
        assert phrase in err and err.count("\n") == 1


def test_the_largest_amounts_are_counted():
    file = parse(first(GOOD, "budget;1000", "budget;1000000000000000").replace("p2;500", "p2;0e999999999"))
    election, scale = counting.election_of(file)
    assert (election.budget, scale, election.cost[1]) == (10**15, 1, 0)
    assert counting.election_of(parse(GOOD.replace("budget;1000", "budget;1.00e3")))[1] == 1


def test_long_ballots_are_read():
    """The csv module takes no field of more than 131,072 characters unless it is told to."""
    names = [f"project{number:06}" for number in range(12_000)]
    text = GOOD.replace("num_projects;3", "num_projects;12003")
    text = first(text, "p3;400", "\n".join([*(f"{one};1;;;" for one in names), "p3;400"]))
    assert counting.election_of(parse(first(text, "p2,p3", ",".join(names))))[0].votes.sum() == 12_003


def test_keys_and_voters_may_be_called_like_sections():
    text = first(GOOD, "rule;greedy", "votes;\nprojects;")
    text = first(text, "v2;71;p1", "votes;;").replace("v3;20;p2,p3", "META;;")
    file = parse(text)
    assert file.meta["votes"] == "" == file.meta["projects"] and file.votes.column("voter_id")[1:3] == ["votes", "META"]
    assert parse(pabulib_read.write(file)) == file
    padded = re.sub("^(META|PROJECTS|VOTES)$", r"\1;;;;", GOOD, flags=re.MULTILINE)
    assert padded != GOOD and parse(padded) == parse(GOOD)


def test_further_columns_of_the_first_section_are_kept():
    head, title, rest = GOOD.partition("PROJECTS\n")
    noted = head.replace("\n", ";\n").replace("META;", "META").replace("value;", "value;note")
    file = parse(noted.replace("num_votes;4;", "num_votes;4;cast") + title + rest)
    assert file.meta == parse(GOOD).meta and file != parse(GOOD)
    again = pabulib_read.write(file)
    assert "num_votes;4;cast" in again and parse(again) == file


def test_a_fault_survives_the_way_between_processes():
    import pickle

    with pytest.raises(PbFault) as caught:
        parse(FAULTS["unknown project"][0])
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.text("zh") == caught.value.text("zh") and again.at == ("street.pb", 18)


def test_what_may_be_typed_is_what_there_is():
    assert tuple(RULES) == RULE_NAMES


@pytest.fixture
def street(tmp_path):
    (tmp_path / "street.pb").write_text(GOOD, encoding="utf-8")
    return str(tmp_path / "street.pb")


def test_the_object_holds_what_is_promised(street, capsys):
    assert main(["ballot", street, "--json"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    got = json.loads(out)
    assert set(got) == {"format", "file", "vote_type", "projects", "voters", "budget", "add1_step", "rules"}
    assert set(got["rules"]) == set(counting.VOTING)
    for found in got["rules"].values():
        assert set(found) == {"funded", "share", "measures", "reasons"} and list(found["reasons"]) == ["p1", "p2", "p3"]
    greedy = got["rules"]["greedy"]
    assert greedy["funded"] == ["p2", "p3"] and greedy["measures"]["spent"] == 900
    assert greedy["reasons"]["p1"] == {"code": "not_enough_left", "votes": 2, "left": 500}
    assert greedy["measures"]["voters_with_project_share"] == 0.5


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_planner_reads(street, capsys, language):
    typed = ["ballot", street, "--rule", "greedy", "--rule", "staff_list", "--lang", language]
    assert main(typed) == 0
    out = capsys.readouterr().out
    assert 'p1 A "better" lane' in out and "1,000" in out and "✓ 1" in out
    assert {"en": "it costs 600 and 500 were left", "zh": "费用为 600，只剩 500"}[language] in out


def test_what_a_file_calls_things_is_printed_without_control_characters(tmp_path, capsys):
    (tmp_path / "street.pb").write_text(first(GOOD, "Choir", '"Cho\x1b[31mir\nnot funded"'), encoding="utf-8")
    assert main(["ballot", str(tmp_path / "street.pb"), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out and "Cho [31mir not funded" in out


def test_points_are_said_to_be_read_as_approvals(tmp_path, capsys):
    (tmp_path / "points.pb").write_text(POINTED, encoding="utf-8")
    assert main(["ballot", str(tmp_path / "points.pb"), "--lang", "en"]) == 0
    assert "counted as approving" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["--rule", "gredy"], "allowed staff_list, greedy"),
        (["--rule", "greedy", "--rule", "greedy"], "given twice"),
        (["--step", "0"], "above 0"),
        (["--step", "much"], "above 0"),
        (["--step", "1e999999999"], "above 0"),
    ],
)
def test_wrong_options_are_answered_in_one_line(street, capsys, typed, expected):
    assert main(["ballot", street, *typed, "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert expected in err and err.count("\n") == 1


def test_large_votes_take_larger_steps_and_say_so(street, capsys, monkeypatch):
    monkeypatch.setattr(counting, "MOST_WORK", 10.0)
    assert main(["ballot", street, "--lang", "en"]) == 0
    assert "raised by 875 at a time, since steps of 1 would take long; --step 1 takes" in capsys.readouterr().err
    assert main(["ballot", street, "--step", "1", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["add1_step"] == 1 and err == ""


def test_larger_steps_are_said_only_where_one_was_taken(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(counting, "MOST_WORK", 10.0)
    (tmp_path / "rich.pb").write_text(GOOD.replace("budget;1000", "budget;6000"), encoding="utf-8")
    assert main(["ballot", str(tmp_path / "rich.pb"), "--lang", "en"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("language", "said"), [("en", "it says 3 for p1, the ballots give 2"), ("zh", "选票中是 2 票")]
)
def test_a_column_of_votes_that_the_ballots_do_not_give_is_said(tmp_path, capsys, language, said):
    head = GOOD.replace("project_id;cost;category;name;target", "project_id;cost;votes;name;target")
    file = tmp_path / "street.pb"
    for p1, p2, phrase in (("2", "2.0", False), ("3", "2", True), ("3", "", True), ("many", "2", True)):
        text = head.replace("p1;600;works", f"p1;600;{p1}").replace("p2;500;activity", f"p2;500;{p2}")
        file.write_text(text.replace("p3;400;activity", "p3;400;1"), encoding="utf-8")
        assert main(["ballot", str(file), "--lang", language]) == 0
        err = capsys.readouterr().err
        assert (err != "") == phrase and (p1 != "3" or said in err), (p1, p2, err)


def test_the_how_to_runs_as_it_stands(tmp_path, capsys, monkeypatch):
    text = (Path(__file__).resolve().parents[2] / "docs" / "how-to-ballot.md").read_text(encoding="utf-8")
    (example,), (shell,) = (
        re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL) for kind in ("pb", "sh")
    )
    (tmp_path / "street.pb").write_text(example, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for line in shell.splitlines():
        assert main([*shlex.split(line)[1:], "--lang", "en"]) == 0
    out = capsys.readouterr().out
    got = json.loads(out.splitlines()[-1])["rules"]
    assert got["greedy"]["funded"] == ["lane", "lamps"]
    assert got["greedy"]["measures"]["voters_with_project_share"] == pytest.approx(4 / 6)
    assert got["equal_shares"]["measures"]["voters_with_project_share"] == 1.0
    codes = {reason["code"] for rule in got.values() for reason in rule["reasons"].values()}
    assert all(f"`{code}`" in text for code in codes) and all(f"`{rule}`" in text for rule in RULES)
