"""Rows about a storage of a million files: what is shown of it while others ask too, and how soon a service is there."""

import http.client
import json
import math
import threading
import time
import urllib.parse

from measuring import Failure, alternate, progress
from servers import Packferry, fetch
from side import Side
from storages import Storages, make_storage
from table import Bar

PER_SECOND = 100
THREADS = 8


class Listings:
    FIRST, DEEP, LARGE = "packages, first page, p99", "packages, deep page, p99", "package of 2,000 versions, p99"
    START = "start to first answer, 1,000,000 files"

    def __init__(self, bench):
        self.bench, self.work, self.table = bench, bench.work, bench.table

    def measure(self):
        if not self.bench.wants(self.FIRST, self.DEEP, self.LARGE, self.START):
            return
        side, empty = self.lay_out(), Side(self.work, "nothing", self.bench.binary)
        self.start(side, empty)
        with Packferry(side) as server:
            self.row(self.FIRST, server, "/packages?limit=100")
            self.row(self.DEEP, server, f"/packages?limit=100&cursor={self.deep(server)}")
            self.row(self.LARGE, server, "/packages/@bench/bench-00000")

    def lay_out(self):
        """A storage of a million files in 100,000 packages, collected."""
        side = Storages(self.bench).side("million", 100_000, 9, 64)
        make_storage(self.work / "most", 1, 2000, 64)
        (side.storage / "@bench").mkdir()
        (self.work / "most" / "bench-00000").rename(side.storage / "@bench" / "bench-00000")
        self.put_into_scope(side.storage / "@bench" / "bench-00000" / "package.json")
        side.run("collect")
        return side

    @staticmethod
    def put_into_scope(document):
        """Renames the package so that its tarballs can keep their names."""
        text = document.read_text().replace('"bench-00000"', '"@bench/bench-00000"')
        document.write_text(text.replace("/bench-00000/-/", "/@bench/bench-00000/-/"))

    def start(self, side, empty):
        progress(self.START)

        def seconds(side):
            began = time.perf_counter()
            with Packferry(side, "/version", pause=0.001) as server:
                return time.perf_counter() - began, server.peak()

        found = alternate(self.bench.rounds, lambda: seconds(side), lambda: seconds(empty)[0])
        self.table.row(self.START, "with an empty state", Bar("≤", 2), found, "s")

    def deep(self, server):
        """Where nine tenths of the packages have been shown."""
        passed = self.bench.scaled(90_000)
        cursor, shown = "", 0
        while shown < passed:
            page = json.loads(fetch(f"{server.url}/packages?limit={min(500, passed)}{cursor}"))
            shown += len(page["items"])
            following = urllib.parse.quote(page["next_cursor"])
            cursor = f"&cursor={following}"
        return following

    def row(self, work, server, path):
        progress(work)

        def ours():
            server.forget_peak()
            return slowest_but_one_percent(server.url, path, self.bench.seconds), server.peak()

        def theirs():
            return slowest_but_one_percent(server.url, "/version", self.bench.seconds)

        found = alternate(self.bench.rounds, ours, theirs)
        self.table.row(work, f"/version at {PER_SECOND} requests/s", Bar("≤", 4), found, "s")


def slowest_but_one_percent(url, path, seconds):
    """How long 99 of 100 requests take at most, counted from when each was due, whether or not others were answered."""
    host = urllib.parse.urlsplit(url).netloc
    took, failures = [], []
    began = time.perf_counter() + 0.1

    def ask(first):
        try:
            connection = http.client.HTTPConnection(host, timeout=60)
            for number in range(first, seconds * PER_SECOND, THREADS):
                due = began + number / PER_SECOND
                time.sleep(max(0, due - time.perf_counter()))
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    raise Failure(f"{path}: {answer.status}")
                took.append(time.perf_counter() - due)
        except (OSError, Failure, http.client.HTTPException) as failure:
            failures.append(failure)

    threads = [threading.Thread(target=ask, args=[first]) for first in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise Failure(f"{url}{path}: {failures[0]}")
    return sorted(took)[math.ceil(len(took) * 0.99) - 1]
