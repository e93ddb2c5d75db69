"""Finds the Python interpreter that can run the server, or makes one.

The system's packages belong to /usr/bin/python3, which need not be the `python3` on
PATH; where there is no apt, a virtual environment in the cache holds them.
"""
import hashlib
import pathlib
import subprocess
import sys

from . import apt, cache, needs
from .errors import SetupError
from .process import run, succeeds
from .progress import Step

kServerModules = ("aiohttp", "socketio", "jwt", "argon2")
kTestModules = ("pytest", "hypothesis", "flake8")
kRepository = pathlib.Path(__file__).resolve().parents[2]
kSystemPython = "/usr/bin/python3"
kVenvBytes = 200 << 20

kProbe = ("import importlib.util, sys; "
          "sys.exit(any(importlib.util.find_spec(name) is None for name in sys.argv[1:]))")


def has_modules(python, modules):
    return succeeds([python, "-c", kProbe, *modules])


def venv_entry():
    text = (kRepository / "requirements.txt").read_bytes()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"venv-{version}-{hashlib.sha256(text).hexdigest()[:12]}"


def candidates():
    venv = cache.cache_root() / venv_entry() / "bin/python"
    return [kSystemPython, sys.executable, str(venv)]


def find(modules):
    for python in candidates():
        if pathlib.Path(python).exists() and has_modules(python, modules):
            return python
    return None


def make_venv(folder):
    failure = ("A virtual environment for the server could not be made: install aiohttp, "
               "python-socketio, PyJWT and argon2-cffi for python3 yourself and start again.")
    with Step("Making a Python environment for the server"):
        run([sys.executable, "-m", "venv", str(folder)], failure)
        run([str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--requirement",
             str(kRepository / "requirements.txt")], failure)


def server_python(testing=False):
    """Path of an interpreter with the server's modules, installing them if there is none."""
    modules = kServerModules + (kTestModules if testing else ())
    python = find(modules)
    if python is not None:
        return python
    if apt.has_apt():
        packages = list(needs.kServerPackages) + (needs.kTestServerPackages if testing else [])
        apt.install(absent_packages(packages))
    else:
        cache.ensure(venv_entry(), make_venv, kVenvBytes)
    python = find(modules)
    if python is None:
        raise SetupError(f"No python3 on this machine has {', '.join(modules)}: install them for "
                         f"{kSystemPython} and start again.")
    return python


def absent_packages(packages):
    """Those that dpkg does not hold; all of them if it cannot tell."""
    absent = []
    for package in packages:
        said = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status}", package],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, check=False)
        if said.stdout.strip() != "installed":
            absent.append(package)
    return absent
