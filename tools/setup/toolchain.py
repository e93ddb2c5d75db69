"""Finds or fetches what the client is built with: Emscripten, Dear ImGui, nlohmann/json."""
import json
import os
import pathlib
import re
import shutil
import stat
import subprocess

from . import cache, trixie
from .errors import SetupError
from .process import run
from .progress import Step

kEmscriptenVersion = (3, 1, 69)
# The number after r grows when the recipe below changes what it puts into the entry.
kEmscriptenEntry = "emscripten-3.1.69-r1"
kImguiEntry = "imgui-1.90.1-r1"
# Downloads, the unpacked entry and apt's lists while it is filled.
kEmscriptenBytes = 1600 << 20
kImguiBytes = 100 << 20

# Position-independent and threaded variants of the system libraries, and Emscripten's
# own tests: a good half of the package that this project never links.
kUnusedParts = ["*/wasm32-emscripten/pic", "*/wasm32-emscripten/lto-pic", "*-mt.a", "*-mt-*.a",
                "./usr/share/emscripten/test", "./usr/share/doc", "./usr/share/man"]

kOwnFolders = {"SSC_IMGUI_ROOT": ("imgui.h", "the Dear ImGui 1.90.1 sources"),
               "SSC_JSON_ROOT": ("json.hpp", "nlohmann/json's headers")}
kSystemJson = pathlib.Path("/usr/include/nlohmann")

kConfig = """import os, shutil
LLVM_ROOT = '/usr/bin'
LLVM_ADD_VERSION = '19'
CLANG_ADD_VERSION = '19'
BINARYEN_ROOT = {binaryen!r}
NODE_JS = shutil.which('node') or '/usr/bin/node'
CACHE = {cache!r}
FROZEN_CACHE = True
"""

# Goes into Emscripten's own starters: its configuration, whatever the caller's environment
# names, and a python3 that is no slow stand-in.
kToolStart = """#!/bin/sh
export EM_CONFIG='{config}'
[ -x /usr/bin/python3 ] && export EMSDK_PYTHON=/usr/bin/python3
"""
kTools = ("emcc", "em++", "emar", "emranlib", "emnm", "emstrip")

# Binaryen of Debian 13 needs a newer libc than Debian 12 has; its own loader brings it.
kBinaryenWrapper = """#!/bin/sh
exec '{loader}' --library-path '{libraries}' '{program}' "$@"
"""


def write_program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


def parse_version(text):
    match = re.search(r"(?<![\d.])(\d+)\.(\d+)\.(\d+)", text)
    return tuple(int(part) for part in match.groups()) if match else None


def emscripten_on_path():
    """The folder of an installed Emscripten that is new enough, or None.

    Asking emcc takes a second, so its answer is remembered by path and time of change.
    """
    program = shutil.which("emcc")
    if program is None:
        return None
    real = os.path.realpath(program)
    root = os.path.dirname(real)
    key = f"{real} {os.stat(real).st_mtime_ns}"
    memory = cache.cache_root() / "emcc-on-path.json"
    try:
        known = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    if not isinstance(known, dict) or known.get("key") != key:
        said = subprocess.run([program, "--version"], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              check=False).stdout
        known = {"key": key, "version": parse_version(said)}
        try:
            memory.parent.mkdir(parents=True, exist_ok=True)
            memory.write_text(json.dumps(known), encoding="utf-8")
        except OSError:
            pass  # only a memory: the next start asks again
    version = known.get("version")
    new_enough = version is not None and tuple(version) >= kEmscriptenVersion
    return pathlib.Path(root) if new_enough else None


def fill_emscripten(folder):
    final = cache.cache_root() / kEmscriptenEntry
    work = folder / "work"
    apt = trixie.PrivateApt(work)
    apt.update()
    apt.fetch("Downloading Emscripten", ["download", "emscripten", "binaryen", "libc6",
                                         "libstdc++6", "libgcc-s1"])
    with Step("Unpacking Emscripten", lambda: f"{trixie.folder_size(folder) >> 20} MB"):
        package = apt.downloaded("emscripten_*.deb")
        trixie.unpack_deb(package, folder, kUnusedParts)
        for name in ("binaryen", "libc6", "libstdc++6", "libgcc-s1"):
            trixie.unpack_deb(apt.downloaded(f"{name}_*.deb"), folder / "binaryen",
                              ["./usr/share", "./usr/include"])
    version = parse_version(package.name)
    if version is None or version < kEmscriptenVersion:
        raise SetupError(f"The mirror's Emscripten ({package.name}) is older than 3.1.69: use a "
                         "current Debian mirror in /etc/apt and start again.")
    shutil.rmtree(work)
    write_emscripten_config(folder, final)


def write_emscripten_config(folder, final):
    """Paths are written as they will be after the entry is renamed to `final`."""
    root = final / "usr/share/emscripten"
    config = root / ".emscripten"
    programs = folder / "binaryen/usr/bin"
    loaders = [path for path in (folder / "binaryen/usr").glob("lib*/**/ld-linux*.so.*")
               if not path.is_symlink()]
    if not loaders or not (folder / "usr/share/emscripten/emcc.py").is_file():
        raise SetupError("The packages of Debian 13 do not hold what was expected: use a current "
                         "Debian mirror in /etc/apt and start again.")
    loader = final / loaders[0].relative_to(folder)
    for program in sorted(programs.iterdir()):
        target = final / program.relative_to(folder)
        write_program(folder / "binaryen/bin" / program.name, kBinaryenWrapper.format(
            loader=loader, libraries=loader.parent, program=target))
    (folder / "usr/share/emscripten/.emscripten").write_text(
        kConfig.format(binaryen=str(final / "binaryen"), cache=str(root / "cache")),
        encoding="utf-8")
    for name in kTools:
        path = folder / "usr/share/emscripten" / name
        text = path.read_text(encoding="utf-8")
        write_program(path, text.replace("#!/bin/sh\n", kToolStart.format(config=config), 1))
    # The link step is an ES module that finds acorn only in a node_modules above itself.
    modules = folder / "usr/share/emscripten/node_modules"
    modules.mkdir(exist_ok=True)
    (modules / "acorn").unlink(missing_ok=True)
    (modules / "acorn").symlink_to("/usr/share/nodejs/acorn")


def fill_imgui(folder):
    work = folder / "work"
    apt = trixie.PrivateApt(work)
    apt.update()
    apt.fetch("Downloading Dear ImGui", ["source", "--download-only", "imgui"])
    archive = apt.downloaded("imgui_*.orig.tar.*")
    run(["tar", "-x", "--no-same-owner", "--strip-components=1", "-C", str(folder), "-f",
         str(archive)], "Unpacking Dear ImGui failed: free some disk space and start again.")
    header = (folder / "imgui.h").read_text(encoding="utf-8")
    if '#define IMGUI_VERSION       "1.90.1"' not in header:
        raise SetupError(f"The mirror's Dear ImGui ({archive.name}) is not 1.90.1: name a folder "
                         "with those sources in SSC_IMGUI_ROOT and start again.")
    shutil.rmtree(work)


def fetch_imgui():
    return cache.ensure(kImguiEntry, fill_imgui, kImguiBytes)


def fetch_emscripten():
    return cache.ensure(kEmscriptenEntry, fill_emscripten, kEmscriptenBytes)


def is_named(variable):
    """True if the environment names a folder of one's own, and it holds what it should."""
    folder = os.environ.get(variable)
    if not folder:
        return False
    header, what = kOwnFolders[variable]
    if not os.path.isfile(os.path.join(folder, header)):
        raise SetupError(f"{variable} is {folder}, which holds no {header}: name the folder of {what}.")
    return True


def imgui_root(fetch):
    if is_named("SSC_IMGUI_ROOT"):
        return pathlib.Path(os.environ["SSC_IMGUI_ROOT"])
    if fetch:
        return fetch_imgui()
    return entry_or_none(kImguiEntry)


def entry_or_none(name):
    path = cache.cache_root() / name
    return path if cache.is_complete(path) else None


def emscripten_root(fetch):
    """The folder of emcc and friends, or None if there is none yet."""
    root = emscripten_on_path()
    if root is not None:
        return root
    if fetch:
        entry = fetch_emscripten()
    else:
        entry = entry_or_none(kEmscriptenEntry)
    return entry / "usr/share/emscripten" if entry else None


def json_root():
    if is_named("SSC_JSON_ROOT"):
        return pathlib.Path(os.environ["SSC_JSON_ROOT"])
    return kSystemJson if (kSystemJson / "json.hpp").is_file() else None


def locate():
    """What CMake asks for; an empty string stands for what is not there."""
    return {
        "emscripten": str(emscripten_root(fetch=False) or ""),
        "imgui": str(imgui_root(fetch=False) or ""),
        "json": str(json_root() or ""),
    }


def fetch_all():
    emscripten_root(fetch=True)
    imgui_root(fetch=True)
