"""Walls between the layers: who may include whom, and what client code never includes."""
import re

from .sources import files, short

kBelow = {
    "base": set(),
    "protocol": {"base"},
    "call": {"base", "protocol"},
    "session": {"base", "protocol"},
    "ports": {"base", "protocol", "call"},
    "app": {"base", "protocol", "call", "session", "ports"},
    "view": {"base", "protocol", "call", "session", "ports", "app", "assets", "shaders"},
    "sim": {"base", "protocol", "call", "session", "ports", "app"},
    "shell": {"base", "protocol", "call", "session", "ports", "app", "view"},
    "web": {"base", "protocol", "call", "session", "ports", "app", "view", "shell", "assets",
            "shaders"},
}
kHeavy = {"iostream", "fstream", "sstream", "iomanip", "regex", "format", "print", "syncstream"}
kInclude = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')


def problem_with(layer, bracket, target):
    """What is wrong with an include of `target` in a file of src/`layer`; None if nothing."""
    if target.startswith("emscripten") and layer != "web":
        return "only src/web may include emscripten"
    if re.match(r"(backends/)?imgui", target) and layer not in ("view", "web"):
        return "only src/view and src/web may include imgui"
    if bracket == "<":
        return f"<{target}> is too heavy for the client" if target in kHeavy else None
    folder = target.split("/")[0]
    if "/" not in target or folder not in set(kBelow) | {"assets", "shaders"}:
        return None if target.startswith("imgui") else "includes of ours are written from src/"
    if folder != layer and folder not in kBelow.get(layer, set()):
        return f"src/{layer} must not know src/{folder}"
    return None


def check():
    problems = []
    for path in files(["src"], {".cpp", ".hpp"}):
        layer = short(path).split("/")[1]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = kInclude.match(line)
            problem = problem_with(layer, *match.groups()) if match else None
            if problem:
                problems.append(f"{short(path)}:{number}: {problem}: {match.group(2)}")
    return problems
