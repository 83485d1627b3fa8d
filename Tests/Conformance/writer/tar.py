"""A tar stream as docs/formats/tar.md has it, and every way of breaking it: a header is written field by field."""

TIME = 1_795_224_600
END = bytes(1024)
BLOCK = 512


def octal(value, digits):
    return b"%0*o" % (digits, value)


def header(name, size=0, kind=b"0", **other):
    """One block; `other` replaces fields by their bytes, be it the checksum, and a size may be bytes too."""
    fields = {
        "name": name, "mode": b"0000644", "owner": b"0000000", "group": b"0000000",
        "size": size if isinstance(size, bytes) else octal(size, 11),
        "time": octal(TIME, 11), "kind": kind, "link": b"", "magic": b"ustar\0" + b"00", "owner_name": b"",
        "group_name": b"", "major": b"0000000", "minor": b"0000000", "prefix": b"",
    }
    fields.update(other)
    places = {
        "name": 0, "mode": 100, "owner": 108, "group": 116, "size": 124, "time": 136, "kind": 156, "link": 157,
        "magic": 257, "owner_name": 265, "group_name": 297, "major": 329, "minor": 337, "prefix": 345, "unused": 500,
    }
    block = bytearray(BLOCK)
    for field, place in places.items():
        value = fields.get(field, b"")
        block[place:place + len(value)] = value
    block[148:156] = b" " * 8
    block[148:156] = fields.get("checksum", octal(sum(block), 6) + b"\0 ")
    return bytes(block)


def padded(content):
    return content + bytes(-len(content) % BLOCK)


def record(key, value):
    """A PAX record, which counts its own length."""
    rest = b" " + key + b"=" + value + b"\n"
    length = len(rest)
    while length != len(str(length)) + len(rest):
        length = len(str(length)) + len(rest)
    return str(length).encode() + rest


def extended(content, kind=b"x", name=b"PaxHeader"):
    """The header of PAX records with them."""
    return header(name, len(content), kind) + padded(content)


def split(path):
    """The first place at which a path fits prefix and name."""
    for place in range(max(0, len(path) - 101), min(155, len(path) - 2) + 1):
        if path[place:place + 1] == b"/":
            return path[:place], path[place + 1:]
    return None


def shortened(path):
    """What the header shows of a path that a record has."""
    kept = b""
    for character in path.rsplit(b"/", 1)[-1].decode():
        if len(kept + character.encode()) > 100:
            break
        kept += character.encode()
    return kept


def entry(path, content, **other):
    """A file under the one form of its name that is written."""
    path = path if isinstance(path, bytes) else path.encode()
    front, fields = b"", {"name": path}
    if len(path) > 100 or not path.isascii():
        halves = split(path) if path.isascii() else None
        if halves:
            fields = {"prefix": halves[0], "name": halves[1]}
        else:
            front, fields = extended(record(b"path", path)), {"name": shortened(path)}
    return front + header(**{"size": len(content), **fields, **other}) + padded(content)


def recorded(path, content=b"", name=b"x"):
    """A file that is named by a PAX record, whatever that says."""
    return extended(record(b"path", path)) + header(name, len(content)) + padded(content)


def stream(members):
    """A whole stream of (path, content), or of blocks that are made already."""
    return b"".join(m if isinstance(m, bytes) else entry(*m) for m in members) + END
