"""The page Votes on projects as a person meets it: the example, a file of one's own, faulty and too large ones."""

import json
from html import unescape

import pandas as pd
import pytest

from shapan.app.screens.votes import file
from shapan.app.screens.votes.cards import MOST_NAMED, alone_html, card_html, source_html
from shapan.app.screens.votes.chart import MOST_BARS, has_kinds, money, money_chart
from shapan.app.screens.votes.chooser import FILE, USUAL
from shapan.app.screens.votes.file import MOST_BYTES, MOST_FAULTS, Handed, command, example
from shapan.app.screens.votes.left_out import blank, by_place, funded_alone, left_out, wanted
from shapan.app.screens.votes.names import names_of
from shapan.app.screens.votes.table import table, table_html
from shapan.app.screens.votes.verdict import verdict_html
from shapan.app.widgets.download import harmless
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.experiments.cli import main
from shapan.experiments.votes.count import count
from shapan.experiments.votes.pabulib_read import faults, parse
from shapan.model.elections import RULES, spent_on

from .pages import html, opened, run

STREET = """META
key;value
budget;1000
vote_type;approval
PROJECTS
project_id;cost;name
lane;600;Better lane
lamps;400;Lamps at the gate
choir;300;Choir
chess;200;Chess outdoors
VOTES
voter_id;vote
v1;lane,lamps
v2;lane,lamps
v3;lane,lamps
v4;lane
v5;choir,chess
v6;choir,chess
"""
BROKEN = STREET.replace("budget;1000", "budget;1000x").replace("chess;200", "chess;-2").replace("v6;choir", "v6;quire")


def open_page(language="en", text=None, name="street.pb"):
    page = opened("elections", language)
    if text is not None:
        page.session_state[FILE] = Handed.of(name, text.encode("utf-8"))
    return run(page)


def counted(text, *rules):
    return count(parse(text.encode("utf-8"), "street.pb"), rules or USUAL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_opens_on_the_invented_example(own_jobs, language):
    say = Words(language)
    page = open_page(language)
    text = html(page)
    assert [head.value for head in page.subheader] == [
        say(f"votes.{key}") for key in ("title", "alone", "chart", "projects")
    ]
    assert ("虚构示例" if language == "zh" else "Invented example") in text
    assert text.index("shapan-verdict") < text.index('class="shapan-sides"') < text.index("shapan-projects")
    assert text.count('class="shapan-side"') == 3
    assert len(page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")) == 1
    other = Words("zh" if language == "en" else "en")
    assert other.shared("rule.equal_shares") not in text and other("votes.title") not in text


def test_a_file_handed_in_is_counted_and_the_example_comes_back(own_jobs):
    page = open_page("en")
    page.file_uploader[0].set_value(("street.pb", STREET.encode("utf-8"), "text/plain"))
    text = html(run(page))
    assert "street.pb" in text and "Chess outdoors" in text and "Resurface" not in text
    assert "Under “Most votes”, 2 of 6 voters" in text and "under “Equal shares”, 0" in text
    page.button("votes:back").click()
    text = html(run(page))
    assert "street.pb" not in text and "Resurface" in text


def test_rules_are_chosen_and_none_is_asked_for(own_jobs):
    page = open_page("en", STREET)
    page.multiselect[0].set_value(["staff_list", "greedy_per_cost"])
    text = html(run(page))
    assert text.count('class="shapan-side"') == 2 and "Staff's list" in text and "Phragmén" not in text
    page.multiselect[0].set_value([])
    run(page)
    assert [info.value for info in page.info] == [Words("en")("votes.no_rule")] and "shapan-side" not in html(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_faults_stand_there_in_the_words_of_the_command(own_jobs, language, tmp_path, capsys):
    text = html(open_page(language, BROKEN))
    lines = [fault.text(language) for fault in faults(BROKEN.encode("utf-8"), "street.pb", 9)]
    assert len(lines) == 3 and all(line in text for line in lines)
    assert 'role="alert"' in text and "shapan-side" not in text
    path = tmp_path / "street.pb"
    path.write_text(BROKEN, encoding="utf-8")
    assert main(["--lang", language, "ballot", str(path)]) == 2
    assert lines[0].removeprefix("street.pb") in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0",
        b"\xff\xfe\xff",
        b"PK\x03\x04 a picture",
        b'META\n"',
        b"META\nPROJECTS\nVOTES\n",
        STREET.encode("utf-16"),
        STREET.replace("v1;lane,lamps", "v1;lane;lamps").replace("v2;lane,lamps", "v2;a;b").encode(),
        STREET.partition("VOTES")[0].encode(),
        STREET.replace("approval", "scoring").encode(),
    ],
)
def test_whatever_is_handed_in_nobody_sees_a_traceback(own_jobs, content):
    page = open_page("zh")
    page.file_uploader[0].set_value(("<b>x.pb", content, "application/octet-stream"))
    text = html(run(page))
    assert 'role="alert"' in text and "Traceback" not in text


def test_rows_with_too_many_fields_are_all_told(own_jobs):
    text = STREET.replace("v1;lane,lamps", "v1;lane;lamps").replace("v2;lane,lamps", "v2;lane;lamps")
    shown_text = html(open_page("en", text))
    assert "street.pb:13" in shown_text and "street.pb:14" in shown_text


def test_of_very_many_faults_the_first_are_told(own_jobs):
    text = STREET + "".join(f"w{number};nobody\n" for number in range(100))
    shown_text = html(open_page("en", text))
    assert shown_text.count("<li>") == MOST_FAULTS and Words("en")("votes.more_faults") in shown_text


def test_large_files_are_refused_with_the_command_that_counts_them(own_jobs, monkeypatch):
    handed = Handed.of("my votes.pb", b"x" * (MOST_BYTES + 1))
    assert handed.too_large and not handed.content
    page = open_page("en")
    page.session_state[FILE] = handed
    run(page)
    line = "shapan ballot 'my votes.pb' --rule greedy --rule equal_shares --rule phragmen"
    assert [code.value for code in page.code] == [line] == [command("my votes.pb", USUAL)]
    assert len(page.warning) == 1 and "shapan-side" not in html(page)
    monkeypatch.setattr(file, "MOST_CELLS", 23)
    page = open_page("zh", STREET)
    assert len(page.warning) == 1 and len(page.code) == 1 and "shapan-side" not in html(page)


def test_a_file_without_votes_or_projects(own_jobs):
    text = html(open_page("en", STREET.partition("v1;")[0]))
    assert Words("en")("votes.nobody") in text and "Better lane" in text
    bare = "META\nkey;value\nbudget;5\nvote_type;approval\nPROJECTS\nproject_id;cost\nVOTES\nvoter_id;vote\nv1;\n"
    page = open_page("en", bare)
    assert [info.value for info in page.info] == [Words("en")("votes.no_project")]


def test_names_from_a_file_are_taken_neither_for_tags_nor_for_pictures(own_jobs):
    page = open_page("en", STREET.replace("Better lane", "<script>![x](http://a.example/b.png)"))
    raw = "\n".join(one.proto.body for one in page.get("html"))
    # The page has a script of its own; that of the file is letters.
    assert "<script>!" not in raw and "&lt;script&gt;!" in raw
    assert not any("a.example" in str(one.value) for one in (*page.markdown, *page.caption, *page.info))


def test_both_examples_hold_the_same_votes_and_the_rules_disagree():
    zh, en = (parse(example(language).content, language) for language in ("zh", "en"))
    assert zh.projects.column("cost") == en.projects.column("cost")
    assert [zh.votes.column(name) for name in ("voter_id", "vote", "age")] == [
        en.votes.column(name) for name in ("voter_id", "vote", "age")
    ]
    assert "虚构" in zh.meta["description"] and "Invented" in en.meta["description"]
    found = count(en, USUAL)
    assert 8 <= found.election.projects <= 12 and found.election.voters == 60
    assert set(found.outcomes["greedy"].funded) != set(found.outcomes["equal_shares"].funded)
    assert left_out(found, "greedy").sum() > left_out(found, "equal_shares").sum()


def test_who_is_left_out_agrees_with_the_measure_and_with_the_ballots():
    found = counted(STREET, *RULES)
    for rule in RULES:
        share = found.measures[rule].voters_with_project_share
        assert left_out(found, rule).mean() == pytest.approx(1 - share)
    without = left_out(found, "greedy")
    assert without.tolist() == [False] * 4 + [True] * 2
    assert [(found.name(one), votes) for one, votes in wanted(found, without)] == [("Chess outdoors", 2), ("Choir", 2)]
    assert by_place(found, without) == []
    lived = STREET.replace("voter_id;vote", "voter_id;vote;neighborhood")
    for voter in "123456":
        head, _, rest = lived.partition(f"v{voter};")
        line, _, after = rest.partition("\n")
        lived = f"{head}v{voter};{line};{'north' if voter < '5' else 'south'}\n{after}"
    assert by_place(counted(lived), without) == [("south", 2, 2)]


def test_what_one_rule_alone_funds_and_what_it_says():
    say, found = Words("en"), counted(STREET, "greedy", "equal_shares")
    alone = {rule: {found.name(one) for one in projects} for rule, projects in funded_alone(found).items()}
    funded = {rule: {found.name(one) for one in outcome.funded} for rule, outcome in found.outcomes.items()}
    assert alone["greedy"] == funded["greedy"] - funded["equal_shares"]
    assert alone["equal_shares"] == funded["equal_shares"] - funded["greedy"] != set()
    assert all(name in alone_html(say, found) for names in alone.values() for name in names)


def test_the_verdict_names_every_rule_and_says_what_the_shares_went_to():
    say, found = Words("en"), count(parse(example("en").content, "x"), USUAL)
    text = unescape(verdict_html(say, found))
    out = {rule: int(left_out(found, rule).sum()) for rule in USUAL}
    assert f"Under “Most votes”, {out['greedy']} of 60 voters" in text
    assert f"under “Phragmén”, {out['phragmen']}; under “Equal shares”, {out['equal_shares']}." in text
    parking = names_of(found).index("More parking bays")
    (road, amount), *_ = spent_on(found.election, found.outcomes["equal_shares"], parking).items()
    assert "More parking bays (18 votes) is funded under “Most votes” but not under “Equal shares”" in text
    assert f"{names_of(found)[road]} ({found.roughly(amount)})" in text and names_of(found)[road].startswith(
        "Resurface"
    )
    assert "18 位" not in text and "均等份额" in unescape(verdict_html(Words("zh"), found))


def test_supporters_who_are_too_few_are_said_to_be():
    """Three of six want the mast, whose price is beyond their shares; the other three spend theirs on small things."""
    text = STREET.partition("PROJECTS")[0] + "PROJECTS\nproject_id;cost;name\nmast;900;Mast\nlamps;300;Lamps\nVOTES\n"
    text += "voter_id;vote\n" + "".join(f"v{one};mast\n" for one in range(3))
    text += "".join(f"w{one};lamps\n" for one in range(2))
    found = counted(text, "greedy", "equal_shares")
    assert [outcome.funded for outcome in found.outcomes.values()] == [(0,), (1,)]
    shown_text = unescape(verdict_html(Words("en"), found))
    assert "Mast (3 votes) is funded under “Most votes” but not under “Equal shares”" in shown_text
    assert f"hold {found.roughly(found.outcomes['equal_shares'].reasons[0].supporters_left)} together" in shown_text


def test_without_money_that_is_said_and_nothing_of_agreement():
    say = Words("en")
    text = unescape(verdict_html(say, counted(STREET.replace("budget;1000", "budget;0"))))
    assert say("votes.no_money") in text and say("votes.same") not in text
    page = open_page("zh", STREET.replace("budget;1000", "budget;0"))
    assert Words("zh")("votes.no_money") in html(page)


def test_the_chart_says_how_much_of_the_list_it_shows(own_jobs):
    many = "".join(f"q{number};1;Bench {number}\n" for number in range(MOST_BARS + 2))
    named = ",".join(f"q{number}" for number in range(MOST_BARS + 2))
    text = STREET.replace("VOTES\n", f"{many}VOTES\n").replace("v4;lane", f"v4;{named}")
    page = open_page("en", text.replace("budget;1000", "budget;5000"))
    assert "The 15 with most votes of 21 projects that any rule funds." in [one.value for one in page.caption]
    page = open_page("en", STREET)
    assert not any("with most votes of" in one.value for one in page.caption)


def test_the_currency_of_the_file_is_said():
    say, text = Words("zh"), STREET.replace("budget;1000\n", "budget;1000\ncurrency;CNY\n")
    found = counted(text)
    assert "1,000 CNY" in source_html(Words("en"), Handed.of("street.pb", b""), found)
    zloty = counted(text.replace("CNY", "PLN"))
    assert "1,000 PLN" in source_html(say, Handed.of("street.pb", b""), zloty)
    assert "1,000 元" in source_html(say, Handed.of("street.pb", b""), found)
    assert "费用（元）" in table_html(say, found) and "费用（元）" in table(say, found).columns


@pytest.mark.parametrize(("language", "expected"), [("zh", "万"), ("en", "~s")])
def test_large_amounts_on_the_axis_are_written_as_the_language_does(language, expected):
    say = Words(language)
    found = count(parse(example(language).content, "x"), USUAL)
    drawn = json.dumps(money_chart(say, money(say, found, False), "PLN").to_dict(), ensure_ascii=False)
    assert expected in drawn and "PLN" in drawn


def test_the_page_gives_the_whole_command_for_single_steps(own_jobs, monkeypatch):
    monkeypatch.setattr("shapan.experiments.votes.count.MOST_WORK", 10.0)
    text = html(open_page("en", STREET.replace("budget;1000", "budget;1300"), "single steps.pb"))
    assert "shapan ballot 'single steps.pb' --rule greedy --rule equal_shares --rule phragmen --step 1" in text


def test_what_is_taken_away_is_no_formula_and_numbers_stay():
    rows = pd.DataFrame({"name": ["=1+1", "@x", "-a", "+b", "plain", "-5"], "number": [-1.5, 2, 3, 4, 5, 6]})
    assert harmless(rows)["name"].tolist() == ["'=1+1", "'@x", "'-a", "'+b", "plain", "-5"]
    assert harmless(rows)["number"].tolist() == rows["number"].tolist() and rows["name"][0] == "=1+1"


def test_a_file_is_taken_away_as_it_was_read(own_jobs):
    page = open_page("en", STREET.replace("\n", "\r\n"))
    assert any(one.proto.label == Words("en")("votes.get_pb") for one in page.get("download_button"))
    assert not any(one.proto.label == Words("en")("votes.get_pb") for one in open_page("en").get("download_button"))


def test_rules_that_agree_are_said_to_agree():
    say = Words("en")
    text = STREET.replace("budget;1000", "budget;5000")
    shown_text = unescape(verdict_html(say, counted(text)))
    assert say("votes.same") in shown_text and "0 of 6" in shown_text
    one = unescape(verdict_html(say, counted(STREET, "greedy")))
    assert say("votes.same") not in one and "2 of 6" in one and "Chess outdoors (2) and Choir (2)" in one


def test_empty_ballots_and_long_lists_are_said():
    say = Words("en")
    many = "".join(f"q{number};1;Bench {number}\n" for number in range(MOST_NAMED + 2))
    named = ",".join(f"q{number}" for number in range(MOST_NAMED + 2))
    text = STREET.replace("VOTES\n", f"{many}VOTES\n").replace("v4;lane", f"v4;{named}") + "v7;\n"
    found = counted(text.replace("budget;1000", "budget;1010"), "greedy")
    assert blank(found) == 1 and left_out(found, "greedy")[-1]
    shown_text = card_html(say, found, "greedy")
    assert say("votes.blank", n=1) in shown_text and say("votes.more", n=4) in shown_text


def test_the_table_gives_a_reason_for_every_project_under_every_rule():
    say, found = Words("zh"), counted(STREET, *RULES)
    rows = table(say, found)
    assert len(rows) == 4 and list(rows[say.shared("ballot.votes")]) == sorted(found.election.votes, reverse=True)
    for rule, outcome in found.outcomes.items():
        reasons = rows[say("votes.why", rule=say.shared(f"rule.{rule}"))]
        assert sum(not reason.startswith("未") for reason in reasons) == len(outcome.funded)
        assert all(reason in unescape(table_html(say, found)) for reason in reasons)


def test_the_money_in_the_chart_is_the_money_spent():
    say = Words("en")
    found = count(parse(example("en").content, "x"), tuple(RULES))
    assert has_kinds(found) and not has_kinds(counted(STREET))
    for by_kind in (False, True):
        spent = money(say, found, by_kind).groupby("rule")["money"].sum()
        for rule in RULES:
            assert spent[say.shared(f"rule.{rule}")] == found.measures[rule].spent / found.scale


def test_two_projects_of_one_name_are_told_apart():
    text = STREET.replace("Chess outdoors", "Choir")
    assert names_of(counted(text))[2:] == ["Choir (choir)", "Choir (chess)"]
