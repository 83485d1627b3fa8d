"""A `packferry serve` that a story itself starts, kills and starts again."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

from harness import require


class Service:
    """Runs in a folder of its own, with a configuration; its address stays the same when it is started again."""

    def __init__(self, given, configuration):
        self.program = given["program"]
        self.folder = Path(given["folder"])
        self.configuration = self.folder / "packferry.yaml"
        self.configuration.write_text(configuration)
        self.url = None
        self.start()

    def start(self):
        listen = {"PACKFERRY_LISTEN": self.url.removeprefix("http://")} if self.url else {}
        command = [self.program, "serve", "--config", str(self.configuration)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, env={**os.environ, **listen}, stdout=log, stderr=log)
        while not self.is_listening():
            require(self.process.poll() is None, f"the service ended: {self.log.read_text()[-2000:]}")
            time.sleep(0.01)

    @property
    def log(self):
        return self.folder / "serve.log"

    def is_listening(self):
        """Whether it has written down that it answers, and where."""
        try:
            known = json.loads((self.folder / "state/server.json").read_text())
        except (OSError, ValueError):
            return False
        if known["pid"] != self.process.pid:
            return False
        self.url = known["url"]
        return True

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
