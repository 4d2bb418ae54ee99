"""`python -m shapan` is the same as the `shapan` command."""

import sys

from shapan.experiments.cli import main

if __name__ == "__main__":
    sys.exit(main())
