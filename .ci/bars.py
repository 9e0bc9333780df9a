#!/usr/bin/env python3
"""Holds measurements against bars that may only rise.

  bars.py MEASURED.json BARS.json           prints "ok" or "FAIL" for each bar
  bars.py MEASURED.json BARS.json --raise   lifts each bar to what was measured, never down

A bar: {"name": {"right": least, "false": most}}; "false" counts false alarms and may only fall.
"""
import json
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        measured = json.load(f)
    with open(sys.argv[2], encoding="utf-8") as f:
        bars = json.load(f)
    if "--raise" in sys.argv[3:]:
        for name, row in measured.items():
            if "right" not in row or name.startswith(" "):
                continue
            bar = bars.setdefault(name, {"right": 0})
            bar["right"] = max(bar["right"], row["right"])
            if "false" in row:
                bar["false"] = min(bar.get("false", row["false"]), row["false"])
        with open(sys.argv[2], "w", encoding="utf-8") as f:
            json.dump(bars, f, indent=2)
            f.write("\n")
        return
    for name, bar in bars.items():
        row = measured.get(name, {})
        right, false = row.get("right", -1), row.get("false", 0)
        good = right >= bar["right"] and false <= bar.get("false", false)
        note = f", {false} false alarms (at most {bar['false']})" if "false" in bar else ""
        print(f"{'ok   ' if good else 'FAIL '} {name.strip()}: {right} of {row.get('of', '?')} (at least {bar['right']}){note}")


main()
