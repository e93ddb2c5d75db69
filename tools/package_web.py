#!/usr/bin/env python3
"""Makes the folder that is served out of web/ and the compiled client.

Every file but the pages carries the hash of its content in its name, so that it may be
cached for ever; all are precompressed. A page in web/*.html names them by placeholders:
{{app_js}} {{app_wasm}} {{style_css}} and so on, one for each entry file. Scripts see the
same names in the constant SSC_FILES, by source name: SSC_FILES["workers/filter.js"].

What is what in web/:
  main.js            → app.<hash>.js; other *.js of the top folder likewise under their names
  *.css              → <name>.<hash>.css
  workers/*.js       → one bundle each, loaded by URL (workers, worklets)
  public/**          → copied as it is, under its own name
  everything else is reached by imports; `import()` makes a part that loads when first used.
The compiled client is imported as "socialspace-call-client"; the pieces of its program lie
in program/ beside it: app.wasm, which the first screen needs, and others.

A server may run on the folder while it is rebuilt: new names come first, pages last, and
files of the build before stay for pages that are open.
"""
import argparse
import gzip
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

kClientModule = "socialspace-call-client"
kManifest = "manifest.json"
kHashLength = 10
kCompressible = {".html", ".js", ".css", ".wasm", ".svg", ".json", ".webmanifest", ".txt", ".map"}
# What a content-security policy without 'unsafe-inline' refuses to run.
kInline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=", re.IGNORECASE)


def fail(sentence):
    sys.exit(f"error: {sentence}")


def hash_of(content):
    return hashlib.sha256(content).hexdigest()[:kHashLength]


def placeholder(name):
    """app.<hash>.js is asked for as {{app_js}}."""
    return re.sub(r"\W", "_", name)


class Packager:
    def __init__(self, web, client, site, debug):
        self.web_, self.client_, self.site_, self.debug_ = web, client, site, debug
        self.names_ = {}        # source name → name in the site
        self.placeholders_ = {}
        self.hashed_ = []
        self.plain_ = []
        self.first_screen_ = []

    def run(self):
        work = pathlib.Path(tempfile.mkdtemp(prefix="site.", dir=self.site_.parent))
        try:
            self.work_, self.out_ = work, work / "out"
            self.out_.mkdir()
            self.add_wasm()
            self.add_styles()
            self.add_workers()
            self.add_modules()
            self.copy_public()
            self.write_pages()
            self.write_manifest()
            self.compress()
            self.publish()
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def esbuild(self, *words):
        """Bundles and returns what came out: {output path: facts}, from esbuild's own record."""
        record = self.work_ / "record.json"
        options = ["--bundle", "--log-level=warning", "--target=es2022", "--charset=utf8",
                   "--format=esm", f"--metafile={record}", "--entry-names=[name].[hash]",
                   "--chunk-names=[name].[hash]", "--asset-names=[name].[hash]",
                   f"--outdir={self.out_}",
                   f"--alias:{kClientModule}={self.client_ / 'socialspace_call.mjs'}",
                   # Not --define: an object there becomes a shared chunk, one more round trip.
                   f"--banner:js=const SSC_FILES={json.dumps(self.names_, separators=(',', ':'))};"]
        options += ["--sourcemap=linked"] if self.debug_ else ["--minify", "--legal-comments=none"]
        done = subprocess.run(["esbuild", *words, *options], cwd=self.web_, check=False)
        if done.returncode != 0:
            fail("esbuild could not bundle web/: see its message above.")
        # Paths in the record are relative to the folder esbuild ran in.
        outputs = json.loads(record.read_text(encoding="utf-8"))["outputs"]
        outputs = {os.path.basename(path): facts for path, facts in outputs.items()}
        for facts in outputs.values():
            facts["needs"] = [os.path.basename(item["path"]) for item in facts.get("imports", [])
                              if item["kind"] == "import-statement"]
        return self.rename(outputs)

    def rename(self, outputs):
        """Gives outputs names with our kind of hash; esbuild's own is told from nothing by looks."""
        new_names = {}
        for name in outputs:
            stem, extension = re.fullmatch(r"(.+)\.[A-Z0-9]{8}\.(\w+(?:\.map)?)", name).groups()
            new_names[name] = f"{stem}.{hash_of((self.out_ / name).read_bytes())}.{extension}"
        for name, new_name in new_names.items():
            text = (self.out_ / name).read_text(encoding="utf-8")
            (self.out_ / name).unlink()
            for old, new in new_names.items():
                text = text.replace(old, new)
            (self.out_ / new_name).write_text(text, encoding="utf-8")
        return {new_names[name]: dict(facts, needs=[new_names.get(item, item)
                                                    for item in facts["needs"]])
                for name, facts in outputs.items()}

    def keep(self, source, name, key):
        self.names_[source] = name
        self.placeholders_[placeholder(key)] = name
        self.hashed_.append(name)

    def add_wasm(self):
        for path in sorted((self.client_ / "program").glob("*.wasm")):
            content = path.read_bytes()
            name = f"{path.stem}.{hash_of(content)}.wasm"
            (self.out_ / name).write_bytes(content)
            self.keep(path.name, name, path.name)
            if path.stem == "app":
                self.first_screen_.append(name)

    def add_styles(self):
        for path in sorted(self.web_.glob("*.css")):
            self.bundle_one(path, f"{path.stem}.css")

    def add_workers(self):
        for path in sorted((self.web_ / "workers").glob("*.js")):
            self.bundle_one(path, f"{path.stem}.js")

    def bundle_one(self, path, key):
        source = path.relative_to(self.web_).as_posix()
        outputs = self.esbuild(source)
        for name, facts in outputs.items():
            if facts.get("entryPoint", "").endswith(source):
                self.keep(source, name, key)
            else:
                self.hashed_.append(name)

    def add_modules(self):
        entries = {path.name: ("app" if path.stem == "main" else path.stem)
                   for path in sorted(self.web_.glob("*.js"))}
        if "main.js" not in entries:
            fail("web/main.js is missing: the page has nothing to load.")
        outputs = self.esbuild("--splitting", *(f"{name}={source}"
                                                for source, name in entries.items()))
        for name, facts in outputs.items():
            source = os.path.basename(facts.get("entryPoint", ""))
            if source in entries and name.startswith(entries[source] + "."):
                self.keep(source, name, f"{entries[source]}.js")
            else:
                self.hashed_.append(name)
        self.first_screen_ += self.static_imports(outputs, self.names_["main.js"])

    def static_imports(self, outputs, name):
        """The module and all it imports at once; what `import()` loads later is not in it."""
        found, open_names = [], [name]
        while open_names:
            current = open_names.pop()
            if current in found:
                continue
            found.append(current)
            open_names += [item for item in outputs[current]["needs"] if item in outputs]
        return found

    def copy_public(self):
        folder = self.web_ / "public"
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = path.relative_to(folder).as_posix()
                (self.out_ / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, self.out_ / name)
                self.plain_.append(name)

    def write_pages(self):
        for path in sorted(self.web_.glob("*.html")):
            text = path.read_text(encoding="utf-8")
            inline = kInline.search(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
            if inline:
                fail(f"web/{path.name} has an inline script or style ('{inline.group(0).strip()}'), "
                     "which the content-security policy refuses: move it into a file.")
            page = re.sub(r"\{\{(\w+)\}\}", lambda match: self.fill(path.name, match), text)
            (self.out_ / path.name).write_text(page, encoding="utf-8")
            self.plain_.append(path.name)
            if path.name == "index.html":
                self.first_screen_.append(path.name)
                used = {match.group(1) for match in re.finditer(r"\{\{(\w+)\}\}", text)}
                self.first_screen_ += [name for key, name in self.placeholders_.items()
                                       if key in used and name not in self.first_screen_]

    def fill(self, page, match):
        name = self.placeholders_.get(match.group(1))
        if name is None:
            known = ", ".join(sorted(self.placeholders_))
            fail(f"web/{page} asks for {{{{{match.group(1)}}}}}, which is none of: {known}.")
        return name

    def write_manifest(self):
        """`immutable`: may be cached for ever; `first_screen`: fetched before the first use."""
        self.hashed_.sort()
        manifest = {"files": dict(sorted(self.names_.items())), "immutable": self.hashed_,
                    "revalidated": sorted(self.plain_), "first_screen": sorted(self.first_screen_)}
        text = json.dumps(manifest, indent=1) + "\n"
        (self.out_ / kManifest).write_text(text, encoding="utf-8")

    def compress(self):
        """Writes NAME.br and NAME.gz beside every file that text compression helps."""
        quality = "5" if self.debug_ else "11"
        paths = [path for path in sorted(self.out_.rglob("*"))
                 if path.is_file() and path.suffix in kCompressible and path.name != kManifest]
        done = subprocess.run(["brotli", "--keep", "--force", "-q", quality, "--lgwin=22",
                               *map(str, paths)], check=False)
        if done.returncode != 0:
            fail("brotli could not compress the site: free some disk space and build again.")
        for path in paths:
            content = path.read_bytes()
            packed = gzip.compress(content, 6 if self.debug_ else 9, mtime=0)
            path.with_name(path.name + ".gz").write_bytes(packed)

    def publish(self):
        self.site_.mkdir(parents=True, exist_ok=True)
        try:
            previous = json.loads((self.site_ / kManifest).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            previous = {"immutable": []}
        built = [path.relative_to(self.out_).as_posix()
                 for path in self.out_.rglob("*") if path.is_file()]
        pages_last = sorted(built, key=lambda name: (name == kManifest, ".html" in name, name))
        for name in pages_last:
            target = self.site_ / name
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.out_ / name, target)
        kept = set(built)
        for name in previous["immutable"]:
            kept |= {name, name + ".br", name + ".gz"}
        for path in list(self.site_.rglob("*")):
            if path.is_file() and path.relative_to(self.site_).as_posix() not in kept:
                path.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--web", type=pathlib.Path, required=True)
    parser.add_argument("--client", type=pathlib.Path, required=True)
    parser.add_argument("--site", type=pathlib.Path, required=True)
    parser.add_argument("--debug", action="store_true")
    options = parser.parse_args()
    Packager(options.web.resolve(), options.client.resolve(), options.site.resolve(),
             options.debug).run()


if __name__ == "__main__":
    main()
