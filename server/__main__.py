"""python3 -m server: starts it, or says in one sentence which Python modules are missing."""

import sys


def run() -> int:
    try:
        from .start import main
    except ModuleNotFoundError as missing:
        if (missing.name or "server").startswith("server"):
            raise
        print(f"Cannot start: this Python ({sys.executable}) has no module {missing.name}: install what "
              "requirements.txt lists, or start with ./serve.py, which finds or makes a Python that has it.",
              file=sys.stderr)
        return 2
    return main()


if __name__ == "__main__":
    sys.exit(run())
