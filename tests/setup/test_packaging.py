"""The folder that is served: names by content, compressed siblings, safe to rebuild while served."""
import gzip
import json
import shutil
import subprocess
import sys

import pytest
from conftest import is_one_sentence, kRepository

kPage = ('<!doctype html><link rel="stylesheet" href="{{style_css}}">'
         '<script type="module" src="{{app_js}}" data-wasm="{{app_wasm}}"></script>')


@pytest.fixture
def project(tmp_path):
    """A tiny web/ and a stand-in for the compiled client."""
    client, web = tmp_path / "client", tmp_path / "web"
    for folder in (client / "program", web / "glue", web / "workers", web / "public"):
        folder.mkdir(parents=True)
    (client / "socialspace_call.mjs").write_text("export default () => 'client';")
    (client / "program/app.wasm").write_bytes(b"\0asm" + bytes(500))
    (client / "program/late.wasm").write_bytes(b"\0asm" + bytes(300))
    (web / "index.html").write_text(kPage)
    (web / "style.css").write_text("body { color: red; }")
    (web / "main.js").write_text(
        'import create from "socialspace-call-client";\nimport { one } from "./glue/one.js";\n'
        'console.log(create(), one, SSC_FILES["app.wasm"], SSC_FILES["workers/count.js"]);\n'
        'import("./glue/later.js").then((part) => part.run());\n')
    (web / "glue/one.js").write_text("export const one = 'first value';")
    (web / "glue/later.js").write_text("export const run = () => console.log('loaded later');")
    (web / "workers/count.js").write_text("onmessage = () => postMessage(1);")
    (web / "public/favicon.svg").write_text("<svg/>")
    return tmp_path


def package(project):
    return subprocess.run([sys.executable, str(kRepository / "tools/package_web.py"), "--web",
                           str(project / "web"), "--client", str(project / "client"), "--site",
                           str(project / "site")], stderr=subprocess.PIPE, text=True, check=False)


def manifest(project):
    return json.loads((project / "site/manifest.json").read_text())


def test_everything_but_pages_is_named_by_its_content(project):
    assert package(project).returncode == 0
    facts = manifest(project)
    assert set(facts["files"]) == {"app.wasm", "late.wasm", "main.js", "style.css", "workers/count.js"}
    assert facts["revalidated"] == ["favicon.svg", "index.html"]
    page = (project / "site/index.html").read_text()
    script = (project / "site" / facts["files"]["main.js"]).read_text()
    assert "{{" not in page and facts["files"]["main.js"] in page
    assert facts["files"]["app.wasm"] in script and facts["files"]["workers/count.js"] in script
    for name in facts["immutable"]:
        assert name.split(".")[1].isalnum() and len(name.split(".")[1]) == 10


def test_a_lazy_part_is_a_file_of_its_own_and_not_of_the_first_screen(project):
    package(project)
    facts = manifest(project)
    later = [name for name in facts["immutable"] if name.startswith("later.")]
    assert len(later) == 1 and later[0] not in facts["first_screen"]
    assert facts["files"]["workers/count.js"] not in facts["first_screen"]
    for name in ("app.wasm", "main.js", "style.css"):
        assert facts["files"][name] in facts["first_screen"]
    # The parent names the lazy part as it is called in the site.
    texts = [(project / "site" / name).read_text() for name in facts["immutable"] if name.endswith(".js")]
    assert any(later[0] in text for text in texts)


def test_compressed_siblings_hold_the_same_bytes(project):
    package(project)
    for name in manifest(project)["files"].values():
        path = project / "site" / name
        assert gzip.decompress((path.parent / (name + ".gz")).read_bytes()) == path.read_bytes()
        unpacked = subprocess.run(["brotli", "-dc", str(path) + ".br"], stdout=subprocess.PIPE, check=True)
        assert unpacked.stdout == path.read_bytes()


def test_the_same_sources_make_the_same_names(project):
    package(project)
    first = manifest(project)
    package(project)
    assert manifest(project) == first


def test_pages_that_are_open_during_a_rebuild_still_find_their_files(project):
    package(project)
    old = manifest(project)["files"]
    (project / "web/glue/one.js").write_text("export const one = 'second value';")
    package(project)
    new = manifest(project)["files"]
    assert new["main.js"] != old["main.js"] and new["app.wasm"] == old["app.wasm"]
    assert (project / "site" / old["main.js"]).is_file()
    (project / "web/glue/one.js").write_text("export const one = 'third value';")
    package(project)
    assert not (project / "site" / old["main.js"]).exists()


def test_a_failed_rebuild_leaves_the_served_folder_as_it_was(project):
    package(project)
    before = sorted(path.name for path in (project / "site").iterdir())
    (project / "web/main.js").write_text("this is no script")
    assert package(project).returncode != 0
    assert sorted(path.name for path in (project / "site").iterdir()) == before
    assert [path.name for path in project.iterdir() if path.name.startswith("site.")] == []


@pytest.mark.parametrize("extra", ["<script>alert(1)</script>", "<style>p{}</style>", '<p style="x">',
                                   '<p onclick="x">', "{{no_such_file}}"])
def test_a_page_that_the_policy_would_refuse_is_refused_by_the_build(project, extra):
    (project / "web/index.html").write_text(kPage + extra)
    done = package(project)
    assert done.returncode != 0
    assert is_one_sentence(done.stderr.strip().splitlines()[-1])


def test_icons_become_path_data_and_shaders_lose_their_comments(tmp_path):
    (tmp_path / "phone-off.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 2h3"/><circle cx="5" cy="6" r="2"/>'
        '<line x1="0" y1="1" x2="2" y2="3"/><polyline points="1,2 3,4"/>'
        '<rect x="1" y="2" width="8" height="6" rx="1"/></svg>')
    (tmp_path / "glow.frag").write_text("#version 300 es\n// words\nvoid main() { /* more */ }\n")
    embed = [sys.executable, str(kRepository / "tools/embed.py")]
    subprocess.run(embed + ["icons", str(tmp_path / "i.hpp"), str(tmp_path / "phone-off.svg")], check=True)
    subprocess.run(embed + ["shaders", str(tmp_path / "s.hpp"), str(tmp_path / "glow.frag")], check=True)
    icons, shaders = (tmp_path / "i.hpp").read_text(), (tmp_path / "s.hpp").read_text()
    assert "k_icon_phone_off" in icons
    assert "M1 2h3M3 6a2 2 0 1 0 4 0a2 2 0 1 0 -4 0zM0 1L2 3M1 2L3 4M2 2h6" in icons
    assert "k_glow_frag" in shaders and "words" not in shaders and "more" not in shaders
    assert shutil.which("g++") is None or subprocess.run(
        ["g++", "-std=c++20", "-fsyntax-only", "-x", "c++", str(tmp_path / "i.hpp"), str(tmp_path / "s.hpp")],
        stderr=subprocess.DEVNULL, check=False).returncode == 0
