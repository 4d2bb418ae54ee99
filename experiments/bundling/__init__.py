"""One folder with which Shapan is installed on a machine without internet: `python -m shapan.experiments.bundling`."""
