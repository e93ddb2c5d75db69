"""python3 tools/setup [--for serving|testing] | --print-paths | --verify"""
import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from tools.setup import cache, prepare, toolchain  # noqa: E402
from tools.setup.errors import SetupError  # noqa: E402
from tools.setup.progress import say  # noqa: E402


def print_paths():
    """One NAME=VALUE a line, for CMake."""
    for name, value in toolchain.locate().items():
        print(f"{name}={value}")


def verify():
    for name in (toolchain.kEmscriptenEntry, toolchain.kImguiEntry):
        folder = cache.cache_root() / name
        if not folder.exists():
            say(f"  {name}: not in the cache")
            continue
        damaged = cache.damaged_files(folder)
        if damaged:
            raise SetupError(f"{len(damaged)} files of {folder} are damaged: delete that folder "
                             "and run 'python3 tools/setup'.")
        say(f"  {name}: all files are as unpacked")


def main():
    parser = argparse.ArgumentParser(prog="tools/setup", description="Makes this machine ready.")
    parser.add_argument("--for", dest="purpose", choices=("serving", "testing"), default="serving",
                        help="serving: build and run; testing: also all that tests/run uses")
    parser.add_argument("--print-paths", action="store_true",
                        help="print where the toolchain lies and do nothing else")
    parser.add_argument("--verify", action="store_true",
                        help="compare every cached file with its checksum")
    arguments = parser.parse_args()
    if arguments.print_paths:
        print_paths()
    elif arguments.verify:
        verify()
    elif arguments.purpose == "testing":
        say(f"Ready: tests run with {prepare.prepare_testing()}")
    else:
        say(f"Ready: the server runs with {prepare.prepare_serving()}")


if __name__ == "__main__":
    try:
        main()
    except SetupError as error:
        sys.exit(f"error: {error.sentence}")
    except KeyboardInterrupt:
        sys.exit("stopped")
