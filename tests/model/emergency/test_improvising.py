"""Before a community's answer is led everybody improvises: who is pulled in, by what, and what it leaves behind.

Expected before any run: whoever has no duty room, no plan and nobody registered loses everyday service longest (days
until it is back, needs lost), since callers keep staff at the phone, posts go out on call without a rota, two go to one
call, their overtime is owed afterwards and those who are worn out stay away. Emergency needs met on time rise a little
against nobody answering, and stay below those of a district that is led. Without a shock nothing changes.

Guards of a squad are missed by their firm as far as they are part of its guards, not as if its posts for public events
were all the guards it has. Expected: everyday service goes less deep where there are squads, and only there.
"""
