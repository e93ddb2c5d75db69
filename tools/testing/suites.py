"""The suites of tests/run, in their order; each returns its counts."""
import concurrent.futures
import os
import pathlib
import re

from tools.serving import build as client
from tools.setup import needs

from . import counting, running
from .counting import Counts, judge

kRepository = pathlib.Path(__file__).resolve().parents[2]
kAsan = kRepository / "build/asan"
kFuzz = kRepository / "build/fuzz"
kStorms = kRepository / "build/storms"
kMinute = 60
kFuzzSeconds = 60  # of all fuzz programs together, two at a time
kFuzzAtOnce = 2
kSeeds = 10_000
kSoakSeeds = 1_000_000
kSanitizerOptions = {
    "ASAN_OPTIONS": "detect_leaks=1:abort_on_error=0:strict_string_checks=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
}


class Context:
    def __init__(self, python, quick, soak=False):
        self.python = python  # the interpreter with the server's and pytest's modules
        self.quick = quick
        self.soak = soak


def jobs():
    return str(os.cpu_count() or 1)


def checks(context):
    code, output = running.run([context.python, "-m", "tools.checks"], kRepository, 5 * kMinute)
    return judge(counting.plain(output), code)


def cmake_build(preset, folder, minutes, target="all"):
    """True if the preset's folder is configured and built; shows output only on failure."""
    cmake = needs.find_command("cmake")
    steps = [] if (folder / "build.ninja").is_file() else [[cmake, "--preset", preset]]
    steps.append([cmake, "--build", str(folder), "--parallel", jobs(), "--target", target])
    for command in steps:
        code, output = running.run(command, kRepository, minutes * kMinute, quiet=True)
        if code != 0:
            print(output[-8000:], flush=True)
            return False
    return True


def native(context):
    """All GoogleTest programs under the address and undefined-behaviour sanitizers."""
    if not cmake_build("asan", kAsan, 25):
        return Counts(0, 1)
    total = Counts(0, 0)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for counts in pool.map(google_test, sorted(kAsan.glob("ssc_*_tests"))):
            total = add(total, counts)
    return judge(total, 0)


def google_test(program):
    environment = dict(os.environ, **kSanitizerOptions)
    code, output = running.run([str(program), "--gtest_color=no"], kRepository, 10 * kMinute, environment, quiet=True)
    counts = judge(counting.google_test(output), code)
    print(f"  {program.name}: {counts.passed} passed, {counts.failed} failed", flush=True)
    if counts.failed:
        show_failures(output)
    return counts


def show_failures(output):
    """The lines of tests that did not pass; all of the end if the program died."""
    lines = output.splitlines()
    kept = [line for line in lines if not line.startswith(("[ RUN", "[       OK", "[----------]"))]
    print("\n".join(kept[-120:]), flush=True)


def tidy(context):
    if not cmake_build("asan", kAsan, 5, "ssc_generated_headers"):
        return Counts(0, 1)
    command = [context.python, "-m", "tools.checks", "--tidy", str(kAsan)]
    code, output = running.run(command, kRepository, 30 * kMinute)
    return judge(counting.plain(output), code)


def pytest_suite(folder, minutes):
    def suite(context):
        command = [context.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--color=no",
                   str(kRepository / folder)]
        code, output = running.run(command, kRepository, minutes * kMinute)
        return judge(counting.pytest(output), code)
    return suite


def server(context):
    """The server's own tests; some drive it with the official client from npm."""
    scripts = kRepository / "tests/server/js"
    if (scripts / "package-lock.json").is_file() and not install_npm(scripts):
        return Counts(0, 1)
    return pytest_suite("tests/server", 20)(context)


def install_npm(folder):
    """True if node_modules are those of the lock file, installed now or before."""
    lock = (folder / "package-lock.json").read_bytes()
    mark = folder / "node_modules/.installed-lock"
    if mark.is_file() and mark.read_bytes() == lock:
        return True
    command = [needs.find_command("npm"), "ci", "--no-audit", "--no-fund"]
    code, output = running.run(command, folder, 10 * kMinute, quiet=True)
    if code != 0:
        print(f"npm could not install the packages of {folder}: check the network and its registry "
              f"setting.\n{output[-2000:]}", flush=True)
        return False
    mark.write_bytes(lock)
    return True


def storms(context):
    """Thousands of seeds of the simulation, without sanitizers; the native suite runs some with them."""
    if not cmake_build("storms", kStorms, 15, "ssc_storms"):
        return Counts(0, 1)
    seeds = kSoakSeeds if context.soak else kSeeds
    command = [str(kStorms / "ssc_storms"), "--seeds", str(seeds), "--jobs", jobs(), "--most-failures", "3"]
    code, output = running.run(command, kRepository, (240 if context.soak else 5) * kMinute)
    return judge(counting.plain(output), code)


def fuzz(context):
    """Each fuzz program: its corpus, then a short run from a seed that it prints."""
    if not cmake_build("fuzz", kFuzz, 25, "fuzzers"):
        return Counts(0, 1)
    programs = sorted(kFuzz.glob("ssc_fuzz_*"))
    seconds = max(5, kFuzzSeconds * kFuzzAtOnce // max(1, len(programs)))
    with concurrent.futures.ThreadPoolExecutor(kFuzzAtOnce) as pool:
        counts = list(pool.map(lambda program: fuzz_one(program, seconds), programs))
    return judge(Counts(*map(sum, zip(*counts))) if counts else Counts(0, 0), 0)


def fuzz_one(program, seconds):
    corpus = kRepository / "tests/fuzz/corpus" / program.name[len("ssc_fuzz_"):]
    grown = kFuzz / "grown" / program.name
    grown.mkdir(parents=True, exist_ok=True)
    command = [str(program), f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1",
               f"-artifact_prefix={kFuzz}/", str(grown)] + ([str(corpus)] if corpus.is_dir() else [])
    code, output = running.run(command, kRepository, seconds + 2 * kMinute, quiet=True)
    runs = re.search(r"stat::number_of_executed_units: (\d+)", output)
    print(f"  {program.name}: {'ok' if code == 0 else 'FAILED'}, {runs.group(1) if runs else 0} executions", flush=True)
    if code != 0:
        print(output[-4000:], flush=True)
    return Counts(int(code == 0), int(code != 0))


def web(context):
    """Builds what serve.py serves, weighs it, and looks over the part that only this build compiles."""
    client.ensure_built()
    command = [context.python, "-m", "tools.checks", "--size", str(client.kSite), "--tidy", str(client.kBuild)]
    code, output = running.run(command, kRepository, 10 * kMinute)
    return judge(counting.plain(output), code)


def e2e(context):
    """Browsers; its runner makes a network of its own where it can."""
    client.ensure_built()
    folder = kRepository / "tests/e2e"
    if not install_npm(folder):
        return Counts(0, 1)
    environment = dict(os.environ, SSC_PYTHON=context.python)
    code, output = running.run([needs.find_command("node"), "tests/e2e/run.mjs"], kRepository,
                               40 * kMinute, environment)
    return judge(counting.plain(output), code)


def add(left, right):
    return Counts(left.passed + right.passed, left.failed + right.failed)


# When a suite runs: always, or only in a whole run.
kQuick, kWhole = "quick", "whole"
kSuites = {
    "checks": (checks, kQuick),
    "native": (native, kQuick),
    "server": (server, kQuick),
    "setup": (pytest_suite("tests/setup", 10), kWhole),
    "tidy": (tidy, kWhole),
    "storms": (storms, kWhole),
    "fuzz": (fuzz, kWhole),
    "web": (web, kWhole),
    "e2e": (e2e, kWhole),
}
