#!/usr/bin/env python3
"""Builds generated docsets of growing size and prints what a page costs in each: time, memory and output.

    cargo build --release --examples && cargo build --release
    python3 benches/scale.py [--pages 1000,10000,50000] [--runs 3]

The docsets are those of the `synthetic` example. Every build is a first one, into a folder of its own. Costs that
follow the work stay the same from row to row; the last columns are a page's cost as a ratio to its cost in the first.
Instructions are counted where `perf` is there and may count; they say what a loaded machine's clock cannot.
"""

import argparse
import os
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


def perf_counts() -> bool:
    """Whether `perf` counts instructions here."""
    if not shutil.which("perf"):
        return False
    command = ["perf", "stat", "-x,", "-e", "instructions:u", "true"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.returncode == 0 and run.stderr[:1].isdigit()


def build(program: Path, docset: Path, out: Path, counts: bool) -> tuple[float, float, float, float | None]:
    """Wall and CPU seconds, peak memory in MB, and instructions of one build, if they are counted."""
    command = [str(program), "build", str(docset), "--output", str(out), "--quiet"]
    os.sync()
    with tempfile.NamedTemporaryFile("r") as counted:
        if counts:
            command = ["perf", "stat", "-x,", "-e", "instructions:u", "-o", counted.name, *command]
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        # Findings are reported and the site is written all the same.
        if process.returncode not in (0, 1):
            sys.exit(f"the build of {docset} ended with {process.returncode}")
        numbers = [line.split(",")[0] for line in counted if "instructions" in line]
    instructions = float(numbers[0]) if numbers and numbers[0].isdigit() else None
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, instructions


def measure(program: Path, pages: int, runs: int, counts: bool) -> dict[str, float | None]:
    """The medians of `runs` builds of a docset of so many pages, each divided by the pages."""
    with tempfile.TemporaryDirectory() as temp:
        docset, quiet = Path(temp) / "docset", subprocess.DEVNULL
        subprocess.run([RELEASE / "examples" / "synthetic", docset, str(pages)], check=True, stdout=quiet)
        rows = []
        for turn in range(runs):
            out = Path(temp) / f"out-{turn}"
            rows.append(build(program, docset, out, counts))
            # What is kept between builds would make the next one no first one.
            shutil.rmtree(docset / ".docwright", ignore_errors=True)
        bytes_out = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
        counted = [row[3] for row in rows if row[3] is not None]
        return {
            "wall": statistics.median(row[0] for row in rows) / pages,
            "cpu": statistics.median(row[1] for row in rows) / pages,
            "memory": max(row[2] for row in rows) / pages,
            "instructions": statistics.median(counted) / pages if counted else None,
            "output": bytes_out / pages,
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", default="1000,10000,50000", help="sizes, with commas; 200000 takes gigabytes")
    parser.add_argument("--runs", type=int, default=3, help="builds a size; medians are shown, and the highest memory")
    parser.add_argument("--program", type=Path, default=RELEASE / "docwright")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    counts = perf_counts()
    if not counts:
        print("perf counts nothing here: no instructions", file=sys.stderr)
    print("| pages | wall s | CPU s | peak MB | wall µs a page | CPU µs | k instructions | memory KB | output KB "
          "| × wall | × CPU | × instructions | × memory | × output |")
    print("| ---: " * 14 + "|")
    first = None
    for pages in map(int, options.pages.split(",")):
        cost = measure(options.program, pages, options.runs, counts)
        first = first or cost
        shown = [f"{pages:,}"]
        shown += [f"{cost[key] * pages:.{digits}f}" for key, digits in [("wall", 2), ("cpu", 2), ("memory", 0)]]
        units = {"wall": 1e6, "cpu": 1e6, "instructions": 1e-3, "memory": 1024, "output": 1 / 1024}
        shown += ["–" if cost[key] is None else f"{cost[key] * unit:.1f}" for key, unit in units.items()]
        shown += ["–" if None in (cost[key], first[key]) else f"{cost[key] / first[key]:.2f}" for key in units]
        print(f"| {' | '.join(shown)} |", flush=True)


if __name__ == "__main__":
    main()
