"""What the set-up installs, from where, and how it says what it cannot do."""
import hashlib
import os

import pytest
from conftest import is_one_sentence

from tools.setup import apt, needs, prepare, python_env, toolchain, trixie
from tools.setup.errors import SetupError


def test_only_missing_tools_are_installed(tmp_path):
    (tmp_path / "here").write_text("")
    wanted = [needs.tool("sh-package", "sh"), needs.tool("no-such-program-x"),
              needs.file("header", str(tmp_path / "he*")), needs.file("other", str(tmp_path / "no*"))]
    assert needs.missing_packages(wanted) == ["no-such-program-x", "other"]


def test_without_root_and_sudo_the_sentence_names_the_command(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(apt.shutil, "which", lambda name: name if name == "apt-get" else None)
    with pytest.raises(SetupError) as caught:
        apt.install(["cmake", "brotli"])
    assert is_one_sentence(caught.value.sentence)
    assert "'sudo apt-get install cmake brotli'" in caught.value.sentence


def test_without_apt_the_sentence_names_what_is_missing(monkeypatch):
    monkeypatch.setattr(apt, "has_apt", lambda: False)
    with pytest.raises(SetupError) as caught:
        apt.install(["cmake"])
    assert is_one_sentence(caught.value.sentence) and "cmake" in caught.value.sentence


@pytest.mark.parametrize("output, word", [
    ("E: Failed to fetch something  Temporary failure resolving", "mirror"),
    ("E: You don't have enough free space in /var/cache/apt/archives/.", "disk"),
    ("E: Could not get lock", "apt-get install brotli"),
])
def test_what_apt_says_becomes_one_sentence(programs, monkeypatch, output, word):
    programs("apt-get", f'echo "{output}"; exit 100')
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SetupError) as caught:
        apt.install(["brotli"])
    assert is_one_sentence(caught.value.sentence) and word in caught.value.sentence


def test_the_mirror_is_the_machines_own_main_archive():
    rows = ("http://security.example/d/\tbookworm-security\tmain\n"
            "http://mirror.example/d/\tbookworm-updates\tmain\n"
            "http://mirror.example/d/\tbookworm\tcontrib\n"
            "http://mirror.example/d/\tbookworm\tmain\n")
    assert trixie.pick_mirror(rows) == "http://mirror.example/d/"
    assert trixie.pick_mirror("") is None


def test_an_unreachable_mirror_ends_in_one_sentence_and_an_absent_entry(empty_cache, programs):
    programs("apt-get", """case "$*" in
      *indextargets*) printf 'http://mirror.example/d/\\tbookworm\\tmain\\n';;
      *) echo 'E: Could not connect to mirror.example' >&2; exit 100;;
    esac""")
    with pytest.raises(SetupError) as caught:
        toolchain.imgui_root(fetch=True)
    assert is_one_sentence(caught.value.sentence) and "mirror" in caught.value.sentence
    assert [path.suffix for path in empty_cache.iterdir()] == [".lock"]


def test_a_download_counts_only_with_the_sum_of_the_package_list(tmp_path):
    path = tmp_path / "some.deb"
    path.write_bytes(b"abc")
    good = hashlib.sha256(b"abc").hexdigest()
    assert trixie.is_intact(path, 3, "SHA256", good)
    path.write_bytes(b"abd")
    assert not trixie.is_intact(path, 3, "SHA256", good)
    assert not trixie.is_intact(path, 3, "CRC", good)
    assert not trixie.is_intact(tmp_path / "none", 3, "SHA256", good)


@pytest.mark.parametrize("version, wanted", [
    ("3.1.69", True), ("4.0.10", True), ("3.1.68", False), ("3.1.6~dfsg", False), ("nonsense", False)])
def test_an_emscripten_on_path_counts_only_if_it_is_new_enough(empty_cache, programs, version, wanted):
    program = programs("emcc", f'echo "emcc (Emscripten gcc/clang-like replacement) {version} ()"')
    root = toolchain.emscripten_on_path()
    assert root == (program.parent if wanted else None)
    # The second answer comes from memory and is the same.
    assert toolchain.emscripten_on_path() == root


def test_an_emscripten_on_path_makes_clang_unnecessary(empty_cache, programs):
    programs("emcc", 'echo "emcc (Emscripten) 4.0.1"')
    assert "clang-19" not in [need.package for need in prepare.build_needs()]


def test_own_folders_make_the_packages_of_their_libraries_unnecessary(tmp_path, monkeypatch, empty_cache, programs):
    packages = {need.package for need in prepare.build_needs()}
    assert {"nlohmann-json3-dev", "xz-utils"} <= packages
    monkeypatch.setattr(toolchain, "kSystemJson", tmp_path / "none")
    for variable, header in (("SSC_JSON_ROOT", "json.hpp"), ("SSC_IMGUI_ROOT", "imgui.h")):
        (tmp_path / variable).mkdir()
        (tmp_path / variable / header).write_text("")
        monkeypatch.setenv(variable, str(tmp_path / variable))
    assert not {"nlohmann-json3-dev", "xz-utils"} & {need.package for need in prepare.build_needs()}
    assert toolchain.json_root() == tmp_path / "SSC_JSON_ROOT"


@pytest.mark.parametrize("variable, header", [("SSC_JSON_ROOT", "json.hpp"), ("SSC_IMGUI_ROOT", "imgui.h")])
def test_a_named_folder_without_its_header_ends_in_one_sentence(variable, header, tmp_path, monkeypatch):
    monkeypatch.setenv(variable, str(tmp_path))
    with pytest.raises(SetupError) as caught:
        prepare.build_needs()
    assert is_one_sentence(caught.value.sentence) and header in caught.value.sentence


def test_an_empty_cache_is_reported_as_absent(empty_cache, programs):
    paths = toolchain.locate()
    assert paths["emscripten"] == "" and paths["imgui"] == ""


def test_the_server_runs_with_the_interpreter_that_has_its_modules(programs, tmp_path, monkeypatch):
    poor = programs("poor-python", "exit 1")
    rich = programs("rich-python", "exit 0")
    monkeypatch.setattr(python_env, "candidates", lambda: [str(poor), str(tmp_path / "gone"), str(rich)])
    assert python_env.server_python() == str(rich)


def test_no_interpreter_with_the_modules_ends_in_one_sentence(programs, monkeypatch):
    poor = programs("poor-python", "exit 1")
    monkeypatch.setattr(python_env, "candidates", lambda: [str(poor)])
    monkeypatch.setattr(apt, "install", lambda packages: None)
    with pytest.raises(SetupError) as caught:
        python_env.server_python()
    assert is_one_sentence(caught.value.sentence) and "aiohttp" in caught.value.sentence
