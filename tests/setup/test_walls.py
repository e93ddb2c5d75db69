"""The wall check: which includes it lets through."""
import pytest
from conftest import kRepository  # noqa: F401  puts the repository on the path

from tools.checks.walls import problem_with


@pytest.mark.parametrize("layer, bracket, target", [
    ("web", "<", "emscripten/val.h"), ("web", "<", "imgui_impl_opengl3.h"), ("view", "<", "imgui.h"),
    ("view", '"', "app/state.hpp"), ("app", '"', "call/call_state.hpp"), ("base", "<", "chrono"),
    ("view", '"', "assets/icons.hpp"), ("sim", '"', "ports/ports.hpp"), ("protocol", "<", "nlohmann/json.hpp")])
def test_includes_that_follow_the_arrows_pass(layer, bracket, target):
    assert problem_with(layer, bracket, target) is None


@pytest.mark.parametrize("layer, bracket, target", [
    ("app", "<", "emscripten.h"), ("view", "<", "emscripten/val.h"), ("app", "<", "imgui.h"),
    ("sim", '"', "imgui_internal.h"), ("call", '"', "session/auth.hpp"), ("base", '"', "protocol/api.hpp"),
    ("app", '"', "view/ui.hpp"), ("call", "<", "iostream"), ("web", "<", "regex"), ("call", '"', "call_state.hpp")])
def test_includes_against_the_arrows_are_refused(layer, bracket, target):
    assert problem_with(layer, bracket, target) is not None
