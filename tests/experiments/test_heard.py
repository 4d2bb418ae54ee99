"""What duplicate reports tell of what nobody reports: planted ledgers give back what was planted or say they cannot."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
import tomllib
from pathlib import Path

import numpy as np
import pytest

from shapan.experiments.cli import main
from shapan.experiments.ledgers import varying
from shapan.experiments.ledgers.heard import heard
from shapan.experiments.ledgers.incidents import Incidents, incidents
from shapan.experiments.ledgers.rates import FEWEST, never_heard, rates_alone, rates_pooled
from shapan.experiments.ledgers.reading import moment, read
from shapan.experiments.ledgers.varying import Counted
from shapan.scenarios.library import load, look_into

WINDOW = 10.0
RATES = np.array([0.06, 0.12, 0.2, 0.35])
FULL = "time,grid,kind,duplicate_of,id,closed,reporter\n"


def planted(rng, rate, each, shape=np.inf, window=WINDOW):
    """Duplicates and days at risk of the incidents somebody reported; shape of all (…, each), 0 where nobody did.

    An incident ends after the window unless it is reported; then it is closed after about six days.
    """
    rate = np.asarray(rate)[..., None] * np.ones(each)
    if np.isfinite(shape):
        rate = rate * rng.gamma(shape, 1.0 / shape, rate.shape)
    there = rng.exponential(1.0, rate.shape) / rate < window
    days = np.where(there, np.minimum(rng.exponential(6.0, rate.shape) + 0.05, window), 0.0)
    return rng.poisson(rate * days).astype(float), days, there


def share_within(lo, hi, truth):
    return float(np.mean((lo <= truth) & (truth <= hi)))


def test_planted_rates_come_back_and_intervals_cover_what_they_say():
    """500 ledgers of four areas: the estimate is unbiased, intervals of rates and of shares never heard cover 95 %."""
    duplicates, days, _ = planted(np.random.default_rng(1), np.tile(RATES, (500, 1)), 150)
    found = rates_alone(duplicates.sum(axis=-1), days.sum(axis=-1))
    assert found.identified.mean() > 0.99
    assert found.rate.mean(axis=0) == pytest.approx(RATES, rel=0.03)
    assert 0.93 <= share_within(found.lo, found.hi, RATES) <= 0.97
    truth = np.exp(-RATES * WINDOW)
    assert 0.93 <= share_within(never_heard(found.hi, WINDOW), never_heard(found.lo, WINDOW), truth) <= 0.97
    assert never_heard(found.rate, WINDOW).mean(axis=0) == pytest.approx(truth, rel=0.1)


def test_areas_that_lend_to_each_other_err_less_and_still_cover():
    """Areas of unequal size, most with few duplicates; quiet ones come out somewhat too loud, by 4 % in the mean."""
    rng = np.random.default_rng(2)
    alone, pooled, covered = [], [], []
    for _ in range(100):
        truth = rng.gamma(4.0, 0.1 / 4.0, 12)
        duplicates, days, _ = planted(rng, truth, 200)
        there = np.arange(200) < np.exp(rng.uniform(np.log(5), np.log(200), (12, 1)))
        counts = (duplicates * there).sum(axis=-1), (days * there).sum(axis=-1)
        found = rates_pooled(*counts)
        alone.append(np.nanmean((rates_alone(*counts).rate - truth) ** 2))
        pooled.append(np.mean((found.rate - truth) ** 2))
        covered.append(share_within(found.lo, found.hi, truth))
        assert found.rate.mean() == pytest.approx(truth.mean(), rel=0.6)
    assert np.mean(pooled) < 0.7 * np.mean(alone)
    assert 0.93 <= np.mean(covered) <= 0.97


def test_nothing_is_lent_by_two_areas_or_by_hardly_any_duplicates():
    assert rates_pooled([30, 40], [100, 100]) is None
    assert rates_pooled([1, 2, 3], [100, 100, 100]) is None


def test_ten_duplicates_are_the_fewest_that_keep_an_interval_within_a_factor_of_two():
    found = rates_alone(np.arange(1, 30), np.full(29, 50.0))
    within = (found.lo >= found.rate / 2.0) & (found.hi <= found.rate * 2.0)
    assert (within == found.identified).all() and within.sum() == 29 - (FEWEST - 1)


def of_incidents(duplicates, days, there):
    """The incidents that were reported, of one ledger with one row an area."""
    area = np.broadcast_to(np.arange(len(there))[:, None], there.shape)[there]
    return duplicates[there], days[there], area


@pytest.mark.parametrize("window", [WINDOW, np.inf])
def test_slopes_of_the_likelihood_are_its_slopes(window):
    rng = np.random.default_rng(4)
    counted = Counted(*of_incidents(*planted(rng, RATES, 40, shape=1.5)), window)
    at = np.log(np.concatenate([[1.2], RATES * 1.1]))
    steps = 1e-5 * np.eye(len(at))
    value = [[varying.log_likelihood(at + sign * step, counted)[0] for sign in (1, -1)] for step in steps]
    slopes = [(more - less) / 2e-5 for more, less in value]
    assert varying.log_likelihood(at, counted)[1] == pytest.approx(slopes, rel=1e-4, abs=1e-3)


def fits(seed, ledgers, shape, each=300):
    rng = np.random.default_rng(seed)
    return [varying.fit(Counted(*of_incidents(*planted(rng, RATES, each, shape)), WINDOW)) for _ in range(ledgers)]


def coverage_of(found, shape):
    """How often intervals of means and of shares never heard hold what was planted."""
    truth = np.log((1.0 + RATES * WINDOW / shape) ** -shape)
    of_means, of_shares = [], []
    for one in found:
        width = 1.96 * np.sqrt(np.diag(one.covariance)[1:])
        of_means.append(np.abs(np.log(one.mean / RATES)) < width)
        share, slopes = varying.never_heard(one, WINDOW)
        width = 1.96 * np.sqrt(np.diag(slopes @ one.covariance @ slopes.T))
        of_shares.append(np.abs(np.log(np.log(share) / truth)) < width)
    return float(np.mean(of_means)), float(np.mean(of_shares))


def test_rates_that_vary_between_incidents_are_noticed_and_allowed_for():
    """The loud are reported more often: without allowing for it, rates would come out a third too high."""
    shape = 1.5
    found = fits(5, 60, shape)
    assert np.mean([one.clear for one in found]) > 0.95
    assert np.mean([one.mean for one in found], axis=0) == pytest.approx(RATES, rel=0.1)
    of_means, of_shares = coverage_of(found, shape)
    assert 0.92 <= of_means <= 0.98 and 0.92 <= of_shares <= 0.98
    duplicates, days, there = planted(np.random.default_rng(5), RATES, 30_000, shape)
    plain = (duplicates * there).sum(axis=-1) / (days * there).sum(axis=-1)
    assert plain[0] > 1.3 * RATES[0]


@pytest.mark.slow
@pytest.mark.parametrize("shape", [0.7, 1.5, 4.0])
def test_their_intervals_cover_what_they_say(shape):
    of_means, of_shares = coverage_of(fits(6, 400, shape, each=500), shape)
    assert 0.93 <= of_means <= 0.97 and 0.93 <= of_shares <= 0.97


def test_rates_that_do_not_vary_are_seldom_said_to():
    assert np.mean([one.clear for one in fits(7, 60, np.inf, each=80)]) <= 0.1


def ledger_of(duplicates, days, there, kind="litter"):
    count, at_risk, area = of_incidents(duplicates, days, there)
    names = tuple(f"A{one}" for one in area)
    return Incidents(names, (kind,) * len(names), count, at_risk, open=np.zeros(len(names), bool), passed_over=0)


def test_the_whole_estimate_covers_and_warns_of_what_small_ledgers_cannot_show():
    rng, windows = np.random.default_rng(8), {"litter": WINDOW}
    truth = float(np.mean(1.0 - np.exp(-RATES * WINDOW)))
    rows = [heard(ledger_of(*planted(rng, RATES, 80)), windows)[0] for _ in range(30)]
    assert np.mean([one.heard[0] for one in rows]) == pytest.approx(truth, rel=0.03)
    # Those that are said to vary by chance have wider intervals, so this covers somewhat more than 95 %.
    assert np.mean([one.heard[1] <= truth <= one.heard[2] for one in rows]) >= 0.9
    assert all(one.at_least is None or one.at_least <= one.heard[0] for one in rows)
    uneven = float(np.mean(1.0 - 1.0 / (1.0 + RATES * WINDOW)))
    rows = [heard(ledger_of(*planted(rng, RATES, 25, shape=1.0)), windows)[0] for _ in range(20)]
    unseen = [one for one in rows if one.shape is None]
    assert len(unseen) >= 5 and np.mean([one.heard[0] for one in unseen]) > uneven + 0.1
    assert np.mean([one.at_least for one in unseen]) == pytest.approx(uneven, abs=0.08)


def write(folder, rows, name="ledger.csv", encoding="utf-8", head=FULL):
    file = folder / name
    file.write_text(head + "".join(f"{row}\n" for row in rows), encoding=encoding)
    return str(file)


BY_HAND = [
    "2026-03-01 00:00,G1,litter,,a,2026-03-05 00:00,p1",  # four days at risk
    "2026-03-02 12:00,G1,litter,a,b,,p2",  # counts
    "2026-03-03 00:00,G1,litter,b,c,,p2",  # had reported it
    "2026-03-03 12:00,G1,litter,a,d,,p1",  # reported it first
    "2026-03-04 00:00,G1,litter,c,e,,",  # unnamed, by way of two others: counts
    "2026-03-06 00:00,G1,litter,a,f,,p3",  # after the end
    "2026-03-07 00:00,G2,litter,h,g,,p1",  # before the report it is said to repeat: the first
    "2026-03-08 00:00,G2,litter,,h,,p2",  # counts; open until the ledger ends
    "2026-03-09 00:00,G2,parking,,i,2026-03-09 00:00,",  # closed at once
]


def test_incidents_are_put_together_as_by_hand(tmp_path):
    found = incidents(read(write(tmp_path, BY_HAND)), {})
    assert (found.area, found.kind) == (("G1", "G2", "G2"), ("litter", "litter", "parking"))
    assert found.duplicates.tolist() == [2.0, 1.0, 0.0] and found.days.tolist() == [4.0, 2.0, 0.0]
    assert found.open.tolist() == [False, True, False] and found.passed_over == 3
    shorter = incidents(read(write(tmp_path, BY_HAND)), {"litter": 2.0})
    assert shorter.duplicates.tolist() == [1.0, 1.0, 0.0] and shorter.days.tolist() == [2.0, 2.0, 0.0]


def test_days_without_a_clock_and_lines_without_ids(tmp_path):
    """The third row repeats the one on line 2; within one day lies a third of a day on average."""
    rows = ["2026-03-01,G1,litter,,2026-03-01", "2026/3/1,G1,litter,2,", "2026年3月4日,G2,litter,,2026.3.6"]
    rows.append("2026-03-09,G3,litter,,")
    found = incidents(read(write(tmp_path, rows, head="time,grid,kind,duplicate_of,closed\n")), {})
    assert found.days.tolist() == pytest.approx([1 / 3, 2.0, 1 / 3]) and found.duplicates.tolist() == [1.0, 0.0, 0.0]


def test_points_stand_in_squares(tmp_path):
    rows = ["2026-03-01,120.157,30.279,litter,", "2026-03-01,120.151,30.271,litter,", "2026-03-01,4500,-10,litter,"]
    found = incidents(read(write(tmp_path, rows, head="time,x,y,kind,duplicate_of\n")), {})
    assert found.area == ("120.15, 30.27", "120.15, 30.27", "4000, -1000")


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday", "", "2026-03-01 25:00", "3/1/2026"])
def test_what_is_no_time(text):
    assert moment(text) is None


def test_a_clock_is_part_of_a_day():
    assert moment("2026年3月1日 6:00") == moment("2026-03-01T06:00:00.0") == moment("2026/3/1") + 0.25


def planted_rows(seed=9, head=FULL):
    """A ledger of two kinds in three areas; in A3 hardly anything is reported twice."""
    rng, start, rows = np.random.default_rng(seed), dt.datetime(2026, 1, 1), []

    def at(day):
        return f"{start + dt.timedelta(days=float(day)):%Y-%m-%d %H:%M}"

    for area, loud in (("A1", 1.0), ("A2", 2.0), ("A3", 0.05)):
        for kind, rate in (("环境卫生", 0.12), ("路灯", 0.1)):
            duplicates, days, there = (part[0] for part in planted(rng, [rate * loud], 150, window=7.0))
            for born, count, lasting in zip(
                rng.uniform(0, 360, 150)[there], duplicates[there], days[there], strict=True
            ):
                root = len(rows) + 1
                rows.append(f"{at(born)},{area},{kind},,{root},{at(born + lasting)},")
                rows += [
                    f"{at(born + later)},{area},{kind},{root},{root + number},,"
                    for number, later in enumerate(sorted(rng.uniform(0, lasting, int(count))), 1)
                ]
    return rows


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return write(tmp_path_factory.mktemp("ledger"), planted_rows())


def output_of(capsys, *typed):
    assert main(["estimate-heard", *typed, "--json", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return json.loads(out)


def test_the_promised_object(capsys, file):
    got = output_of(capsys, file)
    assert set(got) == {
        *("format", "file", "place", "days", "reports", "incidents", "duplicates", "open", "passed_over"),
        *("duplicates_needed", "areas", "kinds"),
    }
    assert (got["format"], got["place"], got["duplicates_needed"]) == (1, "standard_town", FEWEST)
    assert got["reports"] == got["incidents"] + got["duplicates"] + got["passed_over"] == len(planted_rows())
    rows = {(one["area"], one["kind"]): one for one in got["areas"]}
    for (area, kind), one in rows.items():
        assert set(one) == {
            *("area", "kind", "incidents", "duplicates", "days_at_risk", "identified", "pooled", "rate", "delay_days"),
            *("never_heard_share", "window_days"),
        }
        assert one["identified"] is (area != "A3") and (one["rate"] is None) is (area == "A3")
        if area != "A3":
            truth = {"litter": 0.12, "路灯": 0.1}[kind] * {"A1": 1.0, "A2": 2.0}[area]
            assert one["rate"]["value"] == pytest.approx(truth, rel=0.25)
            assert one["rate"]["lo"] < one["rate"]["value"] < one["rate"]["hi"]
            assert one["delay_days"]["value"] == pytest.approx(1.0 / one["rate"]["value"])
    litter, lamps = got["kinds"]
    assert (litter["kind"], litter["window_days"]) == ("litter", 7.0)
    assert set(litter) == {
        *("kind", "incidents", "covered_share", "window_days", "heard_share", "heard_share_if_rates_vary"),
        "gamma_shape",
    }
    assert lamps["window_days"] is None and lamps["heard_share"] is None
    assert rows["A1", "路灯"]["never_heard_share"] is None


def test_a_stated_window_holds_for_every_kind(capsys, file):
    got = output_of(capsys, file, "--window", "7")
    assert {one["window_days"] for one in got["areas"]} == {7.0}
    row = next(one for one in got["areas"] if one["area"] == "A2" and one["kind"] == "路灯")
    assert row["never_heard_share"]["value"] == pytest.approx(np.exp(-7.0 * row["rate"]["value"]))


def test_chinese_columns_in_gbk_say_the_same(capsys, tmp_path, file):
    head = "上报时间,网格,类别,重复于,工单编号,办结时间,上报人\n"
    other = write(tmp_path, planted_rows(), "台账.csv", "gbk", head)
    got, same = output_of(capsys, other), output_of(capsys, file)
    assert {**got, "file": ""} == {**same, "file": ""}
    for sign in ("\t", ";"):
        spread = tmp_path / "spread.csv"
        spread.write_text(Path(other).read_text(encoding="gbk").replace(",", sign), encoding="utf-8-sig")
        assert {**output_of(capsys, str(spread)), "file": ""} == {**same, "file": ""}


@pytest.mark.parametrize(
    ("language", "said"), [("en", "not identifiable: 0 of 10 duplicates"), ("zh", "不可识别：重复上报 0 次，需 10 次")]
)
def test_what_a_planner_reads(capsys, tmp_path, language, said):
    file = write(tmp_path, ["2026-03-01,G1,环境卫生,,a,2026-03-05,", "2026-03-09,G1,环境卫生,,b,,"])
    assert main(["estimate-heard", file, "--lang", language]) == 0
    out, err = capsys.readouterr()
    assert said in out.replace("\n", " ") and ("环境卫生" in out) is (language == "zh")
    assert err.count("\n") == 1 and ("没有办结时间" in err or "no closing time" in err)


def test_areas_lend_where_asked_to(capsys, tmp_path):
    rows = [f"2026-03-0{1 + day},G{area},litter,,{area}-{day},," for area in range(1, 7) for day in range(5)]
    rows += [
        f"2026-03-0{6 + day % 4},G{area},litter,{area}-{day % 5},{area}+{day},,"
        for area in range(1, 7)
        for day in range(8)
    ]
    file = write(tmp_path, rows)
    alone, pooled = output_of(capsys, file), output_of(capsys, file, "--pool")
    assert not any(one["identified"] for one in alone["areas"]) and alone["kinds"][0]["covered_share"] == 1.0
    assert all(one["identified"] and one["pooled"] for one in pooled["areas"])


def test_a_place_with_what_the_ledger_says_is_in_order(capsys, tmp_path, file):
    out = tmp_path / "mine.toml"
    got = output_of(capsys, file, "--out", str(out))
    faults, scenario = look_into(out)
    assert not faults and not scenario.warnings
    text = tomllib.loads(out.read_text(encoding="utf-8"))
    shares, usual = text["place"]["heard_share"], load("status_quo").with_place("standard_town").parameters.place
    litter = got["kinds"][0]["heard_share"]
    assert shares["litter"] == round(litter["value"], 3)
    assert {**shares, "litter": 0} == {**usual.heard_share, "litter": 0}
    source = text["sources"]["place.heard_share.litter"]
    assert source["grade"] == "C" and "ledger.csv" in source["note"]["en"] and "ledger.csv" in source["note"]["zh"]
    assert text["place"]["id"] == "standard_town_heard"
    # A place of one's own keeps its id, and is written over by nobody.
    again = tmp_path / "again.toml"
    output_of(capsys, file, "--place", str(out), "--out", str(again))
    assert tomllib.loads(again.read_text(encoding="utf-8"))["place"]["id"] == "standard_town_heard"
    assert main(["estimate-heard", file, "--out", str(out), "--lang", "en"]) == 2
    assert "is there already" in capsys.readouterr().err


def test_sources_for_a_whole_place_stay_beside_those_of_the_ledger(capsys, tmp_path, file):
    place = tmp_path / "listed.toml"
    shipped = Path(load("status_quo").with_place("training_town").place_file.path).read_text(encoding="utf-8")
    body = shipped.partition("[sources]")[0].replace('id = "training_town"', 'id = "listed"')
    place.write_text(body.replace("[place]", 'sources = ["B9"]\n\n[place]', 1), encoding="utf-8")
    output_of(capsys, file, "--place", str(place), "--out", str(tmp_path / "out.toml"))
    assert look_into(tmp_path / "out.toml")[0] == []
    assert tomllib.loads((tmp_path / "out.toml").read_text(encoding="utf-8"))["sources"][""] == ["B9"]


GOOD = "2026-03-01,G1,litter,,a,,"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (["soon,G1,litter,,a,,", "2026-13-01,G1,litter,,b,,"], [":2: “soon” is no time", "the same in 1 more rows"]),
        (["2026-03-01,G1,litter,,a,later,"], [":2: closed: “later” is no time"]),
        (["2026-03-02,G1,litter,,a,2026-03-01,"], [":2: closed 2026-03-01, before it was reported"]),
        (["2026-03-01,G1,,,a,,"], [":2: the kind is missing"]),
        ([GOOD, "", "2026-03-01,,litter,,b,,"], [":4: the grid is missing"]),
        (["2026-03-01,G1,litter,,,,"], [":2: the id is missing"]),
        ([GOOD, GOOD], [":3: the id a stood on line 2 already"]),
        ([GOOD, "2026-03-01,G1,litter,z,b,,"], [":3: duplicate_of z: no row has this id"]),
        (["2026-03-01,G1,litter,a,a,,"], [":2: duplicate_of a: the report repeats itself"]),
        (["2026-03-01,G1,litter,b,a,,", "2026-03-01,G1,litter,a,b,,"], [":2: duplicate_of b: these", "in 1 more rows"]),
        ([GOOD + ",more"], [":2: the row has 8 fields, the column names are 7"]),
        (["2026-03-01"], [":2: the row has 1 fields"]),
        ([], [": holds column names and no report"]),
        (["x,G1,litter,,a,,", "2026-03-01,G1,,,a,,"], [":2: “x” is no time", ":3: the kind is missing"]),
    ],
)
def test_bad_rows_are_told_one_line_a_kind(capsys, tmp_path, rows, lines):
    refused(capsys, write(tmp_path, rows), *lines)


def refused(capsys, file, *lines):
    for language in ("zh", "en"):
        assert main(["estimate-heard", file, "--lang", language]) == 2
        out, err = capsys.readouterr()
        assert out == "" and "Traceback" not in err
    assert err.count("\n") <= len(lines)
    for line in lines:
        assert line in err


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "holds nothing"),
        (b"time,grid,kind\n", "there is no column duplicate_of (duplicate_of / "),
        (b"time,grid,kind,duplicateof\n", "nearest duplicateof"),
        (b"time,kind,duplicate_of\n", "neither a column grid"),
        (b"time,kind,duplicate_of,x\n", "neither a column grid"),
        (b"time,date,grid,kind,duplicate_of\n", "the column date is there twice"),
        (b"time,x,y,kind,duplicate_of\n2026-03-01,here,1,litter,\n", "x “here” and y “1” are no point"),
        (b"time,x,y,kind,duplicate_of\n2026-03-01,nan,inf,litter,\n", "are no point"),
        (b"PK\x03\x04\0\0", "a workbook has to be saved as CSV first"),
        (b"time,grid\xff\xff\n", "neither in UTF-8 nor in GBK"),
        (b'time,grid,kind,duplicate_of\n"' + b"a" * 200_000 + b'"\n', "cannot be split"),
    ],
)
def test_bad_files_are_told_in_one_line(capsys, tmp_path, content, line):
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    refused(capsys, str(file), line)


def test_what_is_no_file(capsys, tmp_path):
    refused(capsys, str(tmp_path), "is a folder")
    refused(capsys, str(tmp_path / "none.csv"), "there is no such file")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (["--window", "0"], "--window: 0 is out of range; allowed 1–3,650"),
        (["--place", "atlantis"], "atlantis"),
        (["--out", "new.toml", "--place", "training_town"], "there is nothing to write"),
        (["--out", "none/new.toml"], "cannot be written"),
    ],
)
def test_what_cannot_be_asked(capsys, tmp_path, monkeypatch, file, typed, line):
    monkeypatch.chdir(tmp_path)
    few = write(tmp_path, [GOOD], "few.csv") if "training_town" in typed else file
    assert main(["estimate-heard", few, *typed, "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and line in err and err.count("\n") == 1 and not list(tmp_path.glob("*.toml"))


def test_the_how_to_runs_as_it_stands(capsys, tmp_path, monkeypatch):
    text = (Path(__file__).resolve().parents[2] / "docs" / "how-to-hear-the-unheard.md").read_text(encoding="utf-8")
    (example,), (shell,) = (
        re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL) for kind in ("csv", "sh")
    )
    (tmp_path / "ledger.csv").write_text(example, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for line in shell.splitlines():
        assert main([*shlex.split(line)[1:], "--lang", "en"]) == 0
    got = json.loads(next(line for line in capsys.readouterr().out.splitlines() if line.startswith("{")))
    for name in (*got, *got["areas"][0], *got["kinds"][0]):
        assert f"`{name}`" in text, name
    harbour, hill = got["areas"]
    assert harbour["identified"] and not hill["identified"]
    assert f"{harbour['duplicates']} duplicates" in text and f"{harbour['days_at_risk']:.1f} days" in text
    assert f"{harbour['rate']['value']:.2f}" in text
