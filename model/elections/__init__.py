"""Project elections of a community: who voted for which project, and which of them the money pays for under each rule.

A door of its own: nothing here knows districts, days or luck. What goes in is an `Election`, what comes out an
`Outcome` that gives every project its reason, so that residents can be told why theirs is paid for or not.
"""

from .election import Election
from .measures import Measures, measure, spent_on
from .outcome import Outcome, Reason
from .rules import RULES, Rule
from .wrappers import cap_costs, earmark

__all__ = ["RULES", "Election", "Measures", "Outcome", "Reason", "Rule", "cap_costs", "earmark", "measure", "spent_on"]
