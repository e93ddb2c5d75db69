"""What the text of sources must not have: too many lines, unfinished work, skipped tests."""
import re

from .sources import all_files, short

kSoftLines = 400
kHardLines = 420
kCode = {".cpp", ".hpp", ".py", ".js", ".mjs", ".css", ".html", ".cmake", ".vert", ".frag", ".sh"}

# Written in pieces so that this file does not find itself.
kMarks = re.compile(r"\b(" + "TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
kSkips = re.compile("GTEST_" + r"SKIP|\bDISABLED" + r"_\w|mark\.(skip" + r"|xfail)|pytest\.sk" + r"ip\("
                    r"|\b(it|test|describe)\.(sk" + r"ip|only)\(")


def code_files():
    return [path for path in all_files()
            if path.suffix in kCode or (not path.suffix and path.parent.name in ("tests", ".ci"))]


def count_lines(path):
    with open(path, "rb") as file:
        return sum(1 for _ in file)


def check_lengths():
    problems = []
    for path in code_files():
        lines = count_lines(path)
        if lines > kHardLines:
            problems.append(f"{short(path)}: {lines} lines; split it by subject to {kSoftLines} or less")
    return problems


def check_marks():
    problems = []
    for path in code_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            for what, pattern in (("unfinished work", kMarks), ("a skipped test", kSkips)):
                if pattern.search(line):
                    problems.append(f"{short(path)}:{number}: {what}: {line.strip()[:80]}")
    return problems
