"""Shared by the tests of the set-up: the repository on the path, an empty cache and home."""
import pathlib
import sys

import pytest

kRepository = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(kRepository))


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    """A machine whose cache was never filled."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "socialspace-call"


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Puts fake programs first on PATH: programs("sudo", "exit 1")."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def add(name, script):
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path
    return add


def is_one_sentence(text):
    """One line, one full stop at the end of what the person reads."""
    plain = text.split(" (")[0] if text.endswith(")") else text
    return "\n" not in text and plain.rstrip().endswith(".") and len(text) < 500
