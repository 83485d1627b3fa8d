"""Every page on a wide and on a narrow screen: it asks only its own service, complains about nothing, scrolls sideways
nowhere, moves nothing that is already there, is light, and shows whatever names there are as text."""

import places
from harness import LANGUAGES, reader, require, tell

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


def nothing_moves(browser, url, addresses):
    """On no page does what is already there move when more comes."""
    with reader(browser, url) as someone:
        someone.page.add_init_script(f"({SHIFTS})()")
        someone.open("/")
        for name, path in addresses(someone).items():
            someone.page.goto("about:blank")
            someone.open(path)
            someone.quiet()
            shift = someone.page.evaluate("() => window.shifts")
            require(shift < MOST_SHIFT, f"{name} moves what is there by {shift}")


def every_page(browser, url, addresses, hostile, **looks):
    with reader(browser, url, **looks) as someone:
        someone.open("/")
        for name, path in addresses(someone).items():
            someone.open(path)
            someone.quiet()
            require(not someone.is_wide(), f"{name} scrolls sideways at {looks}")
            require(cut_off(someone) == [], f"{name} cuts off at {looks}: {cut_off(someone)}")
            require(someone.page.locator("#content img, #content script").count() == 0, f"{name} shows a name as markup")
        for name, path in hostile.items():
            someone.open(path)
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
    nothing_moves(browser, given["near"], places.near)
    looks = [{"width": 1280}] + [{"width": 360, "language": language} for language in LANGUAGES]
    for look in looks:
        every_page(browser, given["near"], places.near, given["names"], **look)
        every_page(browser, given["far"], places.far, {}, **look)


tell(story)
