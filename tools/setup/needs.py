"""What the machine has to have, by purpose, and how to see that it is there.

A need is met by a command on PATH or a file, so that a tool from elsewhere (another
node, an emsdk) counts as well; only unmet needs are installed. Package names are
the same in Debian 12 and 13.
"""
import collections
import glob
import os
import shutil

Need = collections.namedtuple("Need", "package command path")


def tool(package, command=None):
    return Need(package, command or package, None)


def file(package, path):
    return Need(package, None, path)


kBuild = [
    tool("cmake"), tool("ninja-build", "ninja"), tool("esbuild"), tool("brotli"),
    tool("nodejs", "node"), tool("openssl"),
]

# Where SSC_JSON_ROOT names no folder.
kJson = [file("nlohmann-json3-dev", "/usr/include/nlohmann/json.hpp")]

# For unpacking the sources of Dear ImGui, where SSC_IMGUI_ROOT names none.
kImguiFromCache = [tool("xz-utils", "xz")]

kEmscriptenFromCache = [
    tool("clang-19"), tool("lld-19", "wasm-ld-19"), tool("llvm-19", "llvm-ar-19"),
    file("node-acorn", "/usr/share/nodejs/acorn/package.json"),
    file("debian-archive-keyring", "/usr/share/keyrings/debian-archive-trixie-stable.*"),
]

kServerPackages = ["python3-aiohttp", "python3-socketio", "python3-jwt", "python3-argon2"]

kTest = [
    tool("g++"), tool("nodejs", "node"), tool("npm"),
    file("libgtest-dev", "/usr/include/gtest/gtest.h"),
    file("libgmock-dev", "/usr/include/gmock/gmock.h"),
    tool("clang-19"), tool("clang-tidy-19"), tool("clang-format-19"),
    file("libclang-rt-19-dev", "/usr/lib/llvm-19/lib/clang/19/lib/linux/libclang_rt.fuzzer*"),
    tool("glslang-tools", "glslangValidator"), tool("chromium"),
    # Letters of Europe and Arabic, Chinese and Japanese, and emoji: a bare machine has none.
    file("fonts-dejavu-core", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    file("fonts-wqy-zenhei", "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    file("fonts-noto-color-emoji", "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"),
    tool("nftables", "nft"), tool("iproute2", "ip"), tool("util-linux", "unshare"), tool("coturn", "turnserver"),
    # Firefox shows WebGL2 only on a display.
    tool("firefox-esr"), tool("xvfb", "Xvfb"), file("libgl1-mesa-dri", "/usr/lib/*/dri/swrast_dri.so"),
]

kTestServerPackages = ["python3-pytest", "python3-hypothesis", "python3-flake8"]


def is_met(need):
    if need.command:
        return find_command(need.command) is not None
    return any(os.path.exists(path) for path in glob.glob(need.path))


def find_command(name):
    """PATH first, then the system folders that an ordinary user's PATH leaves out."""
    return shutil.which(name) or shutil.which(name, path="/usr/bin:/bin:/usr/sbin:/sbin")


def missing_packages(needs):
    missing = []
    for need in needs:
        if not is_met(need) and need.package not in missing:
            missing.append(need.package)
    return missing
