"""Rows against a real Verdaccio 6.8.0, which comes out of the sample data through Packferry's own registry."""

import os
import shutil
import subprocess

from measuring import Failure, alternate, progress, run
from servers import Packferry, Verdaccio, fetch, free_port, rate
from side import Side
from table import Bar

PACKAGES = ["lodash", "express", "@babel/core"]
ROWS = [
    *(f"packument whole, {name}" for name in PACKAGES),
    "packument offline-ready, express",
    "tarball, express",
    *(f"Verdaccio after apply, {name}" for name in PACKAGES),
]


class Registries:
    def __init__(self, bench):
        self.bench, self.work, self.table = bench, bench.work, bench.table
        self.log = bench.work / "wrk.log"

    def measure(self):
        if not self.bench.wants(*ROWS):
            return
        data = self.bench.data
        needed = ["npm-tools.tar.zst", "npm-2025.tar.zst"]
        if data is None or not all((data / name).is_file() for name in needed):
            reason = f"PACKFERRY_DATA names no folder with {' and '.join(needed)}"
            return [self.table.skipped(row, reason) for row in ROWS]
        program = self.install_verdaccio(data)
        near, far = self.lay_out(data)
        with Packferry(near) as whole, Verdaccio(self.work, "verdaccio-t0", program, near.storage) as before:
            self.check(whole, before)
            for name in PACKAGES:
                self.row(f"packument whole, {name}", Bar("≥", 50), whole, before, name)
            with Packferry(far) as ready, Verdaccio(self.work, "verdaccio-far", program, far.storage) as after:
                self.row("packument offline-ready, express", Bar("≥", 30), ready, after, "express")
                tarball = "express/-/express-5.1.0.tgz"
                self.row("tarball, express", Bar("≥", 15), ready, after, tarball)
                for name in PACKAGES:
                    self.after_apply(name, after, before)

    def install_verdaccio(self, data):
        progress("install Verdaccio 6.8.0 from the sample data")
        side = self.unpack(data / "npm-tools.tar.zst", "tools", "storage")
        home = self.work / "verdaccio"
        home.mkdir()
        closed = f"http://127.0.0.1:{free_port()}"
        with Packferry(side) as server:
            settings = {
                "registry": f"{server.url}/npm/",
                "cache": f"{home}/cache",
                "prefix": f"{home}/prefix",
                "userconfig": f"{home}/user.npmrc",
                "globalconfig": f"{home}/global.npmrc",
                "audit": "false",
                "fund": "false",
                "update_notifier": "false",
                "ignore_scripts": "true",
                "fetch_retries": "0",
            }
            environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", "no_proxy": "127.0.0.1"}
            environment |= {"http_proxy": closed, "https_proxy": closed}
            environment |= {f"npm_config_{name}": value for name, value in settings.items()}
            command = ["timeout", "300", "npm", "install", "--silent", "--prefix", home, "verdaccio@6.8.0"]
            said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if said.returncode != 0:
            raise Failure(f"npm cannot install Verdaccio: {said.stdout}{said.stderr}")
        return home / "node_modules" / "verdaccio" / "bin" / "verdaccio"

    def unpack(self, archive, name, member):
        side = Side(self.work, name, self.bench.binary)
        depth = str(member.count("/") + 1)
        tar = ["tar", "--zstd", "--no-same-owner", "-xf", archive, "-C", side.storage, f"--strip-components={depth}"]
        subprocess.run([*tar, member], check=True)
        return side

    def lay_out(self, data):
        """The online cache of the first day, and what an apply of all of it makes on the far side."""
        near = self.unpack(data / "npm-2025.tar.zst", "near", "verdaccio-6/t0/storage")
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

    def after_apply(self, name, after, before):
        progress(f"Verdaccio after apply, {name}")

        def mine():
            return rate(f"{after.url}/{name}", self.bench.seconds, self.log), None

        def other():
            return rate(f"{before.url}/{name}", self.bench.seconds, self.log)

        found = alternate(self.bench.rounds, mine, other)
        self.table.row(f"Verdaccio after apply, {name}", "itself before", Bar("≥", 5), found, "/s")
