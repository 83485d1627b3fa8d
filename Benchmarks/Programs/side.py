"""One side of a gap: a configuration with a storage, state and archives of its own."""

import shutil

from measuring import Failure, run, shell


class Side:
    def __init__(self, work, name, binary, role="online", storage=None, keys=""):
        self.folder = work / name
        self.binary = binary
        self.role, self.name = role, name
        # Further keys of the repository, such as `, upstream: "http://127.0.0.1:4873"`.
        self.keys = keys
        self.storage = storage or self.folder / "storage"
        self.configuration = self.folder / "packferry.yaml"
        self.log = self.folder / "run.log"
        self.tarballs, self.volume = 0, ""
        self.folder.mkdir()
        self.storage.mkdir(exist_ok=True)
        self.configure(0)

    def configure(self, port):
        self.configuration.write_text(
            f"site: {{ role: {self.role}, name: {self.name} }}\n"
            f"listen: 127.0.0.1:{port or 8470}\n"
            f"paths: {{ state: {self.folder}/state, artifacts: {self.folder}/artifacts,"
            f" snapshots: {self.folder}/snapshots }}\n"
            f"repositories: {{ npm: {{ type: npm, storage: {self.storage}{self.keys} }} }}\n"
        )

    def run(self, *arguments):
        """Runs `packferry`; returns seconds and memory."""
        return run([self.binary, *arguments, "--quiet", "--config", self.configuration], self.log)

    def forget(self):
        """As if it had never run, and with nothing left to write to disk."""
        for folder in (self.storage / ".packferry", *(self.folder / name for name in ("state", "artifacts", "snapshots"))):
            shutil.rmtree(folder, ignore_errors=True)
        settle()

    def archive(self):
        found = sorted((self.folder / "artifacts").glob("*.tar.zst"))
        if len(found) != 1:
            raise Failure(f"{len(found)} archives instead of one in {self.folder}")
        return found[0]

    def files(self):
        """The `find` of all that a collect looks at."""
        return f"find {self.storage} -name .packferry -prune -o -type f"


def settle():
    run(shell("sync"), "/dev/null")


def empty(*folders):
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    settle()
