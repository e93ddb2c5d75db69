#!/usr/bin/env python3
"""Starts SocialSpace Call; `./serve.py --help` tells how. The parts are in tools/serving."""
import sys

sys.dont_write_bytecode = True  # the checkout stays as it was cloned

from tools.serving.start import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
