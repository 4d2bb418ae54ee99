"""The lower part of the page Money: verdict, a year's statement, what each line bought, and the road of projects."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from ....experiments.reports.budget_lines import line_label
from ....experiments.reports.project_stages import timeline
from ...jobs.accounts import WHOLE, Accounts, agreed_yuan, spent_per_resident
from ...jobs.request import Request
from ...jobs.result import Finding
from ...jobs.work import baseline
from ...widgets.catalogue import statement_line
from ...widgets.download import download, take_away
from ...widgets.drawn import draw
from ...widgets.files import chosen_columns, of_run
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.phrases import listed
from ...widgets.plain import markdown
from . import budget_lines, communities, project_list, projects, statement
from . import map as money_map
from .chosen import Chosen, place_code, place_words, where_words
from .flows import show_flows
from .verdict import money_figures, money_file, money_verdict_html

FEW = 12  # communities whose table stands open


def show_money(say: Words, job: str, request: Request, finding: Finding) -> None:
    """Everything the page says of one comparison; scenarios are called as people call them."""
    known = {name: one for name, one in zip(finding.comparison.names, finding.accounts, strict=True) if one is not None}
    with guarded(say):
        here = {name: spent_per_resident(one, finding.residents) for name, one in known.items()}
        st.html(money_verdict_html(say, finding.comparison, here))
        numbers = of_run(money_file(say, finding.comparison), request)
        take_away(say, money_figures(say, finding.comparison), "money_figures", numbers)
        st.caption(say("money.verdict_about"))
    if not known:
        st.info(say("money.no_world", seed=request.seed), icon=":material/event_busy:")
        return
    needs = baseline(request.columns[0].policy, request.columns[0].place).parameters.place.needs
    kinds = {kind.id: say.of(kind, "label") for kind in needs}
    with guarded(say):
        _world(say, job, request, finding, known, kinds)


@st.fragment
def _world(
    say: Words, job: str, request: Request, finding: Finding, known: dict[str, Accounts], kinds: dict[str, str]
) -> None:
    """The first world. A fragment, so that choosing a community redraws nothing else."""
    st.subheader(say("money.world"), anchor=False, divider="gray")
    st.caption(say("money.one_world_about"))
    chosen = _choose(say, request, job, finding, known)
    for section in (_communities, _statement, show_flows, _lines):
        with guarded(say):
            section(say, finding, known, chosen)
    with guarded(say):
        _projects(say, job, finding, known, chosen, kinds)
    st.caption(say("money.shell"))
    column = finding.comparison.names.index(chosen.name)
    community = chosen.place if chosen.place >= 0 else None
    st.code(statement_line(request, column, community, chosen.year), language="bash", wrap_lines=True)


def _choose(say: Words, request: Request, job: str, finding: Finding, known: dict[str, Accounts]) -> Chosen:
    """The three choices in one row."""
    first = next(iter(known.values()))
    left, middle, right = st.columns([2, 2, 1])
    # The browser answers with the words it shows, so every language has a widget of its own.
    name = left.selectbox(
        say("table.scenario"), list(known), index=min(1, len(known) - 1), key=f"money:scenario:{job}:{say.language}"
    )
    places = [WHOLE, *range(finding.communities), *([-1] if _district_has_own(known) else [])]
    place = middle.selectbox(
        say("table.community"),
        places,
        format_func=lambda one: place_words(say, one),
        key=f"money:place:{job}:{say.language}",
        help=say("money.place_help"),
    )
    years = [year.year for year in first.years]
    year = right.selectbox(say("money.year"), years, key=f"money:year:{job}:{say.language}")
    return Chosen(request, name or next(iter(known)), WHOLE if place is None else place, year or years[0])


def _district_has_own(known: dict[str, Accounts]) -> bool:
    return any((accounts.ledger["community"] == -1).any() for accounts in known.values())


def _residents(finding: Finding, place: int) -> int:
    """Who lives there; nobody lives in the district's own accounts."""
    boxes = finding.boxes
    return finding.residents if place == WHOLE else int(boxes.loc[boxes["community"] == place, "residents"].sum())


def _communities(say: Words, finding: Finding, known: dict[str, Accounts], chosen: Chosen) -> None:
    """The year of one scenario, all communities under each other; closed where they are many."""
    year = next(one for one in known[chosen.name].years if one.year == chosen.year)
    residents = finding.boxes.groupby("community")["residents"].sum()
    table = communities.communities(known[chosen.name], year, residents)
    names = [place_words(say, int(place)) for place in table["place"]]
    with st.expander(say("money.communities"), expanded=len(table) <= FEW, key=f"money:communities:{say.language}"):
        caption = say("money.communities_caption", name=chosen.name, year=year.year)
        st.html(communities.communities_html(say, table, names, caption))
        data = communities.communities_file(table, names, chosen.name, year.year)
        download(say, chosen.of_this_world(data), "communities")


def _statement(say: Words, finding: Finding, known: dict[str, Accounts], chosen: Chosen) -> None:
    """The year of one scenario, beside the baseline's where another one is shown."""
    year = next(one for one in known[chosen.name].years if one.year == chosen.year)
    base = next(iter(known))
    one, before = (statement.statement_of(known[name], year, chosen.place) for name in (chosen.name, base))
    beside = base if base != chosen.name else ""
    st.subheader(say("money.statement"), anchor=False, divider="gray")
    st.markdown(say("money.statement_about"))
    statement_lines = statement.lines(one, before if beside else one)
    facts = {"where": where_words(say, chosen.place), "year": year.year, "days": year.last - year.first + 1}
    caption = say("money.caption", name=chosen.name, **facts)
    st.html(statement.statement_html(say, statement_lines, _residents(finding, chosen.place), beside, caption))
    check = statement.balance_words(say, one)
    (st.error if statement.imbalance(one) else st.caption)(check)
    agreed = agreed_yuan(known[chosen.name], year, chosen.place)
    if agreed:
        st.caption(say("money.agreed", yuan=f"{agreed:,.0f}"))
    data = statement.statement_file(say, statement_lines, beside)
    data = chosen_columns(data, list(data), scenario=chosen.name, year=chosen.year, community=place_code(chosen.place))
    download(say, chosen.of_this_world(data), "statement")


def _lines(say: Words, finding: Finding, known: dict[str, Accounts], chosen: Chosen) -> None:
    """What each line bought, all scenarios side by side."""
    st.subheader(say("money.lines"), anchor=False, divider="gray")
    st.markdown(say("money.lines_about"))
    found = {name: budget_lines.lines_bought(one, chosen.year, chosen.place) for name, one in known.items()}
    every = budget_lines.all_bought(found)
    if not len(every):
        st.info(say("money.nothing_bought"), icon=":material/money_off:")
        return
    measures = budget_lines.measures_known(every)
    measure = st.segmented_control(
        say("money.bars"),
        measures,
        default=measures[0],
        format_func=lambda one: say(f"bought.{one}"),
        key=f"money:measure:{say.language}",
        required=True,
    )
    names = list(known)
    chart = budget_lines.lines_chart(say, every, names, measure or measures[0])
    draw(say, chart, "lines", alt=say("money.lines_alt"))
    caption = say("money.lines_caption", where=place_words(say, chosen.place), year=chosen.year)
    st.html(budget_lines.lines_html(say, every, caption))
    unpaid = budget_lines.without_money(every)
    if unpaid:
        st.caption(say("money.outside", names=listed(say, [line_label(one, say.language) for one in unpaid])))
    data = budget_lines.lines_file(say, every, chosen.year).assign(community=place_code(chosen.place))
    download(say, chosen.of_this_world(data), "lines")


def _projects(
    say: Words, job: str, finding: Finding, known: dict[str, Accounts], chosen: Chosen, kinds: dict[str, str]
) -> None:
    """The road of the projects of one scenario, over all the years."""
    accounts = known[chosen.name]
    st.subheader(say("money.projects"), anchor=False, divider="gray")
    years = "–".join(dict.fromkeys(str(accounts.years[end].year) for end in (0, -1)))
    st.markdown(
        say("money.projects_about", name=markdown(chosen.name), where=where_words(say, chosen.place), years=years)
    )
    there = projects.projects_of(accounts, chosen.place)
    if not len(there):
        st.info(say("money.no_project"), icon=":material/playlist_remove:")
        return
    form = _one_of(say, "form", job, projects.forms_of(there))
    shown = projects.projects_of(accounts, chosen.place, form)
    st.html(projects.stages_html(say, projects.stage_counts(shown)))
    left, right = st.columns([5, 3])
    with left:
        _months(say, shown, accounts, chosen)
    with right:
        _map(say, finding, shown, chosen)
    _list(say, (job, chosen), shown, accounts, kinds)


def _months(say: Words, shown: pd.DataFrame, accounts: Accounts, chosen: Chosen) -> None:
    months = timeline(shown, accounts.start, accounts.days)
    st.caption(say("money.months"))
    chart = projects.months_chart(say, months)
    draw(say, chart, "months", alt=say("money.months_alt"))
    data = months.assign(month=[month.strftime("%Y-%m") for month in months["month"]])
    data = chosen_columns(data, list(data), scenario=chosen.name, community=place_code(chosen.place))
    take_away(say, projects.months_table(say, months), "months", chosen.of_this_world(data))


def _map(say: Words, finding: Finding, shown: pd.DataFrame, chosen: Chosen) -> None:
    """Where chosen projects stand; the list below names the cell of each."""
    boxes = finding.boxes if chosen.place == WHOLE else finding.boxes[finding.boxes["community"] == chosen.place]
    there = money_map.on_the_map(shown, boxes)
    if len(there):
        st.caption(say("money.map"))
        chart = money_map.projects_map(say, there, boxes)
        draw(say, chart, "projects_map", alt=say("money.map_alt"), width="content")


def _list(say: Words, of: tuple[str, Chosen], shown: pd.DataFrame, accounts: Accounts, kinds: dict[str, str]) -> None:
    """Project by project, of one stage or of all."""
    job, chosen = of
    stages = [stage for stage in projects.STAGES if (shown["stage"] == stage).any()]
    stage = _one_of(say, "stage", job, stages)
    wanted = project_list.costliest_first(shown[shown["stage"].isin(stages if stage == projects.EVERY else [stage])])
    st.html(project_list.list_html(say, wanted, accounts.start, kinds))
    data = project_list.list_file(say, wanted, accounts.start, kinds).assign(scenario=chosen.name)
    download(say, chosen.of_this_world(data), "projects")


def _one_of(say: Words, what: str, job: str, names: list[str]) -> str:
    """One of some words, or all."""
    every = projects.EVERY
    picked = st.selectbox(
        say(f"project.{what}"),
        [every, *names],
        format_func=lambda one: say(f"{what}.{one}"),
        key=f"money:{what}:{job}:{say.language}",
    )
    return picked or every
