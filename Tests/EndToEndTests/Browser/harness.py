"""A reader with a browser in front of the dashboard.

A story is a file beside this one that calls `tell` with a function; that gets what the test hands over and tells the
story by what readers see and press. Everything the page should never do fails it, whatever else it is about: errors on
the console, exceptions, requests to other machines, and requests that fail. Nothing waits for time to pass, only for
what is to be seen. No expression is given as text, which the page's policy forbids to evaluate: functions are.
"""

import json
import re
import sys
from contextlib import contextmanager

from playwright.sync_api import TimeoutError, expect, sync_playwright

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PATIENCE = 60_000
# Buttons that may do something or ask whether to, but for those that choose what is shown, or copy it.
ACTS = "#content button:enabled:visible:not(.sort, .tabs *, .pager *, .bar *, .copyable *, .log-frame *)"
# A request is told of late where a story decides on each; the page itself counts those that are not answered yet.
COUNTING = """
    const ask = window.fetch
    window.unanswered = 0
    window.fetch = (...what) => {
        window.unanswered += 1
        return ask(...what).finally(() => { window.unanswered -= 1 })
    }
"""
LANGUAGES = {"en": "en-US", "de": "de-DE", "ru": "ru-RU"}


def tell(story):
    """Tells a story with what the test hands over: one JSON object, in which `chromium` is the browser."""
    given = json.loads(sys.argv[1])
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given["chromium"], args=FLAGS)
        try:
            story(browser, given)
        finally:
            browser.close()


def require(is_so, sentence):
    """Fails the story unless something is so."""
    if not is_so:
        raise AssertionError(sentence)


@contextmanager
def reader(browser, url, *, width=1280, theme="light", language="en", height=900, **options):
    """A reader of the dashboard at an address, who has never been there; fails if the page did what it never should."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale=LANGUAGES[language],
        timezone_id="Europe/Berlin",
        **options,
    )
    context.set_default_timeout(PATIENCE)
    someone = Reader(context, url)
    try:
        yield someone
        someone.require_peace()
    finally:
        context.close()


class Reader:
    """One reader and the tab before them."""

    def __init__(self, context, url):
        self.context = context
        self.url = url
        self.complaints = []
        self.accepted = []
        self.pending = set()
        self.page = None
        context.add_init_script(COUNTING)
        self.page = self.tab()

    def tab(self):
        """Opens one more tab, which is watched as the first."""
        page = self.context.new_page()
        page.on("console", lambda message: message.type == "error" and self.complain(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.complain(f"exception: {error}"))
        page.on("request", lambda request: self.is_foreign(request.url) and self.complain(f"foreign request: {request.url}"))
        page.on("request", lambda request: "/events" not in request.url and self.pending.add(request))
        page.on("requestfinished", lambda request: self.pending.discard(request))
        page.on("requestfailed", lambda request: self.pending.discard(request))
        page.on("response", lambda response: response.status >= 400 and self.complain(f"answer: {response.status} to {response.url}"))
        return page

    def complain(self, sentence):
        if not any(re.search(pattern, sentence) for pattern in self.accepted):
            self.complaints.append(f"{sentence} (at {self.page.url if self.page else ''})")

    def accept(self, *patterns):
        """Lets pass what the story itself brings about, as where it takes the service away."""
        self.accepted += patterns

    def is_foreign(self, url):
        return not url.startswith((f"{self.url}/", "data:", "blob:", "about:"))

    def require_peace(self):
        require(not self.complaints, "the page complained:\n" + "\n".join(dict.fromkeys(self.complaints)))

    # What readers do.

    def open(self, path, tab=None):
        """Goes to an address and waits until what it shows is there."""
        page = tab or self.page
        wanted = f"{self.url}/#{path}"
        if not page.url.startswith(f"{self.url}/") or page.url == wanted:
            page.goto("about:blank")
            page.goto(wanted)
        else:
            # The page takes the mark away once it has drawn what the new address shows.
            page.evaluate("() => document.getElementById('content').setAttribute('aria-busy', 'true')")
            page.evaluate("hash => { window.location.hash = hash }", path)
        self.settle(page)

    def settle(self, tab=None):
        """Waits until the page shows what its address asks for."""
        page = tab or self.page
        try:
            page.locator("#content:not([aria-busy]) h1").first.wait_for()
        except TimeoutError as error:
            raise AssertionError(f"{page.url} shows nothing: {page.content()[:2000]}\n{self.complaints}") from error

    def is_told(self, tab=None):
        """Waits until the page hears at once what happens."""
        (tab or self.page).locator("#bar .live:not(.connecting, .reconnecting, .offline)").wait_for()

    def press(self, name, within=None):
        """Presses the button or follows the link that is called so."""
        place = within or self.page
        place.get_by_role("button", name=name, exact=True).or_(place.get_by_role("link", name=name, exact=True)).first.click()

    def see(self, text):
        """Waits until a text is to be seen."""
        expect(self.page.locator("#content")).to_contain_text(text)

    @property
    def dialog(self):
        """The dialog that is open."""
        return self.page.locator("dialog[open]")

    def keep_from_changing(self):
        """From now on nothing that would change something reaches the service, but for what is only tried; gives what was
        kept back, as it comes."""
        kept = []

        def decide(route):
            request = route.request
            is_only_tried = "dry_run=true" in request.url or '"dry_run":true' in (request.post_data or "")
            if request.method in ("GET", "HEAD") or is_only_tried:
                return route.continue_()
            kept.append(f"{request.method} {request.url.removeprefix(self.url)}")
            return route.abort()

        self.page.route("**/*", decide)
        self.accept("net::ERR_FAILED")
        return kept

    def acts(self):
        """What the buttons are called that do something here."""
        return list(dict.fromkeys(self.page.locator(ACTS).all_inner_texts()))

    def act(self, name):
        """Presses the first button that is called so; whether that opened a dialog."""
        self.page.locator(ACTS).filter(has_text=re.compile(f"^\\s*{re.escape(name)}\\s*$")).first.click()
        self.quiet()
        return self.dialog.count() > 0

    def quiet(self):
        """Waits until all that was asked of the service is answered and shown."""
        drawn = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
            () => done(window.unanswered))))"""
        is_quiet = False
        while not is_quiet:
            was_pending = bool(self.pending)
            is_quiet = not (self.page.evaluate(drawn) or was_pending or self.pending)

    def return_to(self, path):
        """Goes to an address unless one is there."""
        if self.page.url != f"{self.url}/#{path}" or self.page.locator("#content .notice.bad").count():
            self.open(path)

    # What is true of what they see.

    def is_wide(self):
        """Whether the page scrolls sideways."""
        return self.page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")

    def ask(self, path, tab=None):
        """What the service says to the page about something."""
        return (tab or self.page).evaluate("async path => (await fetch(path, { headers: { Accept: 'application/json' } })).json()", path)
