"""The documents of docs/formats, written from those pages alone."""

import base64
import gzip
import hashlib
import io
import json
import tarfile

UUID = "0123456789abcdef0123456789abcdef"
GENERATOR = "conformance"
PLATFORMS = ["linux-x64-glibc"]
CREATED = "2026-11-21T01:30:00Z"
SEQUENCE = 1_795_224_600


def sha512(content):
    return hashlib.sha512(content).hexdigest()


def text(document):
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def listing(head, files, tail):
    """A document whose files stand one on a line."""
    lines = ",\n".join(text(file) for file in files)
    return f'{text(head)[:-1]},"files":[\n{lines}\n],{text(tail)[1:]}\n'.encode()


class Version:
    """A version of a package, with its tarball."""

    def __init__(self, package, version, filling=b""):
        self.package, self.version = package, version
        self.file = f"{package.split('/')[-1]}-{version}.tgz"
        self.path = f"{package}/{self.file}"
        self.manifest = {"name": package, "version": version, "main": "index.js"}
        self.tarball = self.pack([("package/package.json", text(self.manifest).encode()),
                                  ("package/index.js", b"module.exports = 1\n" + filling)])

    @staticmethod
    def pack(files):
        space = io.BytesIO()
        with tarfile.open(fileobj=space, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for name, content in files:
                info = tarfile.TarInfo(name)
                info.size, info.mode = len(content), 0o644
                tar.addfile(info, io.BytesIO(content))
        return gzip.compress(space.getvalue(), mtime=0)

    @property
    def object(self):
        integrity = base64.b64encode(hashlib.sha512(self.tarball).digest()).decode()
        url = f"https://registry.npmjs.org/{self.package}/-/{self.file}"
        dist = {"integrity": f"sha512-{integrity}", "shasum": hashlib.sha1(self.tarball).hexdigest(), "tarball": url}
        return {**self.manifest, "dist": dist}

    @property
    def entry(self):
        return entry(self.path, self.tarball, "file", self.package, self.version)


def packument(versions, **other):
    """docs/formats/packument.md, "Offline-ready"."""
    times = {version.version: "2025-06-01T00:00:00.000Z" for version in versions}
    document = {
        "name": versions[0].package,
        "dist-tags": {"latest": versions[-1].version},
        "time": {"modified": "2025-06-01T00:00:00.000Z", **times},
        "versions": {version.version: version.object for version in versions},
        "_id": versions[0].package,
        "_attachments": {
            v.file: {"shasum": hashlib.sha1(v.tarball).hexdigest(), "version": v.version} for v in versions
        },
        "_distfiles": {}, "_uplinks": {},
    }
    document.update(other)
    body = text(document)
    return text({**document, "_rev": f"1-{sha512(body.encode())[:16]}"}).encode()


def entry(path, content, kind, package, version=None):
    found = {"path": path, "size": len(content), "sha512": sha512(content), "kind": kind, "package": package}
    return found if version is None else {**found, "version": version}


def document_entry(package, content):
    return entry(f"{package}/package.json", content, "npm-packument", package)


def counts(entries):
    return {
        "files": len(entries), "bytes": sum(e["size"] for e in entries),
        "packages": len({e["package"] for e in entries}), "versions": sum("version" in e for e in entries),
    }


def by_path(entries):
    return sorted(entries, key=lambda e: e["path"].encode("utf-8", "surrogatepass"))


def state_digest(entries):
    return sha512("".join(f"{e['sha512']}  {e['path']}\n" for e in entries if not e.get("held")).encode())


def snapshot_id(entries, uuid=UUID):
    lines = f"packferry.snapshot/1\n{uuid}\n{state_digest(entries)}\n"
    lines += "".join(f"held  {e['sha512']}  {e['path']}\n" for e in entries if e.get("held"))
    return sha512(lines.encode())[:32]


def repository(uuid=UUID):
    return {"name": "npm", "type": "npm", "uuid": uuid}


def snapshot(entries, uuid=UUID, warnings=(), sort=True, **other):
    entries = by_path(entries) if sort else entries
    head = {
        "format": "packferry.snapshot/1", "id": snapshot_id(entries, uuid), "repository": repository(uuid),
        "created": CREATED, "generator": GENERATOR, "platforms": PLATFORMS, "counts": counts(entries),
        "state_digest": state_digest(entries),
    }
    return listing({**head, **other}, entries, {"warnings": list(warnings)})


def member_order(entries):
    return sorted(entries, key=lambda e: (e["kind"] != "file", e["path"].encode("utf-8", "surrogatepass")))


def receipt(**other):
    document = {
        "format": "packferry.receipt/1", "site": "plant-7", "counter": SEQUENCE, "kind": "applied",
        "repository": repository(), "archive_id": "a" * 32, "snapshot": "b" * 32, "accepted_digest": "c" * 128,
        "applied_at": CREATED, "applied_by": "cli:alice (job 7)",
        "counts": {"files": 2, "bytes": 900, "packages": 1, "versions": 1}, "missing": [], "conflicts": [],
        "formats": ["packferry.archive/1", "packferry.snapshot/1"],
    }
    return (text({**document, **other}) + "\n").encode()


def code(document):
    """docs/formats/receipt.md, "The code"."""
    document = json.loads(document)
    low = document["counter"] & 0xFFFFF
    lines = ["packferry.code/1", document["repository"]["uuid"], document["site"], document["kind"], str(low),
             document["archive_id"], document["snapshot"] or ""]
    front = {"applied": 1, "rolled-back": 2}[document["kind"]] << 20 | low
    whole = front.to_bytes(3, "big") + hashlib.sha512("".join(f"{line}\n" for line in lines).encode()).digest()[:12]
    number, symbols = int.from_bytes(whole, "big"), "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"
    digits = "".join(symbols[number >> shift & 31] for shift in range(115, -1, -5)) + symbols[number % 37]
    return "-".join(digits[i:i + 5] for i in range(0, 25, 5))
