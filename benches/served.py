"""From saving a file to the changed page over HTTP: `docwright serve` on a docset, one figure a kind of edit.

python3 benches/served.py PROGRAM DOCSET guide/a.md=/guide/a.html guide/b.md=/guide/b.html

Both are Markdown files below DOCSET with the addresses at which they are served; they are edited in turn, so that what was served last is never what is asked for.
Each edit adds a word to the page's text; the time counts from the write to the first answer that has the word. With
`--heading`, the edit is a new heading; with `--template`, a template of a theme of the docset's own. DOCSET is changed:
give it a copy.
"""

import argparse
import http.client
import pathlib
import re
import statistics
import subprocess
import sys
import time


def start(program, docset):
    begun = time.perf_counter()
    server = subprocess.Popen([program, "serve", docset, "--port", "0"], stderr=subprocess.PIPE, text=True)
    for line in server.stderr:
        found = re.search(r"http://localhost:(\d+)/", line)
        if found:
            return server, int(found.group(1)), begun
    sys.exit("the preview did not start")


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8", "replace")


def wait(port, path, word):
    begun = time.perf_counter()
    while time.perf_counter() - begun < 60:
        if word in get(port, path)[1]:
            return (time.perf_counter() - begun) * 1000
        time.sleep(0.001)
    sys.exit(f"{word} is never served at {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("docset", type=pathlib.Path)
    parser.add_argument("pages", nargs=2, metavar="PAGE=ADDRESS", help="a source below DOCSET and where it is served")
    parser.add_argument("--heading", action="store_true", help="each edit adds a heading")
    parser.add_argument("--template", type=pathlib.Path, help="edit this template instead, below DOCSET")
    parser.add_argument("--edits", type=int, default=20)
    options = parser.parse_args()
    server, port, begun = start(options.program, options.docset)
    try:
        pages = [page.split("=", 1) for page in options.pages]
        status, _ = get(port, pages[0][1])
        print(f"first page        {(time.perf_counter() - begun) * 1000:7.0f} ms (status {status})")
        get(port, pages[1][1])
        # The watcher settles.
        time.sleep(0.5)
        times = []
        for number in range(options.edits):
            source, address = pages[number % 2]
            file = options.docset / (options.template or source)
            # The time makes it a word that no earlier run has left.
            word = f"edit{number}at{time.time_ns()}"
            text = file.read_text("utf-8")
            if options.template:
                new = re.sub(r"(?m)^<!--edit.*?-->\n", "", text) + f"<!--{word}-->\n"
            elif options.heading:
                new = f"{text}\n## {word}\n"
            else:
                new = f"{text}\n{word}\n"
            file.write_text(new, "utf-8")
            times.append(wait(port, address, word))
            time.sleep(0.1)
        print(f"median of {len(times):3} edits {statistics.median(times):7.1f} ms")
        print(f"slowest           {max(times):7.1f} ms")
    finally:
        server.terminate()


main()
