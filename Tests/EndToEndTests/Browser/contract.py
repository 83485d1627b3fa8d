"""The interface is searched, a route opened, and a schema that it names followed; it says as much as the document."""

from harness import expect, reader, require, tell


def all_of_it(someone):
    """From the foot of the first page; each route of the document stands there."""
    someone.open("/")
    someone.page.locator("#foot").get_by_role("link").click()
    someone.settle()
    document = someone.ask("/openapi.json")
    count = sum(len(methods) for methods in document["paths"].values())
    expect(someone.page.locator("#content details")).to_have_count(count)
    require(someone.page.locator("#content section").count() == len(document["tags"]), "a tag has no section")


def one_route(someone):
    someone.page.get_by_role("searchbox").fill("diff-build")
    route = someone.page.locator("#content details")
    expect(route).to_have_count(1)
    route.locator("summary").click()
    for text in ["repository", "baseline", "wait", "Idempotency-Key", "application/problem+json", "202", "otherwise"]:
        expect(route).to_contain_text(text)
    route.get_by_role("link", name="DiffBuildRequest").click()
    someone.settle()
    for text in ["DiffBuildRequest", "allow_shrink", "may be absent", "1…1000"]:
        someone.see(text)
    someone.press("All routes")
    someone.settle()
    expect(someone.page.locator("#content details").nth(70)).to_be_attached()


def story(browser, given):
    for theme in ["light", "dark"]:
        with reader(browser, given["near"], theme=theme) as someone:
            all_of_it(someone)
            one_route(someone)


tell(story)
