"""Brings the machine to what serving or testing needs; quick when all is there."""
from . import apt, needs, python_env, toolchain


def build_needs():
    wanted = list(needs.kBuild)
    if not toolchain.is_named("SSC_JSON_ROOT"):
        wanted += needs.kJson
    if not toolchain.is_named("SSC_IMGUI_ROOT"):
        wanted += needs.kImguiFromCache
    if toolchain.emscripten_on_path() is None:
        wanted += needs.kEmscriptenFromCache
    return wanted


def absent_modules(modules, packages):
    """The Debian packages still to install so that some interpreter has the modules."""
    if not apt.has_apt() or python_env.find(modules) is not None:
        return []
    return python_env.absent_packages(packages)


def prepare_serving():
    """All that building and serving need, in one round of apt; returns the server's python."""
    missing = needs.missing_packages(build_needs())
    apt.install(missing + absent_modules(python_env.kServerModules, needs.kServerPackages))
    toolchain.fetch_all()
    return python_env.server_python()


def prepare_testing():
    """The same and what tests/run uses; returns a python that has pytest as well."""
    missing = needs.missing_packages(build_needs() + needs.kTest)
    modules = python_env.kServerModules + python_env.kTestModules
    missing += absent_modules(modules, needs.kServerPackages + needs.kTestServerPackages)
    apt.install(missing)
    toolchain.fetch_all()
    return python_env.server_python(testing=True)
