"""The page: types, caching, compressed siblings, safety headers, and nothing outside its folder."""

import gzip
import os

import pytest
from harness import Server, new_folder


@pytest.fixture(scope="module")
def site():
    folder = new_folder()
    page = folder / "site"
    (page / "sub").mkdir(parents=True)
    files = {"index.html": b"<!doctype html>plain", "app.0a1b2c3d4e.wasm": b"\0asm....", "app.0a1b2c3d4e.js": b"let x",
             "chunk.AB2CDEFG.js": b"let y", "style.css": b"a{}", "sub/icon.svg": b"<svg/>",
             "app.0a1b2c3d4e.js.map": b"{}",
             "notes.unknownkind": b"?", ".hidden": b"secret"}
    for name, content in files.items():
        (page / name).write_bytes(content)
    (page / "index.html.br").write_bytes(b"brotli page")
    (page / "index.html.gz").write_bytes(gzip.compress(b"<!doctype html>zipped"))
    (page / "app.0a1b2c3d4e.wasm.br").write_bytes(b"brotli wasm")
    (page / "style.css.gz").write_bytes(b"stale")
    os.utime(page / "style.css.gz", (1, 1))
    (folder / "outside.txt").write_text("outside")
    os.symlink(folder / "outside.txt", page / "link.txt")
    server = Server(folder, "--static", str(page), "--frame-ancestor", "https://host.example",
                    "--allow-connect", "https://api.example", "--allow-origin", "https://host.example/")
    server.page = page
    yield server
    server.stop()


def test_the_page_is_never_cached_and_carries_the_safety_headers(site):
    answer = site.call("GET", "/?demo=alice")
    headers = answer.headers
    assert answer.raw == b"<!doctype html>plain" and headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache" and headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin" and headers["Referrer-Policy"] == "no-referrer"
    assert headers["Permissions-Policy"] == "camera=(self), microphone=(self), display-capture=(self)"
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    host = f"127.0.0.1:{site.port}"
    assert policy == {
        "default-src": "'self'", "script-src": "'self' 'wasm-unsafe-eval'", "style-src": "'self'",
        "img-src": "'self' data: blob: https:", "media-src": "'self' blob: mediastream:",
        "connect-src": f"'self' ws://{host} wss://{host} https://api.example wss://api.example",
        "frame-ancestors": "'self' https://host.example", "base-uri": "'none'", "object-src": "'none'",
        "form-action": "'self'"}
    assert "aiohttp" not in headers["Server"]


def test_a_strange_host_header_does_not_reach_the_policy(site):
    answer = site.call("GET", "/", headers={"Host": "x; script-src *"})
    assert "script-src *" not in answer.headers.get("Content-Security-Policy", "")


@pytest.mark.parametrize("path, kind, cache", [
    ("/app.0a1b2c3d4e.wasm", "application/wasm", "immutable"), ("/app.0a1b2c3d4e.js", "text/javascript", "immutable"),
    ("/chunk.AB2CDEFG.js", "text/javascript", "immutable"), ("/style.css", "text/css", "no-cache"),
    ("/sub/icon.svg", "image/svg+xml", "no-cache"), ("/app.0a1b2c3d4e.js.map", "application/json", "immutable"),
    ("/notes.unknownkind", "application/octet-stream", "no-cache"), ("/index.html", "text/html", "no-cache")])
def test_types_and_caching(site, path, kind, cache):
    answer = site.call("GET", path)
    assert answer.status == 200 and answer.headers["Content-Type"].split(";")[0] == kind
    assert cache in answer.headers["Cache-Control"]


@pytest.mark.parametrize("accepted, encoding, content", [
    ("br, gzip", "br", b"brotli page"), ("gzip, deflate", "gzip", None), ("identity", None, b"<!doctype html>plain"),
    ("br;q=0, gzip;q=0.5", "gzip", None), ("", None, b"<!doctype html>plain")])
def test_compressed_siblings_are_picked_by_what_is_accepted(site, accepted, encoding, content):
    answer = site.call("GET", "/", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding and "Accept-Encoding" in answer.headers["Vary"]
    assert answer.headers["Content-Type"].startswith("text/html")
    if content is None:
        assert gzip.decompress(answer.raw) == b"<!doctype html>zipped"
    else:
        assert answer.raw == content


def test_a_stale_sibling_is_not_served(site):
    answer = site.call("GET", "/style.css", headers={"Accept-Encoding": "gzip"})
    assert answer.raw == b"a{}" and "Content-Encoding" not in answer.headers


def test_an_unchanged_file_is_304_and_a_changed_one_is_not(site):
    tag = site.call("GET", "/style.css").headers["Etag"]
    again = site.call("GET", "/style.css", headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status, again.raw) == (304, b"")
    (site.page / "style.css").write_bytes(b"b{}!")
    changed = site.call("GET", "/style.css", headers={"If-None-Match": tag})
    assert changed.status == 200 and changed.raw == b"b{}!"


@pytest.mark.parametrize("path", [
    "/../outside.txt", "/%2e%2e/outside.txt", "/sub/../../outside.txt", "/..%2foutside.txt", "/link.txt", "/.hidden",
    "/sub", "/sub/", "//etc/passwd", "/%00", "/sub%5c..%5c..%5coutside.txt", "/" + "x" * 400, "/nothing.js",
    "/test.db", "/%ff"])
def test_nothing_outside_the_folder_is_served(site, path):
    answer = site.call("GET", path)
    assert answer.status == 404 and b"outside" not in answer.raw and b"<!doctype html>" in answer.raw


def test_an_added_origin_may_use_the_server(site):
    assert site.call("GET", "/api/config", headers={"Origin": "https://host.example"}).status == 200


def test_large_json_is_zipped_and_small_is_not(site):
    anna = site.user("anna")
    for _ in range(8):
        anna.chat_with(site.user("boris"))
    answer = anna.call("GET", "/api/messages/chats", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.raw) == anna.get("/api/messages/chats").raw
    small = anna.call("GET", "/api/calls/active", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in small.headers and small.headers["Cache-Control"] == "no-store"
