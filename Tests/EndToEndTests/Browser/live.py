"""Many tabs of one browser, a service that is killed in the middle of a job, and the page that goes on."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from dialogs import try_to_destroy
from harness import expect, reader, require, tell
from service import Service

TABS = 7
ANSWERED = 5
CONFIGURATION = """site: {{ role: online, name: near }}
listen: 127.0.0.1:0
repositories:
  npm: {{ type: npm, storage: ./storage, upstream: "{upstream}" }}
  rotten: {{ type: npm, storage: ./rotten, upstream: "{upstream}" }}
"""
# What a browser says when it is left alone.
LOST = ["ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_EMPTY_RESPONSE"]
PACKAGES = 20


class Upstream:
    """A registry that answers the first few requests and never the others, so that a refresh is under way for as long as
    the story wants."""

    def __init__(self):
        answered = threading.Semaphore(ANSWERED)
        never = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if answered.acquire(blocking=False):
                    self.send_error(404)
                else:
                    never.wait()

            def log_message(self, *_):
                pass

        self.never = never
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"


def publish(storage, name, files={}):
    """Writes a package whose files are not what its metadata says they are."""
    (storage / name).mkdir(parents=True)
    versions = {
        "1.0.0": {"name": name, "version": "1.0.0", "dist": {"shasum": "0" * 40, "tarball": f"http://localhost/{name}/-/{file}"}}
        for file in files
    }
    document = {"name": name, "versions": versions, "dist-tags": {}, "_attachments": {}, "_distfiles": {}, "_uplinks": {}}
    (storage / name / "package.json").write_text(json.dumps(document))
    for file, content in files.items():
        (storage / name / file).write_bytes(content)


def start_job(tab, kind, **asked):
    return tab.evaluate(
        """async ([path, body]) => {
          const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body })
          return answer.json()
        }""",
        [f"/jobs/{kind}", json.dumps(asked)],
    )["id"]


def row(tab, job):
    return tab.locator(f'#content tr[data-key="{job}"]')


def tabs(someone):
    """All of them work and hear at once what happens, also when the one that listens for all is closed."""
    all_of_them = [someone.page] + [someone.tab() for _ in range(TABS - 1)]
    for tab in all_of_them:
        someone.open("/jobs", tab)
        someone.is_told(tab)
    refresh = start_job(all_of_them[3], "full-refresh", repository="npm", then="none")
    for tab in all_of_them:
        row(tab, refresh).locator("progress").wait_for()
    all_of_them[0].close()
    rest = all_of_them[1:]
    someone.page = rest[0]
    scan = start_job(rest[-1], "broken-rescan", repository="rotten", repair=True)
    for tab in rest:
        row(tab, scan).locator("progress").wait_for()
        someone.is_told(tab)
    for tab in rest[1:]:
        tab.close()
    return refresh, scan


def reload(someone, job):
    """A page that is loaded in the middle of a job shows how far it is with the first picture."""
    someone.open(f"/jobs/{job}")
    line = someone.page.locator("#content .lead .progress")
    expect(line).to_contain_text(re.compile(r"[1-9] of \d"))
    seen = line.inner_text()
    someone.page.reload()
    someone.settle()
    require(line.inner_text() == seen, f"after a reload the job is at {line.inner_text()!r}, before it was at {seen!r}")


def running(someone):
    """What runs is said once on every page: by the page itself, or above it."""
    someone.open("/")
    expect(someone.page.locator("#content a.running").first).to_be_visible()
    twice = someone.page.locator("#strip a").all_inner_texts()
    require(not twice, f"what the dashboard shows by itself stands above it too: {twice}")
    someone.open("/about")
    expect(someone.page.locator("#strip a").first).to_be_visible()


def cancel(browser, url, job):
    """To cancel a job is asked before too."""
    with reader(browser, url) as someone:
        kept = someone.keep_from_changing()
        path = f"/jobs/{job}"
        someone.open(path)
        require(try_to_destroy(someone, "job that runs", path, kept), "a job is cancelled without a question")


def killed(someone, service, refresh, scan):
    """It says that what stands there is old, and goes on by itself."""
    someone.open(f"/jobs/{scan}")
    expect(someone.page.locator("#content .steps")).to_contain_text("Scan")
    someone.accept(*LOST)
    service.kill()
    someone.page.locator("#bar .live.offline").wait_for()
    expect(someone.page.locator("#connection [role=status]")).to_be_visible()
    service.start()
    someone.is_told()
    expect(someone.page.locator("#connection")).to_be_empty()
    expect(someone.page.locator("#content .lead .state").first).to_contain_text("interrupted")
    # What can go on does so.
    someone.open(f"/jobs/{refresh}")
    expect(someone.page.locator("#content .lead progress")).to_be_visible()


def story(browser, given):
    upstream = Upstream()
    folder = Path(given["folder"])
    for index in range(PACKAGES):
        publish(folder / "storage", f"package-{index}")
    publish(folder / "rotten", "left", {"left-1.0.0.tgz": b"rot"})
    service = Service(given, CONFIGURATION.format(upstream=upstream.url))
    try:
        with reader(browser, service.url) as someone:
            refresh, scan = tabs(someone)
            reload(someone, refresh)
            running(someone)
            cancel(browser, service.url, refresh)
            killed(someone, service, refresh, scan)
    finally:
        service.kill()
        upstream.never.set()
        upstream.server.shutdown()


tell(story)
