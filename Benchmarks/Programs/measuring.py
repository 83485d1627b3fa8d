"""Runs programs and says how long they took and how much memory they held."""

import os
import statistics
import subprocess
import sys
import time


class Failure(Exception):
    """A program that had to work did not."""


def progress(text):
    print(f"  {text}", file=sys.stderr, flush=True)


def run(command, log):
    """Runs a command to its end. Returns seconds and the peak of its memory in bytes; `log` takes what it says."""
    with open(log, "wb") as output:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        with open(log, encoding="utf-8", errors="replace") as said:
            raise Failure(f"{' '.join(map(str, command))} ended with {process.returncode}: {said.read()[-2000:]}")
    return seconds, usage.ru_maxrss * 1024


def shell(text):
    return ["bash", "-euo", "pipefail", "-c", text]


class Comparison:
    """The medians of several rounds of both, and the largest memory of ours; `None` where ours is not Packferry."""

    def __init__(self, ours, theirs, memory):
        self.ours, self.theirs = statistics.median(ours), statistics.median(theirs)
        self.memory = None if None in memory else max(memory)


def alternate(rounds, ours, theirs):
    """Measures both once to warm up, then in turns. Each gives a number, ours with its memory."""
    ours(), theirs()
    mine, others, memory = [], [], []
    for number in range(rounds):
        for side in ("ours", "theirs") if number % 2 == 0 else ("theirs", "ours"):
            if side == "theirs":
                others.append(theirs())
                continue
            value, peak = ours()
            mine.append(value)
            memory.append(peak)
    return Comparison(mine, others, memory)
