"""Where and when: figures of a run by month and cell, two worlds side by side, and grids drawn anew."""
