"""Rows that refresh a storage of three months ago: against curl, and against the script that operators run."""

import json
import shutil
import subprocess
import time

from measuring import Comparison, Failure, alternate, progress
from outdated import OutdatedSide
from sample import client_environment
from servers import Upstream, Verdaccio
from side import Side
from storages import make_storage
from table import MEMORY_LIMIT, Bar

ALONE = "refresh by Packferry itself"
UNCHANGED = "refresh, nothing new"
THROUGH = "refresh through Verdaccio"
SCRIPT = "refresh through Verdaccio, per package"
LARGE = "refresh, documents of 40 MB"
DAY = "verdaccio-6/t0/storage"


class Refreshes:
    # Packages that the script is measured with: all would take ten minutes.
    SCRIPTED = 16

    def __init__(self, bench):
        self.bench, self.work, self.table = bench, bench.work, bench.table

    def measure(self):
        rows = [row for row in (ALONE, UNCHANGED, THROUGH, SCRIPT) if self.bench.wants(row)]
        reason = self.bench.sample.lacks("npm-2025.tar.zst", "npm-tools.tar.zst")
        if reason:
            for row in rows:
                self.table.skipped(row, reason)
        elif rows:
            self.of_the_sample(rows)
        if self.bench.wants(LARGE):
            self.large()

    def of_the_sample(self, rows):
        data = self.bench.sample.unpack("npm-2025.tar.zst", self.work / "days")
        with Upstream(self.work, data / "upstream", "t1") as upstream:
            if ALONE in rows or UNCHANGED in rows:
                self.alone(self.side("alone", data, upstream), upstream, rows)
            if THROUGH in rows or SCRIPT in rows:
                self.through(self.side("through", data, upstream), upstream, rows)
        shutil.rmtree(data)

    def side(self, name, data, upstream):
        return OutdatedSide(self.work, name, self.bench.binary, data / DAY, upstream)

    def alone(self, side, upstream, rows):
        side.fetch_through("upstream", upstream)
        if ALONE in rows:
            self.table.row(ALONE, "curl -Z from its upstream", Bar("≤", 1.5), self.against_curl(ALONE, side), "s")
        if UNCHANGED in rows:
            progress(UNCHANGED)
            side.set_back()
            side.refresh()
            side.note_conditional_requests()
            found = alternate(self.bench.rounds, side.refresh, side.fetch)
            self.table.row(UNCHANGED, "curl -Z, as many 304", Bar("≤", 1.5), found, "s")

    def through(self, side, upstream, rows):
        program = self.bench.sample.verdaccio()
        with Verdaccio(self.work, "verdaccio-near", program, side.storage, upstream.url) as verdaccio:
            side.fetch_through("registry", verdaccio)
            found = self.against_curl(THROUGH, side)
            if THROUGH in rows:
                self.table.row(THROUGH, "curl -Z through it", Bar("≤", 2), found, "s")
            if SCRIPT in rows:
                self.script(side, found)

    def against_curl(self, work, side):
        """A refresh from the earlier day, and curl fetching the same through the same server."""
        progress(work)

        def refresh():
            side.set_back()
            return side.refresh()

        def fetch():
            side.set_back()
            return side.fetch()

        refresh()
        side.note_requests()
        return alternate(min(3, self.bench.rounds), refresh, fetch)

    def script(self, side, found):
        """The script adds each package to a project of its own, so that Verdaccio fetches what is new of it."""
        progress(SCRIPT)
        names = sorted(side.documents())
        chosen = names[:: max(1, len(names) // self.SCRIPTED)][: self.SCRIPTED]
        pnpm, home = self.bench.sample.pnpm(), self.work / "script"
        home.mkdir()
        environment = client_environment(home, f"{side.server.url}/")
        side.set_back()
        began, failed = time.perf_counter(), 0
        for number, name in enumerate(chosen):
            project = home / str(number)
            project.mkdir()
            command = ["timeout", "120", "node", pnpm, "add", "--ignore-scripts", f"{name}@latest"]
            failed += subprocess.run(command, cwd=project, env=environment, capture_output=True, check=False).returncode != 0
        seconds = time.perf_counter() - began
        if failed > len(chosen) // 4:
            raise Failure(f"pnpm could not add {failed} of {chosen}")
        each = Comparison([found.ours / len(names)], [seconds / len(chosen)], [found.memory])
        self.table.row(SCRIPT, f"pnpm add, {len(chosen)} of {len(names)}", Bar("≤", 1 / 100), each, "s")

    def large(self):
        """Documents of 40 MB that all changed, so that the old and the new one of each are read."""
        progress(LARGE)
        side = Side(self.work, "large-documents", self.bench.binary)
        side.storage.rmdir()
        make_storage(side.storage, packages=6, versions=10, size=200)
        folder = self.work / "large-upstream"
        for document in side.storage.rglob("package.json"):
            make_large_documents(document, folder / document.parent.name)
        peaks = []
        for day in ("t0", "t1"):
            with Upstream(self.work, folder, day) as upstream:
                side.keys = f", upstream: '{upstream.url}'"
                side.configure(0)
                peaks.append(side.run("refresh", "full", "--then", "none")[1])
        found = Comparison([max(peaks) / 2**20], [MEMORY_LIMIT / 2**20], [max(peaks)])
        self.table.row(LARGE, "what Packferry may hold", Bar("≤", 1), found, "MiB")
        shutil.rmtree(folder)


def make_large_documents(stored, folder):
    """The document of a package as its upstream has it on two days, the second with a version more."""
    document = json.loads(stored.read_bytes())
    document.pop("_attachments")
    folder.mkdir(parents=True)
    for day, count in (("t0", 5000), ("t1", 5001)):
        for number in range(count):
            version = f"0.0.{number}"
            text = f"{document['name']} {version} is described at length. " * 150
            dist = {"shasum": f"{number:040x}", "tarball": f"http://localhost/{document['name']}/-/{version}.tgz"}
            document["versions"][version] = {"name": document["name"], "version": version, "description": text, "dist": dist}
        (folder / f"{day}.json").write_text(json.dumps(document))
