"""The row that makes packuments offline-ready on one core, against reading the same files."""

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
        if self.bench.sample.lacks("packuments-big.tar.zst"):
            make_storage(folder, packages=4, versions=2000, size=100)
        else:
            self.bench.sample.unpack("packuments-big.tar.zst", folder)
        return sorted(folder.rglob("*.json"))
