"""The sample data: real storages, what an upstream answers, and real programs installed out of it."""

import os
import subprocess

from measuring import Failure, progress
from servers import Packferry, free_port
from side import Side


class Sample:
    """A folder that holds archives of sample data; what is installed out of it is kept for all rows."""

    PROGRAMS = ["verdaccio@6.8.0", "pnpm@9"]

    def __init__(self, folder, work, binary):
        self.folder, self.work, self.binary = folder, work, binary
        self.modules = None

    def lacks(self, *archives):
        """Why rows that need these archives cannot be run; `None` where they are there."""
        if self.folder and all((self.folder / name).is_file() for name in archives):
            return None
        return f"PACKFERRY_DATA names no folder with {' and '.join(archives)}"

    def unpack(self, archive, target, member=None):
        """Unpacks an archive, or what lies beneath one folder of it."""
        target.mkdir(parents=True, exist_ok=True)
        tar = ["tar", "--zstd", "--no-same-owner", "-xf", self.folder / archive, "-C", target]
        if member:
            tar += [f"--strip-components={member.count('/') + 1}", member]
        subprocess.run(tar, check=True)
        return target

    def verdaccio(self):
        return self.program("verdaccio/bin/verdaccio")

    def pnpm(self):
        return self.program("pnpm/bin/pnpm.cjs")

    def program(self, path):
        if self.modules is None:
            self.modules = self.install()
        return self.modules / path

    def install(self):
        """Has npm install the programs from Packferry's own registry, with nothing else in reach."""
        progress(f"install {' and '.join(self.PROGRAMS)} from the sample data")
        side = Side(self.work, "tools", self.binary)
        self.unpack("npm-tools.tar.zst", side.storage, "storage")
        home = self.work / "programs"
        home.mkdir()
        with Packferry(side) as server:
            command = ["timeout", "300", "npm", "install", "--silent", "--prefix", home, *self.PROGRAMS]
            environment = client_environment(home, f"{server.url}/npm/")
            said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if said.returncode != 0:
            raise Failure(f"npm cannot install {self.PROGRAMS}: {said.stdout}{said.stderr}")
        return home / "node_modules"


def client_environment(home, registry):
    """What npm or pnpm needs to ask that registry alone, with caches and settings of its own in `home`."""
    closed = f"http://127.0.0.1:{free_port()}"
    settings = {
        "registry": registry,
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
    return environment | {f"npm_config_{name}": value for name, value in settings.items()}
