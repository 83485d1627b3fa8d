"""An archive of some packages: asked for by name or by a lockfile on the server, looked at, and built; what is not here is
fetched on a second word."""

from harness import expect, reader, require, tell


def ask(someone):
    someone.open("/archives")
    someone.press("Build archive")
    expect(someone.dialog).to_be_visible()
    someone.dialog.get_by_label("Only some packages").check()
    # A part starts from nothing.
    expect(someone.dialog.get_by_label("Starts from")).to_be_hidden()


def look(someone):
    someone.press("Show what would be in it", someone.dialog)


def build(someone, command, package):
    """Builds what the dialog shows, and looks at the archive."""
    expect(someone.dialog).to_contain_text("It carries a chosen part with all that it needs.")
    expect(someone.dialog.locator(".excerpt li")).to_have_count(1)
    expect(someone.dialog.locator(".excerpt li")).to_contain_text(package)
    require(command in someone.dialog.locator(".equivalents code").last.text_content(), f"the command does not say {command}")
    someone.press("Build archive", someone.dialog)
    expect(someone.page.locator("#content .lead .state").first).to_contain_text("succeeded")
    someone.press("Open the archive")
    someone.see("a chosen part")
    expect(someone.page.locator("#content .list tbody tr")).to_have_count(1)
    someone.see(package.split()[-1])


def by_name(someone):
    ask(someone)
    look(someone)
    # Something has to be named.
    expect(someone.dialog.get_by_label("Which, one per line")).to_be_focused()
    someone.dialog.get_by_label("Which, one per line").fill("\n left@1.0.0 \n")
    look(someone)
    build(someone, "--only left@1.0.0", "left 1.0.0")


def by_lockfile(someone, path):
    ask(someone)
    someone.dialog.get_by_label("Or what a lockfile names").fill(path)
    look(someone)
    build(someone, f"--lockfile {path}", "left 1.1.0")


def not_here(someone):
    """Looking says only that it is not here; building asks upstream, where nothing answers in this world."""
    ask(someone)
    expect(someone.dialog.get_by_label("Fetch what is missing and build at once")).to_be_hidden()
    someone.dialog.get_by_label("Which, one per line").fill("left@9.0.0")
    look(someone)
    expect(someone.dialog.get_by_role("alert")).to_contain_text("left@9.0.0 is not in the storage")
    someone.dialog.get_by_label("Fetch what is missing and build at once").check()
    look(someone)
    expect(someone.page.locator("#content .lead .state").first).to_contain_text("failed")
    expect(someone.page.locator("#content .log")).to_contain_text("nothing was fetched")


def of_files(someone):
    someone.open("/archives")
    someone.press("Build archive")
    some = someone.dialog.get_by_label("Only some packages")
    expect(some).to_be_visible()
    someone.dialog.get_by_label("Repository").select_option("images")
    expect(some).to_be_hidden()
    someone.page.keyboard.press("Escape")


def story(browser, given):
    with reader(browser, given["near"]) as someone:
        by_name(someone)
        by_lockfile(someone, given["lockfile"])
        not_here(someone)
        of_files(someone)


tell(story)
