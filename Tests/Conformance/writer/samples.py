"""What the golden archives carry: a small npm repository before and after a day."""

import documents as doc
import sign
from archive import Archive

NEAR = sign.Key("packferry@near", bytes(range(32)))
OTHER = sign.Key("packferry@other", bytes(range(1, 33)))

LEFT_1 = doc.Version("left", "1.0.0")
LEFT_2 = doc.Version("left", "1.1.0")
LEFT_3 = doc.Version("left", "1.2.0")
RIGHT = doc.Version("@scope/right", "1.0.0")
FAR_AWAY = doc.Version("far-away", "1.0.0")


def tree(*versions):
    """Everything that a repository of these versions holds, and its entries."""
    contents, entries = {}, []
    for version in versions:
        contents[version.path] = version.tarball
        entries.append(version.entry)
    for package in sorted({version.package for version in versions}):
        bytes_ = doc.packument([v for v in versions if v.package == package])
        contents[f"{package}/package.json"] = bytes_
        entries.append(doc.document_entry(package, bytes_))
    return contents, entries


def without(contents, *paths):
    return {path: content for path, content in contents.items() if path not in paths}


def first(**other):
    """The first day: left 1.0.0."""
    return Archive(*tree(LEFT_1), scope="full", **other)


def full(**other):
    return Archive(*tree(LEFT_1, LEFT_2, RIGHT), scope="full", sequence=doc.SEQUENCE + 60, **other)


def delta(**other):
    """The second day: left 1.1.0 and @scope/right came."""
    contents, entries = tree(LEFT_1, LEFT_2, RIGHT)
    base = doc.snapshot_id(doc.by_path(tree(LEFT_1)[1]))
    other = {"base": base, "sequence": doc.SEQUENCE + 60, **other}
    return Archive(without(contents, LEFT_1.path), entries, **other)


def third(**other):
    """The third day: left 1.2.0, on what the second day led to."""
    contents, entries = tree(LEFT_1, LEFT_2, LEFT_3, RIGHT)
    base = doc.snapshot_id(doc.by_path(tree(LEFT_1, LEFT_2, RIGHT)[1]))
    gone = [LEFT_1.path, LEFT_2.path, RIGHT.path, "@scope/right/package.json"]
    other = {"base": base, "sequence": doc.SEQUENCE + 120, **other}
    return Archive(without(contents, *gone), entries, **other)


def partial(sequence=doc.SEQUENCE + 90, **other):
    return Archive(*tree(FAR_AWAY), scope="partial", sequence=sequence, **other)
