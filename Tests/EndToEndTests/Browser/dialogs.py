"""What destroys asks before; Escape, the button that keeps things as they are and a click beside the dialog do nothing,
and the focus returns to where it was."""

from harness import expect, require


def dismiss(someone, how):
    if how == "Escape":
        return someone.page.keyboard.press("Escape")
    if how == "keep":
        return someone.dialog.locator(".actions button[type=button]").last.click()
    return someone.page.mouse.click(4, 4)


def try_to_destroy(someone, name, path, kept):
    """Whether a button of the page asks before it destroys something."""
    asks = False
    for act in someone.acts():
        for how in ["Escape", "keep", "beside"]:
            if not someone.act(act) or not someone.dialog.locator("button.harmful").count():
                break
            asks = True
            focused = "() => document.activeElement.className"
            require("harmful" not in someone.page.evaluate(focused), f"{name}: {act} begins on the button that destroys")
            dismiss(someone, how)
            expect(someone.dialog).to_have_count(0)
            someone.quiet()
            require(not kept, f"{name}: {act}, then {how}, sent {kept}")
            require(act in someone.page.evaluate("() => document.activeElement.innerText"), f"{name}: the focus is lost after {act}, then {how}")
        if someone.dialog.count():
            someone.page.keyboard.press("Escape")
        require(not any(request.startswith("DELETE") for request in kept), f"{name}: {act} asked for nothing and sent {kept}")
        kept.clear()
        someone.return_to(path)
    return asks
