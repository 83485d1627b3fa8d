"""Rows against a real Verdaccio 6.8.0, which comes out of the sample data through Packferry's own registry."""

import shutil

from measuring import Failure, alternate, progress
from servers import Nginx, Packferry, Verdaccio, fetch, rate, work_per_request
from side import Side
from table import Bar

PACKAGES = ["lodash", "express", "@babel/core"]
ROWS = [
    *(f"packument whole, {name}" for name in PACKAGES),
    "packument offline-ready, express",
    "tarball, express",
    "packument offline-ready, work a request",
    "tarball, work a request",
    *(f"Verdaccio after apply, {name}" for name in PACKAGES),
]


class Registries:
    def __init__(self, bench):
        self.bench, self.work, self.table = bench, bench.work, bench.table
        self.log = bench.work / "wrk.log"

    def measure(self):
        if not self.bench.wants(*ROWS):
            return
        reason = self.bench.sample.lacks("npm-tools.tar.zst", "npm-2025.tar.zst")
        if reason:
            return [self.table.skipped(row, reason) for row in ROWS]
        program = self.bench.sample.verdaccio()
        near, far = self.lay_out()
        with Packferry(near) as whole, Verdaccio(self.work, "verdaccio-t0", program, near.storage) as before:
            self.check(whole, before)
            for name in PACKAGES:
                self.row(f"packument whole, {name}", Bar("≥", 80), whole, before, name)
            with Packferry(far) as ready, Verdaccio(self.work, "verdaccio-far", program, far.storage) as after:
                self.row("packument offline-ready, express", Bar("≥", 30), ready, after, "express")
                tarball = "express/-/express-5.1.0.tgz"
                self.row("tarball, express", Bar("≥", 15), ready, after, tarball)
                self.work_a_request(ready, "express", "packument offline-ready, work a request")
                self.work_a_request(ready, tarball, "tarball, work a request")
                for name in PACKAGES:
                    self.after_apply(name, after, before)

    def lay_out(self):
        """The online cache of the first day, and what an apply of all of it makes on the far side."""
        near = Side(self.work, "near", self.bench.binary)
        self.bench.sample.unpack("npm-2025.tar.zst", near.storage, "verdaccio-6/t0/storage")
        far = Side(self.work, "applied", self.bench.binary, role="offline")
        near.run("artifact", "build", "--full")
        far.run("import", "apply", near.archive())
        shutil.rmtree(near.folder / "artifacts")
        return near, far

    def check(self, ours, theirs):
        """Both must answer the same document, or the rates compare nothing."""
        for name in PACKAGES:
            mine, other = len(fetch(f"{ours.url}/npm/{name}")), len(fetch(f"{theirs.url}/{name}"))
            if not 0.8 < mine / other < 1.25:
                raise Failure(f"{name}: {mine} bytes from Packferry, {other} from Verdaccio")

    def row(self, work, bar, ours, theirs, path):
        progress(work)

        def mine():
            ours.forget_peak()
            return rate(f"{ours.url}/npm/{path}", self.bench.seconds, self.log), ours.peak()

        def other():
            return rate(f"{theirs.url}/{path}", self.bench.seconds, self.log)

        self.table.row(work, "Verdaccio 6.8.0", bar, alternate(self.bench.rounds, mine, other), "/s")

    def work_a_request(self, server, path, work):
        """The processor's time for a request, against that of nginx for the same bytes as a file."""
        progress(work)
        root = self.work / "same-bytes"
        root.mkdir()
        (root / "answer").write_bytes(fetch(f"{server.url}/npm/{path}"))

        def ours():
            server.forget_peak()
            return work_per_request(server, f"/npm/{path}", self.bench.seconds, self.log), server.peak()

        with Nginx(self.work, root, "/answer") as nginx:
            found = alternate(
                self.bench.rounds, ours, lambda: work_per_request(nginx, "/answer", self.bench.seconds, self.log)
            )
        self.table.row(work, "nginx, the same bytes", Bar("≤", 1.2), found, "µs")
        shutil.rmtree(root)

    def after_apply(self, name, after, before):
        progress(f"Verdaccio after apply, {name}")

        def mine():
            return rate(f"{after.url}/{name}", self.bench.seconds, self.log), None

        def other():
            return rate(f"{before.url}/{name}", self.bench.seconds, self.log)

        found = alternate(self.bench.rounds, mine, other)
        self.table.row(f"Verdaccio after apply, {name}", "itself before", Bar("≥", 5), found, "/s")
