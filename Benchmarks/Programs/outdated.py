"""A side whose storage is of an earlier day than its upstream, and curl asking for the same as a refresh of it."""

import json
import shutil
import time
from urllib.parse import quote

from measuring import Failure, run
from side import Side, empty, settle

PUBLIC = b"https://registry.npmjs.org/"
# Files that are younger are read again, since they may change unseen (docs/adr/0008-sha-512-index-keyed-by-identity.md).
UNSETTLED_SECONDS = 2.1


class OutdatedSide(Side):
    """Its storage can be set back to the earlier day; what it knows of is at `upstream`."""

    def __init__(self, work, name, binary, day, upstream):
        super().__init__(work, name, binary)
        self.day = self.folder / "day"
        shutil.copytree(day, self.day)
        for document in self.day.rglob("package.json"):
            document.write_bytes(document.read_bytes().replace(PUBLIC, upstream.url.encode() + b"/"))
        self.curl = self.folder / "curl.conf"

    def fetch_through(self, key, server):
        """From now on a refresh and curl ask `server`, which the configuration names by `key`."""
        self.server, self.keys = server, f", {key}: '{server.url}'"
        self.configure(0)

    def set_back(self):
        """As it was on that day, long ago, and as a collect knows it."""
        empty(self.storage)
        shutil.copytree(self.day, self.storage, dirs_exist_ok=True)
        self.forget()
        time.sleep(UNSETTLED_SECONDS)
        self.run("collect")

    def refresh(self):
        return self.run("refresh", "full", "--then", "none")

    def documents(self):
        return {path.parent.relative_to(self.storage).as_posix(): path for path in self.storage.rglob("package.json")}

    def new_tarballs(self):
        there = {path.relative_to(self.storage) for path in self.storage.rglob("*.tgz")}
        return sorted(there - {path.relative_to(self.day) for path in self.day.rglob("*.tgz")})

    def note_requests(self):
        """Notes what a refresh asks a server for that holds nothing of it: every document and every new tarball."""
        paths = [f"/{quote(name, safe='@')}" for name in self.documents()]
        paths += [f"/{quote(path.parent.as_posix(), safe='@/')}/-/{quote(path.name)}" for path in self.new_tarballs()]
        self.note([(path, None) for path in paths])

    def note_conditional_requests(self):
        """Notes what a refresh asks an upstream for that has nothing new: every document, by its entity tag."""
        self.note([(f"/{quote(name, safe='@')}", entity_tag(path)) for name, path in self.documents().items()])

    def note(self, requests):
        lines = []
        for path, tag in requests:
            lines += [f'url = "{self.server.url}{path}"', 'output = "/dev/null"', 'write-out = "%{http_code}\\n"']
            lines += [f"header = {json.dumps(f'If-None-Match: {tag}')}"] if tag else []
            lines += ["next"]
        self.curl.write_text("\n".join(lines[:-1]) + "\n")
        self.expected = len(requests)

    def fetch(self):
        """Has curl fetch what was noted; returns seconds."""
        seconds, _ = run(["curl", "--no-progress-meter", "--parallel", "--parallel-max", "16", "--config", self.curl], self.log)
        answers = self.log.read_text().split()
        # 404 is said of what was published here.
        good = sum(code in ("200", "304") for code in answers)
        if len(answers) != self.expected or good < 0.95 * self.expected:
            raise Failure(f"curl was not answered as expected: {answers}")
        return seconds


def entity_tag(document):
    """What the upstream that was asked last called the document; `None` where it was published here."""
    uplinks = json.loads(document.read_bytes()).get("_uplinks", {}).values()
    return max(uplinks, key=lambda uplink: uplink.get("fetched", 0), default={}).get("etag")
