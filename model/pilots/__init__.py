"""Pilots of a policy: some communities try levers first; the district judges by what it sees, and adopts or drops."""
