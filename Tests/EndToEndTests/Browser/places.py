"""The addresses of all pages, for a service that has something to show on each."""


def first(someone, path):
    """The first of a list of the service."""
    return someone.ask(path)["items"][0]


def near(someone):
    """Every page of the side that builds, by what it shows."""
    artifact = next(each for each in someone.ask("/artifacts")["items"] if each["base"])
    spare = next(each for each in someone.ask("/snapshots")["items"] if each["names"])
    return {
        "dashboard": "/",
        "packages": "/packages?repository=npm",
        "folders": "/packages?repository=images",
        "package": "/packages/npm/left",
        "jobs": "/jobs",
        "job": f"/jobs/{first(someone, '/jobs?type=diff-build&state=succeeded')['id']}",
        "failed job": f"/jobs/{first(someone, '/jobs?state=failed')['id']}",
        "schedules": "/schedules",
        "snapshots": "/snapshots",
        "snapshot": f"/snapshots/{artifact['target']}",
        "spare snapshot": f"/snapshots/{spare['id']}",
        "comparison": f"/snapshots/{artifact['base']}/diff/{artifact['target']}",
        "archives": "/archives",
        "archive": f"/archives/{artifact['id']}",
        "sites": "/sites",
        **{f"site {each['name']}": f"/sites/{each['name']}" for each in someone.ask("/sites")["items"]},
        "broken": "/broken?repository=npm",
        "finding": f"/broken/{first(someone, '/broken-archives?repository=npm')['id']}",
        "keys": "/keys",
        "storage": "/storage",
        "about": "/about",
        "interface": "/api",
        "schema": "/api?schema=Job",
        "no page": "/nowhere",
    }


def far(someone):
    """What the side that takes archives shows beyond it."""
    imports = someone.ask("/imports")["items"]
    return {
        "dashboard": "/",
        "imports": "/imports",
        "trusted keys": "/keys",
        **{f"{each['state']} import": f"/imports/{each['id']}" for each in imports},
    }


# What shows a list that can be empty.
LISTS = ["/", "/packages", "/jobs", "/schedules", "/snapshots", "/archives", "/imports", "/sites", "/keys", "/broken", "/storage"]
