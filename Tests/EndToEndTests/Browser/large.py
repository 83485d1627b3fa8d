"""A log of a million lines and a list of fifty thousand folders: both open, are searched, and scroll as small ones do."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from harness import expect, reader, require, tell
from service import Service

LINES = 1_000_000
FOLDERS = 50_000
LONGEST_FRAME = 0.2
NEEDLE = "the line that is looked for"
CONFIGURATION = """site: { role: online, name: near }
listen: 127.0.0.1:0
repositories: { images: { type: files, path: ./images } }
"""


def multiply_folders(database):
    """The index as a walk through so many folders would have left it, from the one that there is."""
    with closing(sqlite3.connect(database)) as known, known:
        names = [row[1] for row in known.execute("PRAGMA table_info(files)")]
        name = "printf('folder-%05d', number)"
        own = {"path": f"{name} || '/file'", "location": f"{name} || '/file'", "package": name}
        known.execute(
            f"""WITH RECURSIVE numbers (number) AS (VALUES (1) UNION ALL SELECT number + 1 FROM numbers WHERE number < {FOLDERS - 1})
            INSERT INTO files ({", ".join(names)})
            SELECT {", ".join(own.get(each, each) for each in names)} FROM files, numbers WHERE path = 'folder-00000/file'"""
        )


def write_log(path):
    """As the service writes it, with what is looked for near the beginning."""
    with path.open("a") as log:
        for index in range(LINES):
            message = NEEDLE if index == 7 else f"line {index}"
            log.write('{"time":"2026-01-01T00:00:00.000Z","level":"info","label":"job","message":' + json.dumps(message) + "}\n")


def read_storage(browser, service):
    with reader(browser, service.url) as someone:
        someone.open("/jobs")
        job = someone.page.evaluate("async () => (await (await fetch('/jobs/collect', { method: 'POST' })).json()).id")
        ended = someone.page.evaluate("async job => { let known; do known = await (await fetch(`/jobs/${job}?wait=30`)).json(); while (!known.finished_at); return known }", job)
        require(ended["state"] == "succeeded", f"{ended}")
        return job


def folders(browser, service):
    with reader(browser, service.url) as someone:
        someone.open("/packages?repository=images")
        rows = someone.page.locator("#content tbody tr")
        require(rows.count() < 1000, f"the list draws {rows.count()} rows")
        expect(someone.page.locator("#content .bar .amount")).to_contain_text("50,000")
        expect(rows.first).to_contain_text("folder-00000")
        someone.page.locator("#content .pager button").last.click()
        expect(rows.first).not_to_contain_text("folder-00000")
        someone.page.locator("#content input[type=search]").first.fill("folder-49999")
        expect(rows).to_have_count(1)
        expect(rows.first).to_contain_text("folder-49999")


def log(browser, service, job):
    with reader(browser, service.url) as someone:
        someone.open(f"/jobs/{job}")
        pane = someone.page.locator(".log")
        expect(pane).to_contain_text(f"line {LINES - 1}")
        require(someone.page.locator(".log .line").count() < 500, "every line of the log is drawn")
        someone.press("To the beginning")
        expect(pane).to_contain_text("line 3")
        expect(someone.page.locator(".log-frame .amount")).to_contain_text("1,000,0")
        longest = scroll(someone)
        require(longest < LONGEST_FRAME, f"a frame took {longest:.3f} s of work while the log scrolled")
        search = someone.page.locator(".log-frame input[type=search]")
        search.fill(NEEDLE[:-1])
        search.press(NEEDLE[-1])
        expect(someone.page.locator(".log .line.hit")).to_contain_text(NEEDLE)
        someone.page.locator("#log-follow").click()
        expect(pane).to_contain_text(f"line {LINES - 1}")


def scroll(someone):
    """Scrolls through all of it; gives the most work that one frame took, in seconds of the processor, so that what else
    the machine does counts for nothing."""
    session = someone.context.new_cdp_session(someone.page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    work = lambda: next(each["value"] for each in session.send("Performance.getMetrics")["metrics"] if each["name"] == "TaskDuration")
    longest = 0
    for step in range(40):
        before = work()
        someone.page.evaluate(
            """share => new Promise(done => {
              const pane = document.querySelector(".log")
              pane.scrollTop = share * (pane.scrollHeight - pane.clientHeight)
              requestAnimationFrame(() => requestAnimationFrame(done))
            })""",
            step / 39,
        )
        longest = max(longest, work() - before)
    return longest


def story(browser, given):
    folder = Path(given["folder"])
    (folder / "images/folder-00000").mkdir(parents=True)
    (folder / "images/folder-00000/file").touch()
    service = Service(given, CONFIGURATION)
    try:
        job = read_storage(browser, service)
        service.stop()
        multiply_folders(folder / "state/data.sqlite")
        write_log(folder / "state/logs" / f"{job}.log")
        service.start()
        folders(browser, service)
        log(browser, service, job)
    finally:
        service.kill()


tell(story)
