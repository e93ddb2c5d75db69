"""How tests/run reads what the suites printed."""
import pathlib
import sys
import time

import pytest
from conftest import kRepository

from tools.testing import counting, running
from tools.testing.counting import Counts


def test_the_last_plain_line_counts():
    assert counting.plain("3 passed, 0 failed\nnoise\n5 passed, 2 failed\n") == Counts(5, 2)
    assert counting.plain("nothing of the kind: 5 passed, 2 failed here") == Counts(0, 0)


@pytest.mark.parametrize("output, counts", [
    ("..\n12 passed in 0.50s\n", Counts(12, 0)),
    ("2 failed, 10 passed, 1 error in 61.20s (0:01:01)\n", Counts(10, 3)),
    ("===== 1 passed, 2 warnings in 0.01s =====\n", Counts(1, 0)),
    ("3 passed, 1 " + "skipped in 0.01s\n", Counts(3, 1)),
    ("Traceback", Counts(0, 0)),
])
def test_pytest_summaries_are_read(output, counts):
    assert counting.pytest(output) == counts


def test_google_test_lines_are_counted_even_if_the_program_died():
    output = ("[ RUN      ] A.one\n[       OK ] A.one (0 ms)\n[ RUN      ] A.two\n"
              "[  FAILED  ] A.two (1 ms)\n[ RUN      ] A.three\nSegmentation fault\n"
              "[  FAILED  ] A.two\n")
    assert counting.google_test(output) == Counts(1, 1)


@pytest.mark.parametrize("counts, code, judged", [
    (Counts(5, 0), 0, Counts(5, 0)), (Counts(5, 0), 139, Counts(5, 1)), (Counts(0, 0), 0, Counts(0, 1)),
    (Counts(5, 2), 1, Counts(5, 2))])
def test_a_suite_that_died_or_ran_nothing_counts_as_failed(counts, code, judged):
    assert counting.judge(counts, code) == judged


def is_running(pid):
    """False for a zombie as well: it is over, only nobody has waited for it yet."""
    try:
        return "State:\tZ" not in pathlib.Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path):
    script = ("import signal, subprocess\n"
              f"subprocess.Popen(['sh', '-c', 'echo $$ > {tmp_path}/pid; exec sleep 600'])\n"
              "print('started', flush=True)\nsignal.pause()\n")
    code, output = running.run([sys.executable, "-c", script], kRepository, 2, quiet=True)
    assert code == 124 and "started" in output
    pid = int((tmp_path / "pid").read_text())
    # The signal is sent; how soon a busy machine carries it out is its own affair.
    deadline = time.monotonic() + 60
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(pid)
