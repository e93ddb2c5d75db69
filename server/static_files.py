"""The built page: files under one folder, compressed siblings, caching by content hash.

Reads nothing outside the folder and lists no folder.
"""

import hashlib
import mimetypes
import re
from pathlib import Path

from aiohttp import hdrs, web

from .config import SetupError

# Content hashes in hexadecimal, or the eight base-32 letters of the bundler's split files.
HASHED_NAME = re.compile(r"[.-](?:(?=[a-f]*[0-9])[0-9a-f]{8,64}|[A-Z2-7]{8})\.")
TYPES = {".wasm": "application/wasm", ".js": "text/javascript", ".mjs": "text/javascript", ".html": "text/html",
         ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml", ".map": "application/json",
         ".webmanifest": "application/manifest+json", ".ico": "image/x-icon", ".wav": "audio/wav"}
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
IMMUTABLE = "public, max-age=31536000, immutable"


class StaticFiles:
    def __init__(self, folder: Path | None):
        self._folder = folder and folder.resolve()
        self._tags: dict[Path, tuple[tuple, str]] = {}

    def check(self) -> None:
        """Says in one sentence what is wrong with the folder, if anything."""
        if self._folder is None:
            return
        if not self._folder.is_dir():
            raise SetupError(f"The page's folder {self._folder} does not exist: build the client first, "
                             "or name another one with --static.")
        if not (self._folder / "index.html").is_file():
            raise SetupError(f"The page's folder {self._folder} holds no index.html: build the client first.")

    async def serve(self, request: web.Request) -> web.StreamResponse:
        path = self._find(request.match_info.get("path", ""))
        if path is None:
            raise web.HTTPNotFound
        try:
            return self._answer(request, path)
        except OSError:  # a build that replaces the file just now
            raise web.HTTPNotFound from None

    def _find(self, name: str) -> Path | None:
        if self._folder is None or "\0" in name or "\\" in name:
            return None
        parts = name.split("/") if name else ["index.html"]
        if any(part in ("", ".", "..") or part.startswith(".") for part in parts) or len(name) > 300:
            return None
        try:
            path = self._folder.joinpath(*parts).resolve()
            good = path.is_relative_to(self._folder) and path.is_file()
        except (OSError, ValueError):
            return None
        return path if good else None

    def _answer(self, request: web.Request, path: Path) -> web.Response:
        accepted = _accepted_encodings(request.headers.get(hdrs.ACCEPT_ENCODING, ""))
        kind = TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        headers = {hdrs.CACHE_CONTROL: IMMUTABLE if HASHED_NAME.search(path.name) else "no-cache",
                   hdrs.VARY: "Accept-Encoding",
                   hdrs.CONTENT_TYPE: f"{kind}; charset=utf-8" if kind.startswith("text/") else kind}
        source = path
        for encoding, suffix in ENCODINGS:
            sibling = path.with_name(path.name + suffix)
            # A sibling older than its file is left from an earlier build.
            if encoding in accepted and sibling.is_file() and sibling.stat().st_mtime >= path.stat().st_mtime - 2:
                source = sibling
                headers[hdrs.CONTENT_ENCODING] = encoding
                break
        headers[hdrs.ETAG] = self._tag(source)
        if headers[hdrs.ETAG] in [tag.strip() for tag in request.headers.get(hdrs.IF_NONE_MATCH, "").split(",")]:
            headers.pop(hdrs.CONTENT_ENCODING, None)
            return web.Response(status=304, headers=headers)
        return web.Response(body=source.read_bytes(), headers=headers)

    def _tag(self, path: Path) -> str:
        """By content, so that a rebuilt but equal file stays cached; remembered until the file changes."""
        stat = path.stat()
        state = (stat.st_mtime_ns, stat.st_size)
        known = self._tags.get(path)
        if known is None or known[0] != state:
            known = (state, '"' + hashlib.sha256(path.read_bytes()).hexdigest()[:24] + '"')
            self._tags[path] = known
        return known[1]


def _accepted_encodings(header: str) -> set[str]:
    out = set()
    for item in header.split(","):
        name, _, quality = item.strip().partition(";")
        if quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            out.add(name.strip().lower())
    return out
