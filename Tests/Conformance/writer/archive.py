"""The members of an archive at hand, to be changed and packed again (docs/formats/archive.md)."""

import copy
import json

import documents as doc
import sign
import tar
import zstd

README = b"A golden archive of Packferry: see Tests/Conformance.\n"
SCRIPT = b"#!/bin/sh\nexec sha512sum --strict --quiet -c SHA512SUMS\n"


class Archive:
    """What travels, what the target holds, and the members that say so."""

    def __init__(self, files, target, scope="delta", base="f" * 32, uuid=doc.UUID, sequence=doc.SEQUENCE, deletes=()):
        self.contents = dict(files)
        self.target = doc.by_path(target)
        self.scope, self.base, self.uuid, self.sequence, self.deletes = scope, base, uuid, sequence, list(deletes)
        self.name, self.created, self.key, self.extra = "diff-202611210130", doc.CREATED, None, {}
        self.make()

    def make(self):
        """All documents, anew."""
        self.files = doc.member_order(e for e in self.target if e["path"] in self.contents and not e.get("held"))
        self.members = {
            "manifest.json": self.manifest(),
            "snapshot.json": doc.snapshot(self.target, self.uuid, created=self.created),
            "README.txt": README, "verify.sh": SCRIPT,
        }
        for file in self.files:
            self.members[f"storage/{file['path']}"] = self.contents[file["path"]]
        self.sum()

    def manifest(self, **other):
        target = {"snapshot": doc.snapshot_id(self.target, self.uuid), "state_digest": doc.state_digest(self.target)}
        head = {
            "format": "packferry.archive/1", "name": self.name, "repository": doc.repository(self.uuid),
            "sequence": self.sequence, "scope": self.scope,
            "base": {"snapshot": self.base, "sites": []} if self.scope == "delta" else None,
            "target": target, "platforms": doc.PLATFORMS, "created": self.created, "generator": doc.GENERATOR,
            "counts": doc.counts(self.files),
        }
        files = [{**file, "op": "add"} for file in self.files]
        return doc.listing({**head, **self.extra, **other}, files, {"deletes": self.deletes, "warnings": []})

    def sum(self):
        """The list, and what signs it."""
        named = {name: content for name, content in self.members.items() if not name.startswith("SHA512SUMS")}
        sums = "".join(f"{doc.sha512(content)}  {name}\n" for name, content in named.items())
        self.members = {"SHA512SUMS": sums.encode(), **self.signatures(sums.encode()), **named}
        return self

    def signatures(self, sums, **other):
        if self.key is None:
            return {}
        comment = f"{self.name} sequence {self.sequence} of {self.uuid}"
        return {"SHA512SUMS.sig": sign.sshsig(sums, self.key, **other),
                "SHA512SUMS.minisig": sign.minisig(sums, self.key, comment)}

    def signed(self, key):
        self.key = key
        return self.sum()

    def edit(self, name, change):
        """Changes a document; every digest of it is made to fit."""
        document = json.loads(self.members[name])
        change(document)
        files = document.pop("files")
        keys = list(document)
        tail = {key: document.pop(key) for key in keys if key in ("deletes", "warnings", "keys")}
        self.members[name] = doc.listing(document, files, tail)
        return self.sum()

    def copy(self):
        return copy.deepcopy(self)

    def blocks(self):
        """The entries of the tar stream, one after another."""
        return [tar.entry(name, content) for name, content in self.members.items()]

    def tar(self, change=None):
        blocks = self.blocks()
        if change:
            blocks = change(blocks)
        return b"".join(blocks) + tar.END

    def packed(self, change=None):
        return zstd.frame(self.tar(change))
