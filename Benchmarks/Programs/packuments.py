"""The row that makes packuments offline-ready on one core, against reading the same files."""

import subprocess

from measuring import Comparison, progress, run
from storages import make_storage
from table import Bar


class Packuments:
    def __init__(self, bench):
        self.bench, self.work, self.table = bench, bench.work, bench.table

    def measure(self):
        work = "offline-ready packument, one core"
        if not self.bench.wants(work):
            return
        progress(work)
        log = self.work / "micro.log"
        _, memory = run([self.bench.micro, str(self.bench.rounds), *self.documents()], log)
        rendered, read = map(float, log.read_text().split())
        floor = 300
        found = Comparison([rendered], [floor], [memory])
        self.table.row(work, f"300 MB/s (reading: {read:,.0f})", Bar("≥", 1), found, "MB/s")

    def documents(self):
        """The whole packuments of the sample data; else those of a storage that was made."""
        folder = self.work / "packuments"
        archive = self.bench.data and self.bench.data / "packuments-big.tar.zst"
        if archive and archive.is_file():
            folder.mkdir()
            subprocess.run(["tar", "--zstd", "--no-same-owner", "-xf", archive, "-C", folder], check=True)
        else:
            make_storage(folder, packages=4, versions=2000, size=100)
        return sorted(folder.rglob("*.json"))
