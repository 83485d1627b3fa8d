"""Starts the servers that are compared, asks them, and ends them by their process ids."""

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from measuring import Failure, run

PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process that answers on a loopback port until the block ends."""

    def __init__(self, work, name, ready, pause=0.1):
        self.log = work / f"{name}.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.ready, self.pause = ready, pause
        self.process = None

    def command(self):
        raise NotImplementedError

    def __enter__(self):
        with open(self.log, "ab") as log:
            command, environment = self.command()
            self.process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise Failure(f"{command[0]} does not answer: {self.log.read_text(errors='replace')[-2000:]}")
            time.sleep(self.pause)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def answers(self):
        try:
            with urllib.request.urlopen(self.url + self.ready, timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def forget_peak(self):
        with open(f"/proc/{self.process.pid}/clear_refs", "w", encoding="ascii") as file:
            file.write("5")

    def worked(self):
        """The seconds for which processors have worked for the server, whose workers may be processes of their own."""
        workers = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii").split()
        return sum(map(processor_seconds, [self.process.pid, *workers]))

    def peak(self):
        status = open(f"/proc/{self.process.pid}/status", encoding="ascii").read()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) << 10


class Packferry(Server):
    """One side's server; its registry is at /npm/."""

    def __init__(self, side, ready="/readyz", pause=0.1):
        super().__init__(side.folder, "serve", ready, pause)
        self.side = side

    def command(self):
        self.side.configure(self.port)
        return [self.side.binary, "serve", "--config", self.side.configuration], None


class Nginx(Server):
    """Two workers that send files with sendfile."""

    def __init__(self, work, root, ready):
        super().__init__(work, "nginx", ready)
        self.work, self.root = work, root

    def command(self):
        binary = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        owner = "user root; " if os.geteuid() == 0 else ""
        configuration = self.work / "nginx.conf"
        configuration.write_text(
            f"{owner}worker_processes 2; pid {self.work}/nginx.pid; error_log {self.log}; daemon off;\n"
            "events { worker_connections 1024; }\n"
            "http { access_log off; sendfile on; tcp_nodelay on; open_file_cache max=100; keepalive_requests 1000000;\n"
            f"default_type application/json; server {{ listen 127.0.0.1:{self.port}; root {self.root}; }} }}\n"
        )
        return [binary, "-c", configuration, "-e", self.log], None


class Verdaccio(Server):
    """A Verdaccio in front of a storage, with an uplink if one is named."""

    def __init__(self, work, name, program, storage, uplink=None):
        super().__init__(work, name, "/-/ping")
        self.configuration = work / f"{name}.yaml"
        self.program, self.storage, self.uplink = program, storage, uplink

    def command(self):
        uplinks, proxy = (f"{{ npmjs: {{ url: '{self.uplink}/', max_fails: 100 }} }}", ", proxy: npmjs") if self.uplink else ("{}", "")
        self.configuration.write_text(
            f"storage: {self.storage}\n"
            f"uplinks: {uplinks}\n"
            f"packages: {{ '**': {{ access: $all{proxy} }} }}\n"
            "web: { enable: false }\n"
            "log: { type: stdout, format: json, level: error }\n"
        )
        environment = os.environ | {"NODE_ENV": "production", "HOME": str(self.configuration.parent)}
        command = ["node", self.program, "--config", self.configuration, "--listen", f"127.0.0.1:{self.port}"]
        return command, environment


class Upstream(Server):
    """A registry that answers what a folder of documents and tarballs says of a day."""

    PROGRAM = Path(__file__).parent / "upstream.js"

    def __init__(self, work, folder, day):
        super().__init__(work, f"upstream-{folder.name}", "/-/ping")
        self.folder, self.day = folder, day

    def command(self):
        return ["node", self.PROGRAM, self.folder, self.day, str(self.port)], None


def processor_seconds(pid):
    # proc_pid_stat(5): the name stands in brackets, and the times are the 14th and 15th field.
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def work_per_request(server, path, seconds, log):
    """The microseconds for which processors work for one request, over 32 connections."""
    before = server.worked()
    rate(f"{server.url}{path}", seconds, log)
    requests = int(re.search(r"(\d+) requests in", log.read_text()).group(1))
    return (server.worked() - before) / requests * 1e6


def rate(url, seconds, log):
    """Requests a second over 32 connections; a status other than 2xx or a broken connection is a failure."""
    run(["wrk", "-t2", "-c32", f"-d{seconds}s", url], log)
    said = log.read_text()
    if "Non-2xx" in said or "Socket errors" in said:
        raise Failure(f"{url}: {said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))


def fetch(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read()
