"""Installs Debian packages with the machine's own apt and says how far it is."""
import os
import shutil
import subprocess
import sys
import threading

from .errors import SetupError
from .process import succeeds, with_reason
from .progress import Step, say


def has_apt():
    return shutil.which("apt-get") is not None


def as_root():
    """The words before a command that needs root; None when there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None


def install(packages):
    """Installs `packages`, or ends in a sentence with the command to type."""
    if not packages:
        return
    names = " ".join(packages)
    if not has_apt():
        raise SetupError(f"This system has no apt: install what the Debian packages {names} hold "
                         "by your system's means (see the README) and start again.")
    prefix = as_root()
    if prefix is None:
        raise SetupError(f"Some packages are missing and only root may install them: "
                         f"run 'sudo apt-get install {names}' and start again.")
    if prefix == ["sudo"]:
        say("  sudo may ask for your password to install packages")
        subprocess.run(["sudo", "-v"], check=False)
    run_apt(prefix, ["update", "-q"], "Reading the package lists", names)
    install_options = ["install", "-y", "-q", "--no-install-recommends"]
    say(f"  Needed and not here yet: {names}")
    run_apt(prefix, install_options + packages, f"Installing {count_of(packages)}", names)


def count_of(packages):
    return "1 package" if len(packages) == 1 else f"{len(packages)} packages"


def follow_status(read_end, step):
    """Turns apt's status lines (dlstatus, pmstatus) into one share of the whole."""
    with os.fdopen(read_end, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            parts = line.split(":")
            try:
                share = float(parts[2]) / 100
            except (IndexError, ValueError):
                continue
            if parts[0] == "dlstatus":
                step.at(share / 2)
            elif parts[0] == "pmstatus":
                step.at(0.5 + share / 2)


def run_apt(prefix, words, what, names):
    # sudo closes inherited descriptors, so its run shows time only.
    status, follower, read_end, write_end = [], None, None, None
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C.UTF-8")
    if not prefix:
        read_end, write_end = os.pipe()
        status = ["-o", f"APT::Status-Fd={write_end}"]
    else:
        prefix = prefix + ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"]
    command = prefix + ["apt-get", "-o", "DPkg::Lock::Timeout=300"] + status + words
    with Step(what) as step:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True, errors="replace",
                                   env=environment,
                                   pass_fds=[write_end] if write_end is not None else [])
        if write_end is not None:
            os.close(write_end)
            follower = threading.Thread(target=follow_status, args=(read_end, step), daemon=True)
            follower.start()
        output, _ = process.communicate()
        if follower:
            follower.join()
        if process.returncode != 0:
            raise SetupError(explain(output, names))


def explain(output, names):
    if "No space left" in output or "don't have enough free space" in output:
        return "The disk is full: free about 3 GB and start again."
    unreachable = ("Could not resolve", "Failed to fetch", "Could not connect", "Unable to locate",
                   "Temporary failure")
    if any(sign in output for sign in unreachable):
        return with_reason(f"The packages {names} could not be fetched: check the network and the "
                           "package mirror in /etc/apt and start again.", output)
    return with_reason(f"apt could not install {names}: see what 'apt-get install {names}' says.",
                       output)
