"""What went wrong last is said first until it went well, however often somebody only asked what would be done."""

from harness import expect, reader, require, tell

# More than the dashboard reads at once.
QUESTIONS = 16


def only_ask(someone):
    """Has the service say again and again what an archive would hold."""
    ended = someone.page.evaluate(
        """async times => {
          const states = []
          for (let each = 0; each < times; each += 1) {
            const headers = { "Content-Type": "application/json" }
            const asked = await fetch("/jobs/diff-build", { method: "POST", headers, body: '{"repository":"images","dry_run":true}' })
            let job = await asked.json()
            while (!job.finished_at) job = await (await fetch(`/jobs/${job.id}?wait=30`)).json()
            states.push(job.state)
          }
          return states
        }""",
        QUESTIONS,
    )
    require(ended == ["succeeded"] * QUESTIONS, f"{ended}")


def story(browser, given):
    with reader(browser, given["near"]) as someone:
        someone.open("/")
        hero = someone.page.locator("#content .hero")
        expect(hero.locator(".verdict")).to_contain_text("Full refresh of npm failed.")
        expect(hero).to_contain_text("1 archive was not downloaded yet.")
        only_ask(someone)
        someone.open("/")
        expect(hero.locator(".verdict")).to_contain_text("Full refresh of npm failed.")
        expect(hero).to_contain_text("Scan for broken archives of npm succeeded in part.")
        require("dry run" not in hero.inner_text(), "a question counts as what succeeded last")
    with reader(browser, given["far"]) as someone:
        someone.open("/")
        expect(someone.page.locator("#content .hero .verdict")).to_contain_text("An archive waits to be applied: diff-")


tell(story)
