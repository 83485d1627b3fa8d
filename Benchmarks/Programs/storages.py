"""Rows that read, pack, check and write storages, against everyday tools."""

import subprocess
import sys
from pathlib import Path

from measuring import alternate, progress, run, shell
from side import Side, empty, settle
from table import Bar

MAKE = Path(__file__).parents[2] / "scripts" / "make-bench-storage"


def make_storage(folder, packages, versions, size, *kind):
    subprocess.run([sys.executable, MAKE, folder, *map(str, (packages, versions, size)), *kind], check=True)


class Storages:
    def __init__(self, bench):
        self.bench, self.work, self.table = bench, bench.work, bench.table
        self.scratch = bench.work / "scratch"
        self.log = bench.work / "peer.log"

    def side(self, name, packages, versions, size, *kind):
        side = Side(self.work, name, self.bench.binary)
        side.storage.rmdir()
        count = self.bench.scaled(packages)
        progress(f"{name}: {count * versions:,} tarballs of {size:,} bytes")
        make_storage(side.storage, count, versions, size, *kind)
        settle()
        side.tarballs, side.volume = count * versions, f"{count * versions * size / 1e9:.2g} GB"
        return side

    def peer(self, text):
        return run(shell(text), self.log)[0]

    def row(self, work, peer, bar, ours, theirs, rounds=None):
        progress(work)
        self.table.row(work, peer, bar, alternate(rounds or self.bench.rounds, ours, theirs), "s")

    def measure(self):
        if self.bench.wants("first index"):
            small = self.side("small", 1400, 10, 16_000)
            self.index(small, f"first index, {small.tarballs:,} small tarballs", Bar("≤", 0.75))
        if self.bench.wants("first index", "build", "verify", "download", "json"):
            large = self.side("large", 200, 10, 1_000_000)
            self.index(large, f"first index, {large.volume}", Bar("≤", 0.6))
            self.build(large, f"build and read back {large.volume}", Bar("≤", 0.65))
            self.verify(large)
            self.bench.packed = large
        if self.bench.wants("scan"):
            small = self.side("archives", 1400, 10, 16_000, "archives")
            self.scan(small, f"scan, {small.tarballs:,} small tarballs", Bar("≤", 1 / 25))
            large = self.side("large-archives", 200, 10, 1_000_000, "archives")
            self.scan(large, f"scan, {large.volume} of 1 MB tarballs", Bar("≤", 1 / 3))
        if self.bench.wants("unchanged"):
            self.unchanged(self.side("many", 10_000, 10, 200))
        if self.bench.wants("apply"):
            side = self.side("carried", 1000, 10, 16_000)
            side.run("artifact", "build", "--full")
            self.apply(side, f"apply {side.tarballs:,} files, durable", Bar("≤", 0.9))
        if self.bench.wants("packages, first build", "packages, apply"):
            side = self.side("packages", 50_000, 1, 1000)
            self.build(side, f"{side.tarballs:,} packages, first build", Bar("≤", 2))
            self.apply(side, f"{side.tarballs:,} packages, apply, durable", Bar("≤", 1.2))

    def index(self, side, work, bar):
        def ours():
            side.forget()
            return side.run("collect")

        sums = f"{side.files()} -print0 | xargs -0 -P2 -n64 sha512sum >{self.scratch}.sums"
        self.row(work, "xargs -P2 sha512sum", bar, ours, lambda: self.peer(sums))

    def scan(self, side, work, bar):
        def ours():
            side.forget()
            return side.run("scan")

        look = f"{side.files()} -name '*.tgz' -print0 | xargs -0 -P2 -n1 tar -tzf >{self.scratch}.list"
        self.row(work, "xargs -P2 tar -tzf", bar, ours, lambda: self.peer(look), min(3, self.bench.rounds))

    def build(self, side, work, bar):
        def ours():
            side.forget()
            return side.run("artifact", "build", "--full")

        def theirs():
            self.scratch.unlink(missing_ok=True)
            settle()
            return self.peer(
                f"tar -C {side.storage} --exclude=.packferry -cf - . | zstd -q -T2 -3 -o {self.scratch};"
                f" {side.files()} -print0 | xargs -0 -P2 -n64 sha512sum >{self.scratch}.sums; sha512sum {self.scratch}"
            )

        peer = "tar | zstd -T2 -3, sha512sum"
        self.row(work, peer, bar, ours, theirs, min(3, self.bench.rounds))
        self.scratch.unlink()

    def verify(self, side):
        archive, unpacked = side.archive(), self.work / "unpacked"

        def theirs():
            empty(unpacked)
            return self.peer(
                f"zstd -q -t {archive}; tar --zstd -xf {archive} -C {unpacked};"
                f" cd {unpacked}; sha512sum --quiet -c SHA512SUMS"
            )

        def ours():
            settle()
            return side.run("artifact", "verify", archive)

        peer = "zstd -t, tar x, sha512sum -c"
        self.row(f"verify {side.volume}", peer, Bar("≤", 0.3), ours, theirs, min(3, self.bench.rounds))
        empty(unpacked)

    def unchanged(self, side):
        side.run("artifact", "build", "--full")
        look = f"{side.files()} -printf '%s %T@\\n' >{self.scratch}.stats"
        settle()

        def theirs():
            return self.peer(look)

        what = f"{side.tarballs:,} files unchanged"
        self.row(f"re-index, {what}", "find -printf", Bar("≤", 1.2), lambda: side.run("collect"), theirs)
        self.row(
            f"snapshot and diff, {what}",
            "find -printf",
            Bar("≤", 1.8, memory=200 << 20),
            lambda: side.run("artifact", "build"),
            theirs,
        )

    def apply(self, side, work, bar):
        archive, unpacked = side.archive(), self.work / "unpacked"
        far = Side(self.work, f"far-{side.name}", self.bench.binary, role="offline")

        def ours():
            far.forget()
            empty(far.storage)
            return far.run("import", "apply", archive)

        def theirs():
            empty(unpacked)
            return self.peer(f"tar --zstd -xf {archive} -C {unpacked}; sync")

        self.row(work, "tar x, sync", bar, ours, theirs, min(3, self.bench.rounds))
        empty(unpacked, far.storage)
