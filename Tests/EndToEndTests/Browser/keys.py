"""A key of the other side is pasted, trusted and retired; a private one never leaves the page."""

from harness import expect, reader, require, tell

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl someone@far"
SECRET = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n"


def own(someone):
    """What signs here is shown to be copied."""
    someone.open("/keys")
    key = someone.ask("/keys")["own"]["current"]
    for text in (key["fingerprint"], key["key"], key["minisign"], key["allowed_signer"]):
        someone.see(text)


def refuse_secret(someone, sent):
    someone.press("Trust a key…")
    someone.dialog.get_by_label("Public key").fill(SECRET)
    expect(someone.dialog.get_by_label("Public key")).to_have_value("")
    someone.press("Trust key", someone.dialog)
    expect(someone.dialog).to_be_visible()
    someone.page.keyboard.press("Escape")
    require(not any("PRIVATE" in (body or "") for body in sent), "a private key was sent")


def trust(someone):
    someone.press("Trust a key…")
    someone.dialog.get_by_label("Repository").select_option("images")
    someone.dialog.locator("input[type=file]").set_input_files(
        {"name": "far.pub", "mimeType": "text/plain", "buffer": f"{KEY}\n".encode()}
    )
    expect(someone.dialog.get_by_label("Public key")).to_have_value(KEY)
    someone.press("Trust key", someone.dialog)
    someone.see("someone@far")
    known = next(each for each in someone.ask("/keys?repository=images")["trusted"] if each["comment"] == "someone@far")
    require(known["key"] == " ".join(KEY.split()[:2]) and known["retired_at"] is None, f"{known}")


def retire(someone):
    row = someone.page.locator("#content tbody tr", has_text="someone@far")
    row.get_by_text("Retire", exact=True).click()
    expect(someone.dialog).to_contain_text("images")
    someone.press("Retire", someone.dialog)
    expect(row).to_contain_text("retired")
    expect(row.get_by_text("Retire", exact=True)).to_have_count(0)


def story(browser, given):
    with reader(browser, given["near"]) as someone:
        own(someone)
    with reader(browser, given["far"]) as someone:
        sent = []
        someone.page.on("request", lambda request: sent.append(request.post_data))
        someone.open("/keys")
        refuse_secret(someone, sent)
        trust(someone)
        retire(someone)


tell(story)
