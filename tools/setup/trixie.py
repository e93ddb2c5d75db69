"""Downloads packages of Debian 13 (trixie) through a private apt root.

Nothing of the system's own apt is touched: state, cache and sources live in a folder
given by the caller, who may be an ordinary user. The mirror is the one this machine
already uses; every file has the size and the sum that the signed index gives.
"""
import glob
import hashlib
import os
import pathlib
import re
import subprocess

from .apt import has_apt
from .errors import SetupError
from .process import run, with_reason
from .progress import Step

kUnreachable = ("The package mirror of this machine could not be read: check the network and the "
                "mirror in /etc/apt and start again.")


kSums = {"SHA256": hashlib.sha256, "SHA512": hashlib.sha512}


def find_keyring():
    patterns = ["/usr/share/keyrings/debian-archive-trixie-stable.*",
                "/usr/share/keyrings/debian-archive-keyring.*"]
    for pattern in patterns:
        for path in sorted(glob.glob(pattern)):
            return path
    raise SetupError("Debian's archive keys for trixie are missing: run 'sudo apt-get install "
                     "debian-archive-keyring' and start again.")


def find_mirror():
    """The address of the main archive that this machine's apt is set to."""
    if not has_apt():
        raise SetupError("This system has no apt: put Emscripten 3.1.69 or newer on PATH and name "
                         "the Dear ImGui 1.90.1 sources in SSC_IMGUI_ROOT (see the README).")
    rows = run(["apt-get", "indextargets", "--format", "$(REPO_URI)\t$(RELEASE)\t$(COMPONENT)",
                "Created-By: Packages"], kUnreachable)
    mirror = pick_mirror(rows)
    if mirror is None:
        raise SetupError("apt on this machine names no Debian mirror: add one to "
                         "/etc/apt/sources.list and start again.")
    return mirror


def pick_mirror(rows):
    for row in rows.splitlines():
        uri, release, component = (row.split("\t") + ["", ""])[:3]
        if component == "main" and not re.search(r"-(security|updates|backports|proposed)", release):
            if "security" not in uri:
                return uri
    return None


class PrivateApt:
    def __init__(self, root):
        self.root_ = pathlib.Path(root)
        self.downloads_ = self.root_ / "downloads"
        for folder in ("state/lists/partial", "cache/archives/partial", "downloads"):
            (self.root_ / folder).mkdir(parents=True)
        (self.root_ / "state/status").touch()
        where = f"[signed-by={find_keyring()}] {find_mirror()} trixie main"
        (self.root_ / "sources.list").write_text(f"deb {where}\ndeb-src {where}\n",
                                                 encoding="utf-8")

    def command_(self, *words):
        root = self.root_
        options = {"Dir::State": root / "state", "Dir::State::status": root / "state/status",
                   "Dir::Cache": root / "cache", "Dir::Etc::SourceList": root / "sources.list",
                   "Dir::Etc::SourceParts": "/dev/null", "APT::Sandbox::User": "root",
                   "APT::Get::List-Cleanup": "false"}
        settings = [part for key, value in options.items() for part in ("-o", f"{key}={value}")]
        return ["apt-get", "-q"] + settings + list(words)

    def update(self):
        with Step("Reading the package list of Debian 13"):
            run(self.command_("-o", "Acquire::Languages=none", "-o", "APT::Update::Error-Mode=any",
                              "update"), kUnreachable, cwd=self.downloads_)

    def fetch(self, what, words):
        """Runs `apt-get WORDS` in the download folder, showing megabytes of the total."""
        listing = run(self.command_(*words, "--print-uris"), kUnreachable, cwd=self.downloads_)
        expected = [match.groups() for match in
                    re.finditer(r"^'\S+' (\S+) (\d+) (\w+):([0-9a-f]+)$", listing, re.MULTILINE)]
        total = sum(int(size) for _, size, _, _ in expected)

        def how_far():
            loaded = folder_size(self.downloads_) + folder_size(self.root_ / "cache")
            return f"{min(loaded, total) >> 20} of {total >> 20} MB"

        with Step(what, how_far):
            done = subprocess.run(self.command_(*words), cwd=self.downloads_, text=True,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, errors="replace", check=False)
            if done.returncode != 0:
                raise SetupError(with_reason(kUnreachable, done.stdout))
        for name, size, kind, digest in expected:
            if not is_intact(self.downloads_ / name, int(size), kind, digest):
                raise SetupError(f"The download of {name} is not what the package list promises: "
                                 "check the network and start again.")

    def downloaded(self, pattern):
        found = sorted(self.downloads_.glob(pattern))
        if not found:
            raise SetupError(f"The package mirror holds no {pattern} of Debian 13: use a full "
                             "mirror in /etc/apt and start again.")
        return found[0]


def is_intact(path, size, kind, digest):
    """True if the file has the size and the sum of the signed package list."""
    if kind not in kSums or not path.is_file() or path.stat().st_size != size:
        return False
    return kSums[kind](path.read_bytes()).hexdigest() == digest


def folder_size(folder):
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.path.getsize(os.path.join(parent, name))
            except OSError:
                continue  # a partial file was just renamed
    return total


def unpack_deb(package, folder, without=()):
    """Unpacks a .deb; `without` holds tar wildcard patterns of what stays out."""
    folder.mkdir(parents=True, exist_ok=True)
    excludes = [f"--exclude={pattern}" for pattern in without]
    failure = f"Unpacking {package.name} failed: free some disk space and start again."
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)],
                          stdout=subprocess.PIPE) as source:
        done = subprocess.run(["tar", "-x", "--no-same-owner", "-C", str(folder)] + excludes,
                              stdin=source.stdout, stderr=subprocess.PIPE, text=True, check=False)
        source.stdout.close()
    if done.returncode != 0 or source.returncode != 0:
        raise SetupError(with_reason(failure, done.stderr))
