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
    """Reads every cached file; an entry that is damaged is fetched again."""
    for name, fetch in ((toolchain.kEmscriptenEntry, toolchain.fetch_emscripten),
                        (toolchain.kImguiEntry, toolchain.fetch_imgui)):
        folder = cache.cache_root() / name
        if not folder.exists():
            say(f"  {name}: not in the cache")
            continue
        damaged = cache.damaged_files(folder)
        if damaged:
            say(f"  {name}: {len(damaged)} damaged files, such as {damaged[0]}; it is fetched again")
            cache.discard(name)
            fetch()
        say(f"  {name}: all files are as unpacked")


def main():
    parser = argparse.ArgumentParser(prog="tools/setup", description="Makes this machine ready.")
    parser.add_argument("--for", dest="purpose", choices=("serving", "testing"), default="serving",
                        help="serving: build and run; testing: also all that tests/run uses")
    parser.add_argument("--print-paths", action="store_true",
                        help="print where the toolchain lies and do nothing else")
    parser.add_argument("--verify", action="store_true",
                        help="compare every cached file with its checksum, and fetch again what is damaged")
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
