"""The machine-wide cache: complete or absent, and safe when two fill it at once."""
import errno
import os
import pathlib
import signal
import subprocess
import sys
import textwrap

import pytest
from conftest import is_one_sentence, kRepository

from tools.setup import __main__ as setup_program, cache, toolchain
from tools.setup.errors import SetupError


def fill_two_files(folder):
    (folder / "sub").mkdir()
    (folder / "sub/one").write_text("first")
    (folder / "two").write_text("second")


def child(program, environment):
    """Starts a Python program that has `cache` imported."""
    text = f"import sys; sys.path.insert(0, {str(kRepository)!r})\nfrom tools.setup import cache\n"
    return subprocess.Popen([sys.executable, "-c", text + textwrap.dedent(program)],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                            env=environment)


def test_an_entry_is_filled_once_and_then_found(empty_cache):
    calls = []

    def fill(folder):
        calls.append(folder)
        fill_two_files(folder)
    first = cache.ensure("thing-1", fill, 0)
    second = cache.ensure("thing-1", fill, 0)
    assert first == second == empty_cache / "thing-1"
    assert len(calls) == 1
    assert (first / "sub/one").read_text() == "first"


def test_a_fill_that_fails_leaves_nothing(empty_cache):
    def fill(folder):
        fill_two_files(folder)
        raise SetupError("The mirror went away.")
    with pytest.raises(SetupError):
        cache.ensure("thing-1", fill, 0)
    assert [path.name for path in empty_cache.iterdir()] == ["thing-1.lock"]


def test_a_killed_fill_leaves_no_entry_and_the_next_one_cleans_up(empty_cache):
    process = child("""
        import signal
        def fill(folder):
            (folder / "half").write_text("x")
            print("filling", flush=True)
            signal.pause()
        cache.ensure("thing-1", fill, 0)
    """, dict(os.environ))
    assert process.stdout.readline().strip() == "filling"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (empty_cache / "thing-1").exists()
    assert list(empty_cache.glob("thing-1.filling-*"))
    cache.ensure("thing-1", fill_two_files, 0)
    assert sorted(path.name for path in empty_cache.iterdir()) == ["thing-1", "thing-1.lock"]


def test_two_processes_fill_an_entry_once(empty_cache, tmp_path):
    program = f"""
        import os, pathlib
        log = pathlib.Path({str(tmp_path)!r}) / "fills"
        def fill(folder):
            with open(log, "a") as file:
                file.write(f"{{os.getpid()}}\\n")
            for number in range(200):
                (folder / str(number)).write_text("x" * number)
        print(cache.ensure("thing-1", fill, 0), flush=True)
    """
    both = [child(program, dict(os.environ)) for _ in range(2)]
    outputs = [process.communicate()[0].strip() for process in both]
    assert outputs == [str(empty_cache / "thing-1")] * 2
    assert [process.returncode for process in both] == [0, 0]
    assert len((tmp_path / "fills").read_text().splitlines()) == 1


@pytest.mark.parametrize("damage", ["missing", "short", "no manifest", "broken manifest"])
def test_a_damaged_entry_is_replaced(empty_cache, damage):
    path = cache.ensure("thing-1", fill_two_files, 0)
    if damage == "missing":
        (path / "two").unlink()
    elif damage == "short":
        (path / "two").write_text("s")
    elif damage == "no manifest":
        (path / cache.kManifest).unlink()
    else:
        (path / cache.kManifest).write_text('{"files": []')
    assert not cache.is_complete(path)
    assert (cache.ensure("thing-1", fill_two_files, 0) / "two").read_text() == "second"


def test_a_file_changed_without_changing_its_size_is_found_by_its_checksum(empty_cache):
    path = cache.ensure("thing-1", fill_two_files, 0)
    assert cache.damaged_files(path) == []
    (path / "two").write_text("sec0nd")
    assert cache.damaged_files(path) == ["two"]


def keeping_times(path, text):
    """Writes as a failing disk does: same size, same time of change."""
    facts = path.stat()
    path.write_text(text)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def test_damage_of_the_same_size_and_time_is_found_on_use_and_repaired(empty_cache):
    path = cache.ensure("thing-1", fill_two_files, 0)
    keeping_times(path / "two", "sec0nd")
    assert (cache.ensure("thing-1", fill_two_files, 0) / "two").read_text() == "second"


def big_entry(monkeypatch):
    """An entry of which not everything is read at each use."""
    monkeypatch.setattr(cache, "kReadWholeBytes", 0)

    def fill(folder):
        fill_two_files(folder)
        (folder / "script.py").write_text("print(1)")
    return fill


def test_of_a_big_entry_changed_files_and_scripts_are_read_on_use(empty_cache, monkeypatch):
    fill = big_entry(monkeypatch)
    path = cache.ensure("thing-1", fill, 0)
    (path / "two").write_text("sec0nd")
    os.utime(path / "two", ns=(1, 1))
    assert (cache.ensure("thing-1", fill, 0) / "two").read_text() == "second"
    keeping_times(path / "script.py", "print(2)")
    assert (cache.ensure("thing-1", fill, 0) / "script.py").read_text() == "print(1)"


def test_an_entry_that_was_copied_is_read_once_and_not_fetched_again(empty_cache, monkeypatch):
    fill = big_entry(monkeypatch)
    path = cache.ensure("thing-1", fill, 0)
    for file in ("sub/one", "two"):
        os.utime(path / file, ns=(1, 1))
    read = []
    real = cache.hash_file
    monkeypatch.setattr(cache, "hash_file", lambda name: read.append(name) or real(name))
    assert cache.is_complete(path)
    assert len(read) == 3
    assert cache.is_complete(path)
    assert len(read) == 4, "only the script is read again"


def test_verify_fetches_a_damaged_entry_again(empty_cache, monkeypatch, capsys):
    monkeypatch.setattr(toolchain, "fill_imgui", fill_two_files)
    path = toolchain.fetch_imgui()
    keeping_times(path / "two", "sec0nd")
    setup_program.verify()
    assert (path / "two").read_text() == "second"
    assert "1 damaged files, such as two" in capsys.readouterr().err


def test_too_little_disk_space_is_said_before_anything_is_fetched(empty_cache):
    def fill(folder):
        raise AssertionError("must not be reached")
    with pytest.raises(SetupError) as caught:
        cache.ensure("thing-1", fill, 1 << 60)
    assert is_one_sentence(caught.value.sentence)
    assert "disk space" in caught.value.sentence and "XDG_CACHE_HOME" in caught.value.sentence


def test_a_disk_that_fills_up_midway_ends_in_one_sentence(empty_cache):
    def fill(folder):
        (folder / "half").write_text("x")
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(SetupError) as caught:
        cache.ensure("thing-1", fill, 0)
    assert is_one_sentence(caught.value.sentence) and "full" in caught.value.sentence
    assert not list(empty_cache.glob("thing-1*/"))


def test_a_cache_that_cannot_be_made_ends_in_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(SetupError) as caught:
        cache.ensure("thing-1", fill_two_files, 0)
    assert is_one_sentence(caught.value.sentence)


def test_the_cache_lies_outside_the_checkout(monkeypatch):
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert kRepository not in pathlib.Path(cache.cache_root()).parents


@pytest.fixture(autouse=True)
def some_cache_variable(monkeypatch, tmp_path):
    """Whatever the machine says, no test here touches its real cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
