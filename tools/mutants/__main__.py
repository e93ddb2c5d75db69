"""python3 -m tools.mutants [--seeds N] [--only WORDS]: plants each bug of planted.py in a copy of the core, builds
ssc_storms there and runs seeds until one fails. The last line is `N caught, N survived`; exit code 0 if all were
caught.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import time

from .planted import kMutants

kRepository = pathlib.Path(__file__).resolve().parents[2]
kScratch = kRepository / "build/mutants"
kCopied = ["src", "tests", "cmake", "assets", "shaders", "tools", "CMakeLists.txt", "CMakePresets.json"]
kProgram = kScratch / "build/storms/ssc_storms"


def copy_tree():
    """Keeps the build folder of an earlier run, and the times of files that did not change."""
    kScratch.mkdir(parents=True, exist_ok=True)
    for name in kCopied:
        source, target = kRepository / name, kScratch / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        else:
            shutil.copy2(source, target)


def build():
    """True if it compiled."""
    if not (kScratch / "build/storms/build.ninja").is_file():
        subprocess.run(["cmake", "--preset", "storms"], cwd=kScratch, check=True, stdout=subprocess.DEVNULL)
    command = ["cmake", "--build", "build/storms", "--parallel", "2", "--target", "ssc_storms"]
    result = subprocess.run(command, cwd=kScratch, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode != 0:
        print(result.stdout[-3000:])
    return result.returncode == 0


def run(seeds, known=()):
    """(number of the first seed that failed and is not known to, or None; what it said)"""
    command = [str(kProgram), "--seeds", str(seeds), "--jobs", "2", "--plain",
               "--most-failures", str(len(known) + 1)]
    output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    for found in re.finditer(r"^seed (\d+) failed.*\n(.*)", output, re.MULTILINE):
        if int(found.group(1)) not in known:
            return int(found.group(1)), found.group(2)
    died = re.search(r"^a worker died.*", output, re.MULTILINE)
    return (0, died.group(0)) if died else (None, "")


def failing_seeds(seeds):
    """What fails without any planted bug does not count."""
    command = [str(kProgram), "--seeds", str(seeds), "--jobs", "2", "--plain", "--most-failures", "1000"]
    output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    return {int(seed) for seed in re.findall(r"^seed (\d+) failed", output, re.MULTILINE)}


def try_mutant(mutant, seeds, known):
    """True if the simulation noticed."""
    path = kScratch / "src" / mutant.file
    whole = path.read_text()
    if whole.count(mutant.old) != 1:
        times = whole.count(mutant.old)
        print(f"DOES NOT FIT: {mutant.what}: its text stands {times} times in {mutant.file}", flush=True)
        return False
    path.write_text(whole.replace(mutant.old, mutant.new))
    try:
        if not build():
            print(f"DOES NOT BUILD: {mutant.what}", flush=True)
            return False
        seed, words = run(seeds, known)
    finally:
        path.write_text(whole)
    if seed is None:
        print(f"SURVIVED {seeds} seeds: {mutant.what}", flush=True)
        return False
    print(f"caught by seed {seed:6}: {mutant.what} — {words}", flush=True)
    return True


def main():
    parser = argparse.ArgumentParser(prog="tools.mutants", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20_000, help="how many a bug may survive")
    parser.add_argument("--only", default="", help="only bugs whose description contains this")
    options = parser.parse_args()
    copy_tree()
    if not build():
        return 1
    known = failing_seeds(options.seeds)
    if known:
        print(f"the core itself fails at {len(known)} seeds, which do not count: {sorted(known)[:10]}", flush=True)
    start = time.monotonic()
    caught = [try_mutant(mutant, options.seeds, known) for mutant in kMutants if options.only in mutant.what]
    build()  # the next run must not find the last bug in what is built
    print(f"{time.monotonic() - start:.0f} s\n{sum(caught)} caught, {len(caught) - sum(caught)} survived")
    return 0 if all(caught) else 1


if __name__ == "__main__":
    sys.exit(main())
