"""Every page on a wide screen, and on a narrow one in the languages that need most room: it asks only its own service,
complains about nothing, scrolls sideways nowhere, cuts nothing off, moves nothing that is already there, is light, and
shows whatever names there are as text."""

import places
from harness import reader, require, tell

MOST_BYTES = 150_000
MOST_SHIFT = 0.05
SHIFTS = """() => {
  window.shifts = 0
  new PerformanceObserver(list => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifts += each.value
  }).observe({ type: "layout-shift", buffered: true })
}"""


def first_page(browser, url):
    """The whole first page, as somebody gets it who was never there."""
    with reader(browser, url) as someone:
        someone.open("/")
        someone.quiet()
        taken = someone.page.evaluate(
            "() => performance.getEntries().filter(({ transferSize: size }) => size).map(({ name, transferSize }) => [name, transferSize])"
        )
        amount = sum(size for _, size in taken)
        require(len(taken) > 10 and 10_000 < amount < MOST_BYTES, f"the first page takes {amount} bytes: {taken}")


def wide(browser, url, addresses):
    """Each page loaded by itself: what is already there does not move when more comes."""
    with reader(browser, url) as someone:
        someone.page.add_init_script(f"({SHIFTS})()")
        someone.open("/")
        for name, path in addresses(someone).items():
            someone.page.goto("about:blank")
            look_at(someone, name, path)
            shift = someone.page.evaluate("() => window.shifts")
            require(shift < MOST_SHIFT, f"{name} moves what is there by {shift}")


def narrow(browser, url, addresses, language):
    with reader(browser, url, width=360, language=language) as someone:
        someone.open("/")
        for name, path in addresses(someone).items():
            look_at(someone, f"{name} in {language} at 360 px", path)


def look_at(someone, name, path):
    someone.open(path)
    someone.quiet()
    require(not someone.is_wide(), f"{name} scrolls sideways")
    require(cut_off(someone) == [], f"{name} cuts off {cut_off(someone)}")
    require(someone.page.locator("#content img, #content script").count() == 0, f"{name} shows a name as markup")


def hostile_names(browser, url, names):
    with reader(browser, url, width=360) as someone:
        for name, path in names.items():
            look_at(someone, f"{path} with {name!r}", path)
            require(name in someone.page.locator("#content").inner_text(), f"{path} does not show {name!r} as it is")


def cut_off(someone):
    """The texts that reach beyond what clips them, where nobody can scroll there."""
    return someone.page.evaluate(
        """() => {
          const isClipping = node => ["hidden", "clip"].includes(getComputedStyle(node).overflowX) && !node.closest(".offscreen, thead")
          const clipping = [...document.querySelectorAll("#content *, #bar *, #navigation *")].filter(isClipping)
          const cut = clipping.filter(node => node.scrollWidth > node.clientWidth + 1)
          const beyond = [...document.querySelectorAll("#content :is(h1, h2, td, dd, p, bdi, code)")].filter(node => {
            const { right } = node.getBoundingClientRect()
            return right > document.documentElement.clientWidth + 1 && !node.closest(".scroll, .log, pre, .offscreen")
          })
          return [...cut, ...beyond].map(node => node.outerHTML.slice(0, 160))
        }"""
    )


def story(browser, given):
    first_page(browser, given["near"])
    for url, addresses in [(given["near"], places.near), (given["far"], places.far)]:
        wide(browser, url, addresses)
        for language in ["de", "ru"]:
            narrow(browser, url, addresses, language)
    hostile_names(browser, given["near"], given["names"])


tell(story)
