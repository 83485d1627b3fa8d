"""Whoever opens a page of a service that everybody reaches is told so, on every page and in their language."""

import json

from harness import expect, reader, require, tell

TITLES = {
    "en": "Anyone on the network can use this service.",
    "de": "Jeder im Netz kann diesen Dienst benutzen.",
    "ru": "Этим сервисом может пользоваться любой в сети.",
}


def exposed(route):
    """Has the service say that it listens to other machines, which no test lets it do."""
    answer = route.fetch()
    health = answer.json()
    health["status"] = max(health["status"], "warn", key=["pass", "warn", "fail"].index)
    health["checks"]["network"] = [{"name": "network", "status": "warn", "detail": "0.0.0.0:8470 can be reached from other machines."}]
    route.fulfill(response=answer, body=json.dumps(health))


def story(browser, given):
    for language, title in TITLES.items():
        with reader(browser, given["near"], language=language) as someone:
            someone.page.route("**/health", exposed)
            for path in ["/", "/packages", "/about"]:
                someone.open(path)
                expect(someone.page.locator("#exposure .notice")).to_contain_text(title)
            hero = someone.page.locator("#content .hero")
            require(hero.count() == 0 or "0.0.0.0" not in hero.inner_text(), "it is said twice")
    with reader(browser, given["near"]) as someone:
        someone.open("/")
        expect(someone.page.locator("#content .hero")).to_be_visible()
        expect(someone.page.locator("#exposure .notice")).to_have_count(0)


tell(story)
