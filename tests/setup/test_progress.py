"""Progress on a terminal: one line that fits."""
import pytest
from conftest import kRepository  # noqa: F401  puts the repository on the path

from tools.setup import progress


@pytest.mark.parametrize("columns", [10, 20, 40, 80, 200])
def test_a_progress_line_fits_its_terminal_and_keeps_its_figures(columns):
    with progress.Step("Waiting for another process that is filling emscripten-3.1.69-r1") as step:
        step.at(0.42)
        line = step.line_(columns)
    assert len(line) < columns
    if columns >= 20:
        assert line.endswith(" 42 % (0 s)")


def test_a_line_with_room_is_not_cut():
    with progress.Step("Unpacking", lambda: "12 of 240 MB") as step:
        assert step.line_(80) == "  Unpacking … 12 of 240 MB (0 s)"
