"""Speed as ratios, each beside its floor measured in the same run: `make bench`, never the tests."""
