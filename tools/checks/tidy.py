"""clang-tidy over src/, remembering by content which files are clean.

A file is looked at again when it, a header it includes, the check list or the compile
command changed. The commands of a web build serve for src/web only: the rest is looked
at with those of a native one.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess

from tools.setup import toolchain

from .sources import kRepository, short

kInclude = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def included(path, known):
    """`path` and all headers of ours that it includes, directly or not."""
    if path in known:
        return
    known[path] = path.read_bytes()
    for target in kInclude.findall(known[path].decode("utf-8", errors="replace")):
        header = kRepository / "src" / target
        if header.is_file():
            included(header, known)


def key_of(entry):
    contents = {}
    included(pathlib.Path(entry["file"]), contents)
    digest = hashlib.sha256((kRepository / ".clang-tidy").read_bytes())
    digest.update(entry["command"].encode())
    for path in sorted(contents):
        digest.update(f"\0{short(path)}\0".encode() + contents[path])
    return digest.hexdigest()


def entries(build):
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    sources = kRepository / ("src/web" if any(map(is_for_web, commands)) else "src")
    return [entry for entry in commands if sources in pathlib.Path(entry["file"]).parents]


def is_for_web(entry):
    return "/em++ " in entry["command"]


def extra_arguments(entry):
    """What em++ adds to its command line by itself."""
    words = ["-Wno-unknown-warning-option"]
    if is_for_web(entry):
        sysroot = toolchain.emscripten_root(fetch=False) / "cache/sysroot"
        words += ["--target=wasm32-unknown-emscripten", f"--sysroot={sysroot}", "-iwithsysroot/include/compat"]
    return [f"--extra-arg={word}" for word in words]


def problem_of(build, clean, entry):
    mark = clean / key_of(entry)
    if mark.exists():
        return None
    done = subprocess.run(["clang-tidy-19", "-p", str(build), "--quiet", *extra_arguments(entry), entry["file"]],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    if done.returncode == 0:
        mark.touch()
        return None
    found = [line for line in done.stdout.splitlines() if re.search(r": (error|warning): ", line)]
    return "\n".join(found) or f"{short(pathlib.Path(entry['file']))}: clang-tidy failed"


def check(build):
    clean = build / "tidy-clean"
    clean.mkdir(exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = pool.map(lambda entry: problem_of(build, clean, entry), entries(build))
        return sorted({line for lines in found if lines for line in lines.splitlines()})
