"""Builds the client when its sources are not the ones it was last built from.

The sources are compared by content, so that a checkout or a copy that changes times
alone costs nothing; a few megabytes are read for it.
"""
import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import re
import subprocess

from tools.setup import needs, prepare, toolchain
from tools.setup.errors import SetupError
from tools.setup.progress import Step, say

kRepository = pathlib.Path(__file__).resolve().parents[2]
kBuild = kRepository / "build/web"
kSite = kBuild / "site"
kInputs = ("CMakeLists.txt", "CMakePresets.json", "cmake", "src", "web", "shaders", "assets",
           "tools/embed.py", "tools/package_web.py")
kTailLines = 25
kTailColumns = 240


def input_files(repository):
    for name in kInputs:
        path = repository / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (file for file in sorted(path.rglob("*"))
                        if file.is_file() and "__pycache__" not in file.parts)


def fingerprint(repository=kRepository):
    digest = hashlib.sha256()
    for path in input_files(repository):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(repository)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def built_fingerprint(build):
    try:
        return (build / "site.fingerprint").read_text(encoding="utf-8").strip()
    except OSError:
        return None


def has_site(site):
    """True if the page and everything that it names is there."""
    try:
        manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
        names = manifest["immutable"] + manifest["revalidated"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return all((site / name).is_file() for name in names)


def is_current():
    return has_site(kSite) and built_fingerprint(kBuild) == fingerprint()


def ensure_built():
    """Brings build/web/site up to date; returns at once when it is."""
    if is_current():
        return
    with said_if_unwritable():
        open_lock().close()  # nobody should wait for a download that ends in this
    prepare.prepare_serving()
    with said_if_unwritable(), open_lock() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_current():
            build()


def open_lock():
    kBuild.mkdir(parents=True, exist_ok=True)
    return open(kBuild / "build.lock", "a", encoding="utf-8")


@contextlib.contextmanager
def said_if_unwritable():
    try:
        yield
    except OSError as error:
        raise SetupError(f"The folder {kBuild} cannot be written ({error.strerror}): make room, or "
                         "make it writable, and start again.") from error


def build():
    before = fingerprint()
    fresh = configure_if_needed()
    compile_client("Building the client" if fresh else "Building what changed")
    temporary = kBuild / "site.fingerprint.new"
    temporary.write_text(before + "\n", encoding="utf-8")
    os.replace(temporary, kBuild / "site.fingerprint")


def configure_if_needed():
    """Configures anew when this folder was made with another toolchain, or never."""
    paths = json.dumps([str(kRepository), toolchain.locate()], sort_keys=True)
    memory = kBuild / "toolchain.json"
    known = memory.read_text(encoding="utf-8") if memory.is_file() else None
    if known == paths and (kBuild / "build.ninja").is_file():
        return False
    with Step("Configuring the build"):
        run_logged([needs.find_command("cmake"), "--preset", "web", "--fresh"], lambda line: None)
    memory.write_text(paths, encoding="utf-8")
    return True


def compile_client(what):
    with Step(what) as step:
        def follow(line):
            match = re.match(r"\[(\d+)/(\d+)\]", line)
            if match:
                step.at(int(match.group(1)) / int(match.group(2)))
        run_logged([needs.find_command("cmake"), "--build", str(kBuild),
                    "--parallel", str(os.cpu_count() or 1)], follow)


def run_logged(command, follow):
    """Runs a step of the build; its whole output is in build/web/build.log."""
    log_path = kBuild / "build.log"
    with open(log_path, "w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=kRepository, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                   errors="replace")
        for line in process.stdout:
            log.write(line)
            follow(line)
        code = process.wait()
    if code != 0:
        for line in log_path.read_text(encoding="utf-8").splitlines()[-kTailLines:]:
            say(f"    {line[:kTailColumns]}")
        raise SetupError(f"The client could not be built: what the compiler said is above and in "
                         f"{log_path}; with unchanged sources, delete {kRepository / 'build'} and "
                         "start again.")
