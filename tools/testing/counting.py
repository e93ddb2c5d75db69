"""Reads how many tests passed and failed from what a suite's program printed.

A program that ended badly without admitting a failed test counts as one failed test,
and so does one that ran nothing.
"""
import collections
import re

Counts = collections.namedtuple("Counts", "passed failed")

kPlain = re.compile(r"^(?:\w+: )?(\d+) passed, (\d+) failed(?:, \d+ skipped)?\s*$", re.MULTILINE)
kPytestSummary = re.compile(r"^=*\s*((?:\d+ \w+(?:, )?)+) in [\d.:]+\S*.*$", re.MULTILINE)
kGoogleTestLine = re.compile(r"^\[\s+(OK|FAILED)\s+\] .*\((?:\d+) ms\)$", re.MULTILINE)


def plain(output):
    """The last line of the form `N passed, N failed`."""
    found = kPlain.findall(output)
    return Counts(*map(int, found[-1])) if found else Counts(0, 0)


def pytest(output):
    found = kPytestSummary.findall(output)
    numbers = {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", found[-1])} if found else {}
    failed = sum(numbers.get(word, 0) for word in ("failed", "error", "errors", "skipped", "xfailed"))
    return Counts(numbers.get("passed", 0), failed)


def google_test(output):
    words = kGoogleTestLine.findall(output)
    return Counts(words.count("OK"), words.count("FAILED"))


def judge(counts, exit_code):
    """Never lets a suite that died, or ran nothing, look like a success."""
    if counts.failed == 0 and (exit_code != 0 or counts.passed == 0):
        return Counts(counts.passed, 1)
    return counts
