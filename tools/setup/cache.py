"""The machine-wide cache outside the checkout: each entry is complete or absent.

An entry is filled in a temporary sibling, gets a manifest of sizes and hashes, and is
then renamed into place. When it is used, every file that is not as it was when its
hash was last compared (size, time of change) is compared anew, and small files always:
what a build reads as text could be damaged without a trace. A damaged entry is filled
again. A file lock lets one process fill an entry while others wait for it. Knows
nothing of what the entries hold.
"""
import contextlib
import errno
import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import tempfile

from .errors import SetupError
from .progress import Step, say

kManifest = ".manifest.json"
kTimes = ".times.json"  # name → time of change when its hash was last seen to be right
# Entries up to this size are read whole at each use; of larger ones only the scripts are.
kReadWholeBytes = 16 << 20
kScripts = (".py", ".js", ".mjs", ".json")


def cache_root():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return pathlib.Path(base) / "socialspace-call"


def hash_file(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def list_files(folder):
    """Regular files below `folder`, relative, without the manifest; links are not followed."""
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            if os.path.islink(path) or name.endswith(".pyc"):
                continue  # byte code appears when the entry's own scripts first run
            relative = os.path.relpath(path, folder)
            if relative not in (kManifest, kTimes):
                yield relative


def write_manifest(folder):
    files = {}
    for relative in list_files(folder):
        path = os.path.join(folder, relative)
        files[relative] = [os.path.getsize(path), hash_file(path)]
    path = os.path.join(folder, kManifest)
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"files": files}, file)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(folder):
    try:
        with open(os.path.join(folder, kManifest), encoding="utf-8") as file:
            files = json.load(file)["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return files if isinstance(files, dict) and files else None


def read_times(folder):
    try:
        with open(os.path.join(folder, kTimes), encoding="utf-8") as file:
            times = json.load(file)
    except (OSError, ValueError):
        return {}
    return times if isinstance(times, dict) else {}


def write_times(folder, times):
    """Only a memory: without it the next use reads more."""
    fresh = os.path.join(folder, f"{kTimes}.{os.getpid()}")
    try:
        with open(fresh, "w", encoding="utf-8") as file:
            json.dump(times, file)
        os.replace(fresh, os.path.join(folder, kTimes))
    except OSError:
        pass


def is_complete(folder):
    """Fast enough for every build: reads what is small and what changed since it was last compared."""
    files = read_manifest(folder)
    if files is None:
        return False
    read_all = sum(facts[0] for facts in files.values()) <= kReadWholeBytes
    known, times = read_times(folder), {}
    try:
        for name, (size, digest) in files.items():
            path = os.path.join(folder, name)
            facts = os.lstat(path)
            times[name] = facts.st_mtime_ns
            if facts.st_size != size:
                return False
            is_known = known.get(name) == facts.st_mtime_ns
            if (read_all or not is_known or name.endswith(kScripts)) and hash_file(path) != digest:
                return False
    except (OSError, ValueError, TypeError):
        return False
    if times != known:
        write_times(folder, times)
    return True


def damaged_files(folder):
    """Reads everything: names of files whose content is not what was unpacked."""
    files = read_manifest(folder)
    if files is None:
        return [kManifest]
    damaged = []
    for name, (size, digest) in files.items():
        path = os.path.join(folder, name)
        try:
            if os.path.getsize(path) != size or hash_file(path) != digest:
                damaged.append(name)
        except OSError:
            damaged.append(name)
    return damaged


@contextlib.contextmanager
def locked(path, waiting_for):
    with open(path, "a", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            with Step(f"Waiting for another process that is filling {waiting_for}"):
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def check_space(folder, needed_bytes):
    free = shutil.disk_usage(folder).free
    if free < needed_bytes:
        raise SetupError(
            f"Not enough disk space: free {needed_bytes >> 20} MB on the disk of {folder} "
            f"(now {free >> 20} MB), or point XDG_CACHE_HOME at another disk, and start again.")


def remove_leftovers(root, name):
    """Called under the lock: whatever lies beside the entry has no owner any more."""
    for leftover in root.glob(f"{name}.filling-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def ensure(name, fill, needed_bytes):
    """Returns the folder of a complete entry, calling `fill(folder)` if there is none.

    `fill` gets an empty temporary folder; anything it raises leaves no entry behind.
    """
    root = cache_root()
    path = root / name
    if is_complete(path):
        return path
    try:
        root.mkdir(parents=True, exist_ok=True)
        with locked(root / f"{name}.lock", name):
            remove_leftovers(root, name)
            if is_complete(path):
                return path
            check_space(root, needed_bytes)
            fill_entry(root, name, fill)
    except OSError as error:
        raise SetupError(cache_failure(root, error)) from error
    return path


def cache_failure(root, error):
    if error.errno == errno.ENOSPC:
        return (f"The disk of {root} is full: free some space, or point XDG_CACHE_HOME at "
                "another disk, and start again.")
    return (f"The cache folder {root} cannot be used ({error.strerror}): make it writable, or "
            "point XDG_CACHE_HOME at a folder that is.")


def discard(name):
    """Removes an entry, so that the next `ensure` fills it anew."""
    root = cache_root()
    try:
        with locked(root / f"{name}.lock", name):
            shutil.rmtree(root / name)
    except OSError as error:
        raise SetupError(cache_failure(root, error)) from error


def fill_entry(root, name, fill):
    temporary = pathlib.Path(tempfile.mkdtemp(prefix=f"{name}.filling-", dir=root))
    temporary.chmod(0o755)
    try:
        fill(temporary)
        with Step(f"Checking {name}"):
            write_manifest(temporary)
            if not is_complete(temporary):
                raise SetupError(f"The unpacked {name} changed while it was checked: start again.")
        path = root / name
        if path.exists():
            say(f"  {name} in the cache is damaged and is replaced")
            shutil.rmtree(path)
        os.rename(temporary, path)
    finally:
        if temporary.exists():
            shutil.rmtree(temporary, ignore_errors=True)
