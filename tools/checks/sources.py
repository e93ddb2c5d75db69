"""Which files the checks look at: those git knows or would add."""
import pathlib
import subprocess

kRepository = pathlib.Path(__file__).resolve().parents[2]


def all_files():
    said = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=kRepository,
                          stdout=subprocess.PIPE, check=True).stdout.decode()
    names = (name for name in said.split("\0") if name)
    return sorted(kRepository / name for name in names if (kRepository / name).is_file())


def files(folders, suffixes):
    """Files below the folders (relative to the repository) with one of the suffixes."""
    wanted = [kRepository / folder for folder in folders]
    return [path for path in all_files() if path.suffix in suffixes
            and any(folder == path or folder in path.parents for folder in wanted)]


def short(path):
    return path.relative_to(kRepository).as_posix()


def is_python_script(path):
    with open(path, "rb") as file:
        line = file.readline(100)
    return line.startswith(b"#!") and b"python" in line


def python_files():
    return [path for path in all_files()
            if path.suffix == ".py" or (not path.suffix and is_python_script(path))]
