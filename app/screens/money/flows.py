"""The year's money as flows, from who gave to what it bought, of the scenario chosen and of the baseline."""

from __future__ import annotations

import streamlit as st

from ....experiments.reports.flows import Flow, flows_of
from ...jobs.accounts import WHOLE, Accounts
from ...jobs.result import Finding
from ...widgets.download import take_away
from ...widgets.drawn import draw
from ...widgets.language import Words
from ...widgets.plain import markdown
from .budget_lines import lines_bought
from .chosen import Chosen, place_code, where_words
from .flow_chart import flow_chart, flow_file, flow_table
from .flow_layout import largest


def show_flows(say: Words, finding: Finding, known: dict[str, Accounts], chosen: Chosen) -> None:
    """A chart for the baseline and one for the scenario chosen, on one scale; the table of both."""
    st.subheader(say("flows.title"), anchor=False, divider="gray")
    st.markdown(say("flows.about"))
    community = None if chosen.place == WHOLE else chosen.place
    found: dict[str, list[Flow]] = {}
    met: dict[str, float] = {}
    for name in dict.fromkeys((finding.comparison.names[0], chosen.name)):
        if name not in known:
            continue
        accounts = known[name]
        year = next(one for one in accounts.years if one.year == chosen.year)
        found[name] = flows_of(accounts.ledger, accounts.bought, year, community)
        paid = {flow.source for flow in found[name] if flow.part == "bought"}  # not what no payment stands behind
        lines = lines_bought(accounts, chosen.year, chosen.place)
        met[name] = float(lines.loc[lines["line"].isin(paid), "needs_met"].fillna(0.0).sum())
    whole = max((largest(flows) for flows in found.values()), default=0)
    if not whole:
        st.info(say("flows.nothing"), icon=":material/money_off:")
        return
    where = {"where": where_words(say, chosen.place), "year": chosen.year}
    for number, (name, flows) in enumerate(found.items()):
        st.caption(say("flows.caption", name=markdown(name), **where))
        with st.container(key=f"flows-{number}"):
            alternative = say("flows.alt", name=name, **where)
            draw(say, flow_chart(say, flows, whole, met[name]), f"flows_{number + 1}", alt=alternative, width="content")
    data = flow_file(found).assign(year=chosen.year, community=place_code(chosen.place))
    take_away(say, flow_table(say, found), "flows", chosen.of_this_world(data))
