"""Rows that serve: against nginx with the same bytes."""

import shutil

from measuring import alternate, progress, run
from servers import Nginx, Packferry, fetch, rate
from table import Bar


class Serving:
    def __init__(self, bench):
        self.bench, self.work, self.table = bench, bench.work, bench.table

    def measure(self):
        if not self.bench.wants("json", "download"):
            return
        side = self.bench.packed
        root = self.work / "nginx"
        root.mkdir()
        with Packferry(side) as server:
            (root / "version.json").write_bytes(fetch(f"{server.url}/version"))
            archive = side.archive()
            (root / "archive").symlink_to(archive)
            with Nginx(self.work, root, "/version.json") as nginx:
                self.json(server, nginx)
                self.download(server, nginx, archive.name.removesuffix(".tar.zst"))
        shutil.rmtree(root)

    def json(self, server, nginx):
        progress("GET JSON")

        def ours():
            server.forget_peak()
            return rate(f"{server.url}/version", self.bench.seconds, self.work / "wrk.log"), server.peak()

        def theirs():
            return rate(f"{nginx.url}/version.json", self.bench.seconds, self.work / "wrk.log")

        found = alternate(self.bench.rounds, ours, theirs)
        self.table.row("GET JSON, 32 connections", "nginx, the same bytes", Bar("≥", 1), found, "/s")

    def download(self, server, nginx, artifact):
        progress("download")
        log = self.work / "curl.log"

        def fetch_whole(url):
            seconds, _ = run(["curl", "-fsS", "-o", "/dev/null", url], log)
            return size / seconds / 1e6

        size = (self.work / "nginx" / "archive").stat().st_size

        def ours():
            server.forget_peak()
            return fetch_whole(f"{server.url}/artifacts/{artifact}/download"), server.peak()

        found = alternate(self.bench.rounds, ours, lambda: fetch_whole(f"{nginx.url}/archive"))
        self.table.row("download of an artifact", "nginx, sendfile", Bar("≥", 1.3), found, "MB/s")
