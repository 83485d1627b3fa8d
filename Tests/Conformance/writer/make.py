#!/usr/bin/env python3
"""Writes the golden files beside this folder, and index.json, which says what is to come of each.

Usage: Tests/Conformance/writer/make.py. Needs Python 3.11 and `zstd`. It knows the pages of docs/formats and nothing
of the program: where the two disagree, one of them is wrong.
"""

import json
import pathlib
import re
import shutil

import attacks
import documents as doc
import samples
import zstd

ROOT = pathlib.Path(__file__).parent.parent
SIZE = 1500


class Index:
    def __init__(self):
        self.archives, self.snapshots, self.receipts, self.codes = [], [], [], []

    def write(self, folder, name, content):
        path = ROOT / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return str(path.relative_to(ROOT))

    def archive(self, group, title, content, names=None, **more):
        """One file, or a folder of files by name; refused by a line that `names` the entry, accepted without."""
        stem = f"{group}-{re.sub('[^a-z0-9]+', '-', title.lower()).strip('-')}"
        if isinstance(content, dict):
            for name, bytes_ in content.items():
                self.write(f"archives/{stem}", name, bytes_)
            file = f"archives/{stem}" + (f"/{more.pop('named')}" if "named" in more else "")
        else:
            file = self.write("archives", f"{stem}.tar.zst", content)
        verdict = {"verdict": "accepted"} if names is None else {"verdict": "refused", "names": names}
        self.archives.append({"file": file, "group": group, "title": title, **verdict, **more})

    def again(self, group, title, file, **more):
        """A file that is there already, under other circumstances."""
        self.archives.append({"file": file, "group": group, "title": title, "verdict": "accepted", **more})

    def document(self, kind, title, content, names=None, **more):
        stem = re.sub("[^a-z0-9]+", "-", title.lower()).strip("-")
        file = self.write(kind, f"{stem}.json", content)
        verdict = {"verdict": "accepted"} if names is None else {"verdict": "refused", "names": names}
        getattr(self, kind).append({"file": file, "title": title, **verdict, **more})


def parts(content):
    """An archive cut as `artifact export --split` cuts it, with the list beside it."""
    name = "diff-202611210130.tar.zst"
    pieces = {f"{name}.{n:03}": content[i:i + SIZE] for n, i in enumerate(range(0, len(content), SIZE), 1)}
    sums = "".join(f"{doc.sha512(piece)}  {file}\n" for file, piece in pieces.items()).encode()
    return name, pieces, {f"{name}.sha512": sums}


def accepted(index):
    group = "accepted"
    index.archive(group, "full", samples.full().packed())
    index.archive(group, "first", samples.first().packed())
    first = "archives/accepted-first.tar.zst"
    index.archive(group, "delta", samples.delta().packed(), after=[first])
    delta = "archives/accepted-delta.tar.zst"
    index.archive(group, "the delta after that", samples.third().packed(), after=[first, delta])
    index.again(group, "the same once more", delta, after=[first, delta], changes=False)
    index.again(group, "an older one, all of which is here", first, after=[first, delta], changes=False)
    index.archive(group, "partial", samples.partial().packed())
    full = "archives/accepted-full.tar.zst"
    index.again(group, "partial after a full one", "archives/accepted-partial.tar.zst", after=[full])
    overtaken = samples.partial(sequence=doc.SEQUENCE + 30).packed()
    index.archive(group, "partial that a full one overtook", overtaken, after=[full], changes=False)
    index.archive(group, "signed", samples.full().signed(samples.NEAR).packed())
    index.again(group, "signed by a trusted key", "archives/accepted-signed.tar.zst", trusting="keys/near.pub")
    later = samples.full().edit("manifest.json", lambda d: d.update(later={"a": [1]}))
    index.archive(group, "of a later minor", later.packed())
    future(index)
    raw = samples.full().tar()
    index.archive(group, "a content size that is true", zstd.with_size(len(raw), zstd.frame(raw)))
    index.archive(group, "a window of 2^27", zstd.with_window(17 << 3, zstd.frame(raw)))
    index.archive(group, "a folder of its members", samples.full().members)
    index.archive(group, "a folder with strays", {**samples.full().members, "scan.log": b"clean\n"}, warns="scan.log")
    name, pieces, sums = parts(samples.full().packed())
    index.archive(group, "in parts", {**pieces, **sums}, named=f"{name}.001")
    index.archive(group, "in parts without a list", pieces, named=f"{name}.002")


def future(index):
    archive = samples.full()
    archive.created = "2099-01-01T00:00:00Z"
    archive.make()
    index.archive("accepted", "made in the future", archive.packed(), warns="2099-01-01")


def in_parts(index):
    name, pieces, sums = parts(samples.full().packed())
    files = list(pieces)
    assert len(files) > 2, len(files)

    def damaged(title, change, names, listed=True):
        changed = dict(pieces)
        change(changed)
        named = next(iter(changed))
        index.archive("parts", title, {**changed, **(sums if listed else {})}, names, named=named)

    def swap(p):
        p[files[0]], p[files[1]] = p[files[1]], p[files[0]]

    for listed, more in ((True, ""), (False, ", without a list")):
        damaged(f"one is missing{more}", lambda p: p.pop(files[1]), ".002", listed)
        damaged(f"two changed places{more}", swap, ".001" if listed else "", listed)
        second = ".002" if listed else ""
        damaged(f"one lies there twice{more}", lambda p: p.update({files[1]: p[files[0]]}), second, listed)
        damaged(f"one is of another archive{more}",
                lambda p: p.update({files[1]: parts(samples.delta().packed())[1][files[1]][:SIZE].ljust(SIZE, b"x")}),
                second, listed)
    damaged("the last is missing", lambda p: p.pop(files[-1]), files[-1][-4:])
    damaged("one is shorter", lambda p: p.update({files[1]: p[files[1]][:-1]}), ".002")


def folders(index):
    members = samples.full().members

    def changed(title, change, names):
        copy = dict(members)
        change(copy)
        index.archive("folder", title, copy, names)

    changed("without SHA512SUMS", lambda m: m.pop("SHA512SUMS"), "SHA512SUMS")
    changed("a listed file that is missing", lambda m: m.pop(attacks.FILE), attacks.FILE)
    changed("another content", lambda m: m.update({attacks.FILE: m[attacks.FILE][:-1] + b"x"}), attacks.FILE[8:])
    changed("a line that leads out of it",
            lambda m: m.update({"SHA512SUMS": m["SHA512SUMS"].replace(b"  manifest.json", b"  ../manifest.json")}),
            "../manifest.json")


def refused(index):
    for group in ("paths", "types", "structure", "documents", "content", "damage", "signatures"):
        for title, content, names in getattr(attacks, group)():
            index.archive(group, title, content, names)
    in_parts(index)
    folders(index)
    trust(index)


def trust(index):
    """What only whoever takes archives can refuse: by the keys and the source that it trusts, and by what it holds."""
    keys = "keys/near.pub"
    group, first = "trust", "archives/accepted-first.tar.zst"
    index.archive(group, "not signed where a key is trusted", samples.full().packed(), "not signed", trusting=keys)
    other = samples.full().signed(samples.OTHER)
    index.archive(group, "signed by another key", other.packed(), samples.OTHER.fingerprint, trusting=keys)
    stripped = samples.full().signed(samples.NEAR)
    for name in ("SHA512SUMS.sig", "SHA512SUMS.minisig"):
        del stripped.members[name]
    index.archive(group, "stripped of its signatures", stripped.packed(), "not signed", trusting=keys)
    index.archive(group, "of another source", samples.full(uuid="e" * 32).packed(), "e" * 32, after=[first])
    index.archive(group, "its base is missing", samples.third().packed(), samples.LEFT_2.path, after=[first])


def snapshots(index):
    _, entries = samples.tree(samples.LEFT_1, samples.LEFT_2, samples.RIGHT)
    entries = doc.by_path(entries)
    held = [{**e, "held": True} if e["path"] == samples.LEFT_2.path else e for e in entries]
    index.document("snapshots", "whole", doc.snapshot(entries), id=doc.snapshot_id(entries))
    index.document("snapshots", "with a held file", doc.snapshot(held, warnings=["left/left-1.1.0.tgz is broken"]),
                   id=doc.snapshot_id(held))
    for title, content in [
        ("of a later major", doc.snapshot(entries, format="packferry.snapshot/2")),
        ("another id", doc.snapshot(entries, id="e" * 32)),
        ("another digest", doc.snapshot(entries, state_digest="e" * 128)),
        ("counts that do not add up", doc.snapshot(entries, counts=doc.counts(entries[:1]))),
        ("not sorted", doc.snapshot(entries[::-1], sort=False)),
        ("a path twice", doc.snapshot(entries + entries[-1:], sort=False)),
        ("a file that is a folder too", doc.snapshot(entries + [{**entries[0], "path": entries[-1]["path"] + "/x"}])),
        ("a path that climbs", doc.snapshot([{**entries[0], "path": "../x"}])),
        ("a uuid that is none", doc.snapshot(entries, repository={**doc.repository(), "uuid": "E" * 32})),
        ("a time that is none", doc.snapshot(entries, created="yesterday")),
        ("a key twice", doc.snapshot(entries).replace(b'{"format"', b'{"id":"","format"', 1)),
        ("platforms that are not sorted", doc.snapshot(entries, platforms=["linux-x64-musl", "linux-x64-glibc"])),
    ]:
        index.document("snapshots", title, content, "snapshot")


def receipts(index):
    whole = doc.receipt()
    later = {"counter": doc.SEQUENCE + 1, "kind": "rolled-back", "snapshot": None}
    for title, made in [("applied", whole), ("rolled back", doc.receipt(**later))]:
        index.document("receipts", title, made, code=doc.code(made))
    index.document("receipts", "with something missing", doc.receipt(missing=["left/left-1.0.0.tgz"]), code=None)
    index.document("receipts", "of a later minor", doc.receipt(later=[1]), code=doc.code(whole))
    for title, content in [
        ("of a later major", doc.receipt(format="packferry.receipt/2")),
        ("a site that climbs", doc.receipt(site="../plant")),
        ("a counter of nought", doc.receipt(counter=0)), ("a counter over 2^53", doc.receipt(counter=2**53 + 1)),
        ("a kind that is not known", doc.receipt(kind="guessed")),
        ("an id in upper case", doc.receipt(archive_id="A" * 32)),
        ("missing that is not sorted", doc.receipt(missing=["b", "a"])),
        ("missing that repeats", doc.receipt(missing=["a", "a"])),
        ("a path that climbs", doc.receipt(missing=["../passwd"])),
        ("missing of no snapshot", doc.receipt(snapshot=None, missing=["a"])),
        ("a key twice", whole.replace(b'{"format"', b'{"site":"a","format"')), ("cut", whole[:-20]),
    ]:
        index.document("receipts", title, content, "receipt")
    code = doc.code(whole)
    spellings = (code, code.lower(), code.replace("-", ""), f" {code} ")
    index.codes += [{"typed": typed, "code": code} for typed in spellings]
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    swapped = code[1] + code[0] + code[2:]
    index.codes += [{"typed": typed, "code": None} for typed in (other, swapped, code[:-1], code + "0", "")]


def main():
    for folder in ("archives", "snapshots", "receipts", "keys"):
        shutil.rmtree(ROOT / folder, ignore_errors=True)
    index = Index()
    index.write("keys", "near.pub", (samples.NEAR.line + "\n").encode())
    accepted(index)
    refused(index)
    snapshots(index)
    receipts(index)
    lists = {name: getattr(index, name) for name in ("archives", "snapshots", "receipts", "codes")}
    document = {"format": "packferry.conformance/1", **lists}
    (ROOT / "index.json").write_text(json.dumps(document, indent=1, ensure_ascii=True) + "\n")
    print(f"{sum(map(len, lists.values()))} cases")


if __name__ == "__main__":
    main()
