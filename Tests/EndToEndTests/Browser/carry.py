"""The main story as an operator goes through it: refresh, watch, look what would be built, build, download, take in on the
other side, look at the plan, apply, bring the code of the receipt back, and take the archive back; with a mouse, or with nothing
but the keyboard."""

import base64
import hashlib
from pathlib import Path

from harness import expect, reader, require, tell


class Mouse:
    """Whoever points at things."""

    def __init__(self, someone):
        self.someone = someone

    def press(self, name):
        place = self.someone.dialog if self.someone.dialog.count() else self.someone.page.locator("body")
        place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True)).first.click()

    def take_in(self, path):
        """Drops a file where the page takes archives."""
        transfer = self.someone.page.evaluate_handle(
            """([name, bytes]) => {
              const transfer = new DataTransfer()
              transfer.items.add(new File([Uint8Array.from(atob(bytes), each => each.charCodeAt(0))], name))
              return transfer
            }""",
            [path.name, base64.b64encode(path.read_bytes()).decode()],
        )
        self.someone.page.locator(".drop").dispatch_event("drop", {"dataTransfer": transfer})


class Keyboard:
    """Whoever has no mouse: walks with Tab to what is called so, and presses it."""

    MOST_STEPS = 150
    FOCUSED = """() => {
      const node = document.activeElement
      const label = node.getAttribute("aria-label") ?? (node.labels?.[0] ?? node).innerText ?? ""
      return label.trim()
    }"""

    def __init__(self, someone):
        self.someone = someone

    def reach(self, name):
        for _ in range(self.MOST_STEPS):
            if self.someone.page.evaluate(self.FOCUSED) == name:
                return
            self.someone.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {name!r} at {self.someone.page.url}")

    def press(self, name):
        self.reach(name)
        is_checkbox = "() => document.activeElement.type === 'checkbox'"
        self.someone.page.keyboard.press("Space" if self.someone.page.evaluate(is_checkbox) else "Enter")

    def take_in(self, path):
        # The browser is told to hand its file choosers over by another way than keys go, and may hear of it after them: what
        # the page is asked while the keyboard walks there comes behind it on the same way.
        with self.someone.page.expect_file_chooser() as chooser:
            self.reach("Drop an archive here, or choose it")
            self.someone.page.keyboard.press("Enter")
        chooser.value.set_files(path)


def near(someone, hand, folder):
    """Gives the archive as it was downloaded."""
    someone.open("/")
    hand.press("Refresh now")
    expect(someone.dialog).to_be_visible()
    uncheck(someone, hand, "Build the archive afterwards")
    hand.press("Refresh now")
    succeeded(someone, "Full refresh")
    hand.press("Archives")
    someone.page.locator("#content h1", has_text="Archives").wait_for()
    hand.press("Build archive")
    expect(someone.dialog).to_be_visible()
    hand.press("Show what would be in it")
    someone.dialog.get_by_text("left 1.1.0").or_(someone.dialog.get_by_text("Files")).first.wait_for()
    hand.press("Build archive")
    succeeded(someone, "Build archive")
    hand.press("Open the archive")
    someone.page.locator("#content h1", has_text="diff-").wait_for()
    someone.settle()
    with someone.page.expect_download() as download:
        hand.press("Download")
    path = Path(folder) / download.value.suggested_filename
    download.value.save_as(path)
    digest = hashlib.sha512(path.read_bytes()).hexdigest()
    expect(someone.page.locator("#content .copyable code").first).to_have_text(digest)
    return path


def uncheck(someone, hand, name):
    if isinstance(hand, Keyboard):
        hand.press(name)
    else:
        someone.dialog.get_by_label(name).uncheck()


def succeeded(someone, job):
    """Watches a job to its end."""
    expect(someone.page.locator("#content h1")).to_contain_text(job)
    expect(someone.page.locator("#content .lead .state").first).to_contain_text("succeeded")


def far(someone, hand, archive):
    someone.open("/")
    hand.press("Import archive")
    someone.page.locator(".drop").wait_for()
    someone.settle()
    # Who came to take in an archive begins there.
    expect(someone.page.get_by_label("Drop an archive here, or choose it")).to_be_focused()
    hand.take_in(archive)
    # What waits is shown as soon as it is verified.
    expect(someone.page.locator("#content .lead .state")).to_contain_text("waits")
    hand.press("Apply")
    expect(someone.dialog).to_be_visible()
    hand.press("Apply")
    expect(someone.page.locator("#content .lead .state")).to_contain_text("applied")
    code = someone.page.locator("#content .receipt .copyable code").inner_text()
    assert len(code) == 29, code
    someone.open("/packages/npm/left")
    someone.see("1.1.0")
    return code


def take_back(someone, hand):
    """Takes the archive back that was applied; it can be taken in again."""
    someone.open("/imports")
    someone.page.locator("#content tbody a").first.click()
    expect(someone.page.locator("#content .lead .state")).to_contain_text("applied")
    someone.settle()
    hand.press("Take back…")
    expect(someone.dialog).to_be_visible()
    expect(someone.dialog).to_contain_text("files go")
    hand.press("Take back")
    expect(someone.page.locator("#content .lead .state")).to_contain_text("taken back")
    someone.see("The storage is what it was before, with what was published here since.")
    expect(someone.page.get_by_role("button", name="Take back…")).to_have_count(0)
    someone.open("/imports")
    expect(someone.page.locator("#content tbody")).to_contain_text("taken back")


def back(someone, hand, code):
    """Types the code of the receipt in, where the archive was built."""
    someone.open("/sites")
    hand.press("Register a receipt")
    expect(someone.dialog).to_be_visible()
    for name, text in [("Code", code.lower()), ("Site", "far")]:
        type_in(someone, hand, name, text)
    hand.press("Register")
    expect(someone.dialog).to_have_count(0)
    someone.page.get_by_role("link", name="far", exact=True).wait_for()
    hand.press("far")
    expect(someone.page.locator("#content .lead .state")).to_contain_text("counts")
    someone.see("Nothing was built since that this site does not have.")


def type_in(someone, hand, name, text):
    if isinstance(hand, Keyboard):
        hand.reach(name)
        someone.page.keyboard.type(text)
    else:
        someone.dialog.get_by_label(name, exact=True).fill(text)


def story(browser, given):
    hand = {"mouse": Mouse, "keyboard": Keyboard}[given["hand"]]
    with reader(browser, given["near"], accept_downloads=True) as someone:
        archive = near(someone, hand(someone), given["folder"])
    with reader(browser, given["far"]) as someone:
        code = far(someone, hand(someone), archive)
    with reader(browser, given["near"]) as someone:
        back(someone, hand(someone), code)
    brought = [Path(given["storage"]) / path for path in given["brought"]]
    require(all(path.exists() for path in brought), "what was applied is in the storage")
    with reader(browser, given["far"]) as someone:
        take_back(someone, hand(someone))
    require(not any(path.exists() for path in brought), "what was taken back is in the storage no more")


tell(story)
