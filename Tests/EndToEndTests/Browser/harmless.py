"""Every page of both sides: nothing that destroys does so before somebody said yes."""

import places
from dialogs import try_to_destroy
from harness import reader, require, tell

# What must ask, so that this story does not look at nothing.
NEAR = {"archive", "spare snapshot", "schedules"}
FAR = {"staged import", "trusted keys"}


def story(browser, given):
    for url, addresses, needed in [(given["near"], places.near, NEAR), (given["far"], places.far, FAR)]:
        with reader(browser, url) as someone:
            someone.open("/")
            pages = addresses(someone)
            kept = someone.keep_from_changing()
            asking = set()
            for name, path in pages.items():
                if name == "no page":
                    continue
                someone.open(path)
                if try_to_destroy(someone, name, path, kept):
                    asking.add(name)
            require(needed <= asking, f"nothing asked before it destroys on: {needed - asking}")


tell(story)
