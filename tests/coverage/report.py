#!/usr/bin/env python3
"""Which lines and branches of grammar/ and engine/ the tests reached, from GCC's counters.

usage: report.py BUILD [--missing FILE] [--lines PERCENT] [--branches PERCENT]

A branch is one way out of a decision of the source. The two ways out of a call, back or by an exception, are none, and a
statement is a line where it begins. A template is reached where any instance of it is: its instances count as one.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def counters(notes):
    """What gcov says about the files of the tree that an object was made of."""
    done = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", "--relative-only",
                           "--source-prefix", str(ROOT), notes.name], cwd=notes.parent, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"error: gcov fails on {notes}: {done.stderr}")
    return [file for line in done.stdout.splitlines() for file in json.loads(line)["files"]]


def decisions(branches):
    """The branches of a line without the pairs that a call makes which may throw."""
    kept = []
    for branch in branches:
        if branch["throw"]:
            if kept and kept[-1]["fallthrough"]:
                kept.pop()
        else:
            kept.append(branch)
    return [branch["count"] for branch in kept]


def without_cleaning(ways):
    """The ways without decisions that only an exception comes to: what it has to destroy. Nothing else can keep a decision
    from being come to when all others of its line went every way."""
    pairs = [ways[i:i + 2] for i in range(0, len(ways), 2)]
    taken = [pair for pair in pairs if all(pair)]
    return sum(taken, []) if taken and all(pair in taken or not any(pair) for pair in pairs) else ways


class File:
    def __init__(self, name):
        self.name = name
        self.text = dict(enumerate((ROOT / name).read_text().splitlines(), 1))
        self.lines = {}
        self.ways = {}

    def add(self, counted):
        summed = {line["line_number"] for line in counted["lines"] if "function_name" not in line}
        for line in counted["lines"]:
            number = line["line_number"]
            if number in summed and "function_name" in line:
                continue  # One of several functions that have this line, as the instances of a template do.
            if re.match(r"[\s{};)]*(//.*|[.].*)?$", self.text.get(number, "")):
                continue  # The end of a block, or more of a statement: what is compiled for it is cleaning up.
            self.lines[number] = self.lines.get(number, 0) + line["count"]
            ways = self.ways.setdefault(number, [])
            for i, count in enumerate(decisions(line["branches"])):
                if i == len(ways):
                    ways.append(0)
                ways[i] += count

    def missing(self):
        for number, count in sorted(self.lines.items()):
            ways = without_cleaning(self.ways[number])
            if count == 0:
                yield number, "never"
            elif 0 in ways:
                yield number, f"{ways.count(0)} of {len(ways)}"

    def totals(self):
        ways = [count for of_line in self.ways.values() for count in without_cleaning(of_line)]
        return [sum(count > 0 for count in self.lines.values()), len(self.lines),
                sum(count > 0 for count in ways), len(ways)]


def percent(part, whole):
    return 100.0 * part / whole if whole else 100.0


def main():
    options = argparse.ArgumentParser()
    options.add_argument("build", type=pathlib.Path)
    options.add_argument("--missing", type=pathlib.Path)
    options.add_argument("--lines", type=float, default=0)
    options.add_argument("--branches", type=float, default=0)
    asked = options.parse_args()

    files = {}
    notes = sorted(asked.build.resolve().glob("**/*.gcno"))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for counted in (each for found in pool.map(counters, notes) for each in found):
            name = os.path.relpath(ROOT / counted["file"], ROOT)
            if name.startswith(("grammar/", "engine/")):
                files.setdefault(name, File(name)).add(counted)

    there = {str(path.relative_to(ROOT)) for room in ("grammar", "engine") for path in (ROOT / room).rglob("*.cpp")
             if re.search(r"^[^#/\s]", path.read_text(), re.MULTILINE)}  # Some include what is compiled, and nothing else.
    if unmet := sorted(there - files.keys()):
        raise SystemExit("error: gcov says nothing of " + ", ".join(unmet))

    sums = [0, 0, 0, 0]
    for name, file in sorted(files.items()):
        totals = file.totals()
        sums = [a + b for a, b in zip(sums, totals)]
        print(f"{percent(*totals[:2]):6.1f} % of {totals[1]:4} lines  {percent(*totals[2:]):6.1f} % of {totals[3]:4} "
              f"branches  {name}")
    lines, branches = percent(*sums[:2]), percent(*sums[2:])
    print(f"{lines:6.2f} % of {sums[1]} lines, {branches:.2f} % of {sums[3]} branches")
    if asked.missing:
        with asked.missing.open("w") as out:
            for name, file in sorted(files.items()):
                for number, what in file.missing():
                    out.write(f"{name}:{number}: {what}: {file.text.get(number, '').strip()}\n")
    return 1 if not files or lines < asked.lines or branches < asked.branches else 0


sys.exit(main())
