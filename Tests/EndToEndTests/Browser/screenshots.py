"""Takes a picture of every page in every language, theme and width; `scripts/screenshots` calls it."""

import itertools
from pathlib import Path

import places
from harness import LANGUAGES, reader, tell

WIDTHS = [1280, 360]


def story(browser, given):
    folder = Path(given["folder"])
    for side, language, theme, width in itertools.product(["near", "far"], LANGUAGES, ["light", "dark"], WIDTHS):
        if side not in given:
            continue
        with reader(browser, given[side], width=width, theme=theme, language=language) as someone:
            someone.open("/")
            for name, path in getattr(places, side)(someone).items():
                someone.open(path)
                someone.quiet()
                file = f"{side}-{name.replace(' ', '-')}-{language}-{theme}-{width}.png"
                someone.page.screenshot(path=folder / file, full_page=True)
        print(f"{side} {language} {theme} {width}", flush=True)


tell(story)
