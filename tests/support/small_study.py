"""A study of a few short runs, as tests of its runners and its store need it."""

FILE = """format = 1
kind = "study"
title = {zh = "试", en = "Try"}
[runs]
place = "training_town"
days = 5
warmup = 0
seeds = {first = 1, count = 3}
[design]
kind = "factorial"
with_base = true
levers = {"grid.households_per_grid" = [150, 300]}
"""
