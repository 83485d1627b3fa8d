"""Every page in both themes: as it is, empty, refused, and with each of its dialogs open; no rule of WCAG 2.2 AA that a
program can check is broken, in any language."""

from axe_playwright_python.sync_playwright import Axe

import places
from harness import LANGUAGES, expect, reader, require, tell

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = Axe().axe_script
# While colours change, they are neither the old ones nor the new ones.
STILL = {"reduced_motion": "reduce"}
REFUSAL = '{"type":"about:blank","title":"Broken","status":500,"code":"internal","detail":"It is broken on purpose.","request_id":"r1"}'


def examine(someone, name, theme="light", within="html"):
    """Both themes: in the second one only the colours are others. `within` is what is new since the page was examined."""
    page = someone.page
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    other = "light" if theme == "dark" else "dark"
    found = run(page, within, {"runOnly": LEVELS}) + themed(page, within, other)
    sentences = [
        f"{name}: {violation['id']}: {node['html'][:200]}: {node['failureSummary'][:300]}"
        for violation in found
        for node in violation["nodes"][:3]
    ]
    require(not found, "\n".join(sentences))


def themed(page, within, theme):
    page.evaluate("theme => document.documentElement.setAttribute('data-theme', theme)", theme)
    found = run(page, within, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    page.evaluate("() => document.documentElement.removeAttribute('data-theme')")
    return found


def run(page, within, options):
    return page.evaluate(
        "async ([within, options]) => (await window.axe.run(within, { ...options, resultTypes: ['violations'] })).violations",
        [within, options],
    )


def dialogs(someone, name, path):
    """Opens whatever a button of the page opens, one after the other."""
    for act in someone.acts():
        if someone.act(act):
            examine(someone, f"{name}, dialog of {act}", within="dialog")
            someone.page.keyboard.press("Escape")
            expect(someone.dialog).to_have_count(0)
        someone.return_to(path)


def normal(browser, url, addresses):
    with reader(browser, url, **STILL) as someone:
        someone.open("/")
        someone.keep_from_changing()
        for name, address in addresses(someone).items():
            someone.accept("answer: 404", "404 .Not Found") if name == "no page" else None
            someone.open(address)
            examine(someone, name)
            dialogs(someone, name, address)
        someone.page.keyboard.press("?")
        someone.dialog.wait_for()
        examine(someone, "shortcuts", within="dialog")


def refused(browser, url, addresses):
    """What is asked is refused, so that each page says why and offers another try."""
    with reader(browser, url, **STILL) as someone:
        someone.open("/")
        all_of_them = addresses(someone)
        someone.accept("500")
        is_data = lambda asked: not asked.removeprefix(url).startswith(("/assets/", "/events")) and asked != f"{url}/"
        someone.page.route(is_data, lambda route: route.fulfill(status=500, content_type="application/problem+json", body=REFUSAL))
        for name, address in all_of_them.items():
            if name == "no page":
                continue
            someone.open(address)
            someone.page.locator("#content [role=alert]").first.wait_for()
            examine(someone, f"{name}, refused", within="#content")


def empty(browser, url):
    with reader(browser, url, theme="dark", **STILL) as someone:
        for address in places.LISTS:
            someone.open(address)
            examine(someone, f"{address}, empty", "dark")


def languages(browser, url):
    for language in set(LANGUAGES) - {"en"}:
        with reader(browser, url, language=language, **STILL) as someone:
            for address in ["/", "/jobs"]:
                someone.open(address)
                require(someone.page.locator("html").get_attribute("lang") == language, f"{address} is not {language}")
                examine(someone, f"{address} in {language}")


def story(browser, given):
    for url, addresses in [(given["near"], places.near), (given["far"], places.far)]:
        normal(browser, url, addresses)
        refused(browser, url, addresses)
    empty(browser, given["empty"])
    languages(browser, given["near"])


tell(story)
