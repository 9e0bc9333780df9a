#!/usr/bin/env python3
"""Reads the summary of a browser check: what must be zero, and what must be true."""
import json
import sys

ZERO = ["axeNodes", "consoleErrors", "failedRequests", "otherOriginRequests", "vnuErrors", "mobileOverflow",
        "overflow320", "brokenLinks", "brokenFragments", "brokenCssUrls", "sitemapBroken", "leaksHard",
        "duplicateIdPages", "focusNoIndicator", "keyboardTrap", "pageErrors"]
TRUE = ["skipLink", "skipWorks", "darkApplies", "fileUrlWorks", "fileUrlStyled"]

with open(sys.argv[1], encoding="utf-8") as f:
    summary = json.load(f)["summary"]
for key in ZERO:
    if key in summary:
        value = summary[key]
        print(f"{'FAIL ' if value else 'ok   '} browser: {key} {value}")
for key in TRUE:
    if key in summary:
        value = summary[key]
        print(f"{'ok   ' if value not in (False, 0, None) else 'FAIL '} browser: {key} {value}")
