"""A schedule from its making to its end; what somebody else changed meanwhile is not overwritten."""

from harness import expect, reader, require, tell


def row(someone, text):
    return someone.page.locator("#content tbody tr", has_text=text)


def make(someone):
    someone.press("New schedule")
    dialog = someone.dialog
    dialog.get_by_label("Type").select_option("snapshot")
    dialog.get_by_label("When").select_option("cron")
    dialog.get_by_label("Calendar (cron)").fill("30 2 * * mon,fri")
    dialog.get_by_label("Time zone").fill("Europe/Berlin")
    expect(dialog).to_contain_text("weekly on Monday and Friday at 2:30 AM")
    dialog.get_by_label("What else it is asked").fill("{")
    someone.press("Make schedule", dialog)
    expect(dialog).to_be_visible()
    dialog.get_by_label("What else it is asked").fill("")
    dialog.get_by_label("Name of the snapshot").fill("by-the-clock")
    someone.press("Make schedule", dialog)
    expect(row(someone, "by-the-clock")).to_contain_text("weekly on Monday and Friday at 2:30 AM")


def change(someone):
    mine = row(someone, "by-the-clock")
    mine.get_by_text("Change", exact=True).click()
    someone.dialog.get_by_label("Calendar (cron)").fill("0 4 1 * *")
    someone.press("Change schedule", someone.dialog)
    expect(mine).to_contain_text("monthly on day 1 at 4:00 AM")
    known = next(each for each in someone.ask("/schedules?limit=100")["items"] if each["type"] == "snapshot")
    require(known["time_zone"] == "Europe/Berlin" and known["parameters"] == {"name": "by-the-clock"}, f"{known}")
    return known


def overtaken(someone, known):
    """Somebody else changes it while a form is open."""
    row(someone, "by-the-clock").get_by_text("Change", exact=True).click()
    expect(someone.dialog).to_be_visible()
    someone.page.evaluate(
        """path => fetch(path, { method: "PUT", headers: { "Content-Type": "application/json" }, body: '{"every":"3d"}' })""",
        known["links"]["self"],
    )
    expect(row(someone, "by-the-clock")).to_contain_text("every 3 days")
    someone.accept("412")
    someone.dialog.get_by_label("Start nothing yet").check()
    someone.press("Change schedule", someone.dialog)
    expect(someone.dialog.get_by_role("alert")).to_contain_text("It changed in between")
    someone.page.keyboard.press("Escape")
    expect(row(someone, "by-the-clock")).to_contain_text("every 3 days")


def pause_and_run(someone):
    mine = row(someone, "by-the-clock")
    mine.get_by_text("Pause", exact=True).click()
    expect(mine).to_contain_text("paused")
    mine.get_by_text("Resume", exact=True).click()
    expect(mine).not_to_contain_text("paused")
    mine.get_by_text("Run now", exact=True).click()
    # One file of this storage is broken, and stays behind.
    expect(someone.page.locator("#content .lead .state").first).to_contain_text("partial")
    someone.open("/schedules")
    expect(row(someone, "by-the-clock")).to_contain_text("partial")


def delete(someone):
    row(someone, "by-the-clock").get_by_text("Delete", exact=True).click()
    expect(someone.dialog.get_by_role("heading")).to_contain_text("Snapshot")
    someone.press("Delete", someone.dialog)
    expect(row(someone, "by-the-clock")).to_have_count(0)


def story(browser, given):
    with reader(browser, given["near"]) as someone:
        someone.open("/schedules")
        require("packferry.yaml" in row(someone, "collect-npm").inner_text(), "one of the configuration does not say so")
        expect(row(someone, "collect-npm").get_by_text("Delete", exact=True)).to_have_count(0)
        make(someone)
        known = change(someone)
        overtaken(someone, known)
        pause_and_run(someone)
        delete(someone)


tell(story)
