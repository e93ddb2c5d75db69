#!/usr/bin/env python3
"""Cuts the compiled client in two: what the first screens need, and what can come while they are looked at.

split_wasm.py --wasm-split TOOL --client NAME.wasm --symbols FILE --out FOLDER
Writes FOLDER/app.wasm and FOLDER/late.wasm. In app.wasm a function of late.wasm is an import "placeholder" named by
its place in the table; instantiating late.wasm with {primary: exports of app.wasm} puts the functions there
(web/glue/program.js). Which functions are late is said here by name: nothing that runs at every start, or nobody gets
to see the first screen before the second piece has arrived (tests/e2e, 62-first-screen).
"""
import argparse
import pathlib
import re
import subprocess
import sys

# Demangled names, from their beginning.
kLate = [
    r"ssc::call::",
    r"ssc::signalling::\(anonymous namespace\)::remote_",
    r"ssc::view::(Ui::Private::draw_call|conversation_pane|open_sheet|call_notes|segments|switch_row|lit_face"
    r"|quality_bars|call_status|call_entry)\(",
    r"ssc::view::\(anonymous namespace\)::(control_bar|answers|draw_note|trouble_note|own_preview|measure)\(",
    r"ssc::end_session\(",
]
# These of them run at every start. Which are missing here wasm-split's -g --placeholdermap tells: it names the places
# that a start asks program.js for.
kAtStart = [
    r"ssc::call::(CallState|SavedCall|SavedPage|ActiveCheck|Turn|commands)::",
    r"ssc::call::(SavedCall std|saved_|check_active|next_|socket_came_up|retry_|resume\(|profile_|is_|may_be_|wants_"
    r"|send_limits)",
]
# What our compile options let the compiler use.
kFeatures = ["--enable-bulk-memory", "--enable-sign-ext", "--enable-mutable-globals",
             "--enable-nontrapping-float-to-int"]


def plain(name):
    """Binaryen writes what is no letter of an identifier as \\28."""
    return re.sub(r"\\([0-9a-f]{2})", lambda match: chr(int(match.group(1), 16)), name)


def is_late(name):
    def begins_with(patterns):
        return any(re.match(pattern, name) for pattern in patterns)
    return begins_with(kLate) and not begins_with(kAtStart)


def late_functions(symbols):
    names = [line.split(":", 1)[1] for line in symbols.read_text(encoding="utf-8").splitlines() if ":" in line]
    return [name for name in names if is_late(plain(name))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wasm-split", required=True)
    for name in ("--client", "--symbols", "--out"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    options = parser.parse_args()
    names = late_functions(options.symbols)
    if not names:
        sys.exit(f"error: {options.symbols} names no function that could come late.")
    options.out.mkdir(exist_ok=True)
    chosen = options.out / "late_functions.txt"
    chosen.write_text("\n".join(names) + "\n", encoding="utf-8")
    done = subprocess.run([options.wasm_split, *kFeatures, str(options.client), f"--split-funcs=@{chosen}",
                           "--export-prefix=%", "-o1", str(options.out / "app.wasm"),
                           "-o2", str(options.out / "late.wasm")], check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
