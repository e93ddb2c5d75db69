"""The parts behind tests/run: suites, how they are run and how their tests are counted."""
