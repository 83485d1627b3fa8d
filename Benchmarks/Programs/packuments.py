"""The row that makes packuments offline-ready on one core, against node that does the same."""

from pathlib import Path

from measuring import Comparison, progress, run
from storages import make_storage
from table import Bar

NODE = Path(__file__).with_name("offline-ready.js")


class Packuments:
    def __init__(self, bench):
        self.bench, self.work, self.table = bench, bench.work, bench.table

    def measure(self):
        work = "offline-ready packument, one core"
        if not self.bench.wants(work):
            return
        progress(work)
        log, documents = self.work / "micro.log", self.documents()
        _, memory = run([self.bench.micro, str(self.bench.rounds), *documents], log)
        rendered, read = map(float, log.read_text().split())
        # Threads that collect garbage would be cores of their own.
        run(["node", "--single-threaded-gc", NODE, str(self.bench.rounds), *documents], log)
        found = Comparison([rendered], [float(log.read_text())], [memory])
        self.table.row(work, f"node (ours only reads: {read:,.0f})", Bar("≥", 5), found, "MB/s")

    def documents(self):
        """The whole packuments of the sample data; else those of a storage that was made."""
        folder = self.work / "packuments"
        if self.bench.sample.lacks("packuments-big.tar.zst"):
            make_storage(folder, packages=4, versions=2000, size=100)
        else:
            self.bench.sample.unpack("packuments-big.tar.zst", folder)
        return sorted(folder.rglob("*.json"))
