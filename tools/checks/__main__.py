"""python3 -m tools.checks [NAMES…] [--tidy BUILD] [--size SITE]: one line a check, then the counts."""
import argparse
import pathlib
import sys
import time

from . import external, size, texts, tidy, walls

kChecks = {
    "walls": walls.check, "lengths": texts.check_lengths, "marks": texts.check_marks,
    "shaders": external.check_shaders, "scripts": external.check_scripts,
    "python": external.check_python, "format": external.check_format,
}
kShown = 30


def run(name, check):
    start = time.monotonic()
    problems = check()
    print(f"{'FAILED' if problems else 'ok':6} {name} ({time.monotonic() - start:.1f} s)", flush=True)
    for problem in problems[:kShown]:
        print(f"       {problem}")
    if len(problems) > kShown:
        print(f"       and {len(problems) - kShown} more")
    return not problems


def main():
    parser = argparse.ArgumentParser(prog="tools.checks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(kChecks))
    parser.add_argument("--tidy", type=pathlib.Path, metavar="BUILD",
                        help="clang-tidy with the compile commands of this build folder")
    parser.add_argument("--size", type=pathlib.Path, metavar="SITE", help="the size budget of a built site")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in kChecks]
    if unknown:
        parser.error(f"no check is named {unknown[0]}")
    wanted = {name: kChecks[name] for name in options.names}
    if options.tidy:
        wanted["tidy"] = lambda: tidy.check(options.tidy.resolve())
    if options.size:
        wanted["size"] = lambda: size.check(options.size.resolve())
    results = [run(name, check) for name, check in (wanted or kChecks).items()]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
