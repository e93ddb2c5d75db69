"""Brings the machine to what serving or testing needs; quick when all is there."""
from . import apt, needs, python_env, toolchain


def build_needs():
    wanted = list(needs.kBuild)
    if toolchain.emscripten_on_path() is None:
        wanted += needs.kEmscriptenFromCache
    return wanted


def prepare_build():
    apt.install(needs.missing_packages(build_needs()))
    toolchain.fetch_all()


def prepare_serving():
    prepare_build()
    return python_env.server_python()


def prepare_testing():
    """One round of apt for everything, then the fetched parts."""
    missing = needs.missing_packages(build_needs() + needs.kTest)
    if apt.has_apt() and python_env.find(python_env.kServerModules + python_env.kTestModules) is None:
        missing += python_env.absent_packages(needs.kServerPackages + needs.kTestServerPackages)
    apt.install(missing)
    toolchain.fetch_all()
    return python_env.server_python(testing=True)
