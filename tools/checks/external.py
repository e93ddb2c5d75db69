"""Checks that other programs do: shaders, JavaScript syntax, Python lint, C++ layout."""
import concurrent.futures
import os
import subprocess

from tools.setup import needs, python_env

from .sources import files, kRepository, python_files, short

kCpp = {".cpp", ".hpp"}


def said(command, **options):
    """(succeeded, what it printed)"""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", cwd=kRepository, check=False, **options)
    return done.returncode == 0, done.stdout.strip()


def in_parallel(function, items):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return [problem for problem in pool.map(function, items) if problem]


def check_shaders():
    validator = needs.find_command("glslangValidator")

    def problem_of(path):
        good, output = said([validator, str(path)])
        return None if good else output
    return in_parallel(problem_of, files(["shaders"], {".vert", ".frag"}))


def check_scripts():
    node = needs.find_command("node")

    def problem_of(path):
        module = path.suffix == ".mjs" or "tests/server/js" not in short(path)
        words = [node, "--check"] + (["--input-type=module"] if module else [])
        with open(path, "rb") as source:
            good, output = said(words + ([] if module else [str(path)]), stdin=source)
        return None if good else f"{short(path)}: {output}"
    return in_parallel(problem_of, files(["web", "tests", "tools"], {".js", ".mjs"}))


def check_python():
    python = python_env.find(("flake8",))
    names = [short(path) for path in python_files()]
    good, output = said([python, "-m", "flake8", *names])
    return [] if good else output.splitlines()


def check_format():
    def problem_of(path):
        good, output = said(["clang-format-19", "--dry-run", "--Werror", str(path)])
        first = output.splitlines()[0] if output else ""
        return None if good else f"{short(path)}: not laid out; run tools/format ({first})"
    return in_parallel(problem_of, files(["src", "tests"], kCpp))
