#!/usr/bin/env python3
"""Writes archives that unpack to far more than they are: too big to keep, so made where they are wanted.

Usage: bombs.py FOLDER. Each is FOLDER/NAME.tar.zst; for each a line `NAME<tab>WORD` says what its refusal has to name.
"""

import pathlib
import subprocess
import sys
import tempfile

import documents as doc
import tar
import zstd
from attacks import DOCUMENTS, FILE, PACKUMENT
from samples import LEFT_2, delta

MIB = 1 << 20
ALLOWED = 128 * MIB
# Enough of a list of files to see that it is not held, and little enough for a program that is built to be debugged.
LONG = 32 * MIB
RUN = 1 << 17


def fast(*pieces):
    """A frame of much content, as fast as it goes."""
    command = ["zstd", "-1", "-q", "-c", "--check"]
    with tempfile.TemporaryFile() as packed:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=packed) as packer:
            for piece in pieces:
                packer.stdin.write(piece)
        packed.seek(0)
        return packed.read()


def repeated(front, block, count):
    """A frame of content and then `count` times a content of one block of zstd, of which the bytes are repeated."""
    once = zstd.frame(block)
    size = int.from_bytes(once[6:9], "little")
    assert len(block) == RUN and size & 7 == 5, "one block, the last and compressed"
    inner = (size & ~1).to_bytes(3, "little") + once[9:-4]
    end = zstd.block(0, 0, b"", last=True) + bytes(4)
    return zstd.MAGIC + b"\x04" + bytes([zstd.WINDOW_2_MIB]) + zstd.raw(front) + inner * count + end


def zeros(size):
    """The delta in which a file is nothing but zeros, and all documents tell another digest."""
    archive = delta()
    for entry in archive.target:
        if entry["path"] == LEFT_2.path:
            entry["size"] = size
    archive.make()
    blocks = archive.blocks()
    head = b"".join(blocks[:DOCUMENTS + 1]) + tar.header(FILE.encode(), size)
    return fast(head, *[bytes(MIB)] * (size // MIB), *blocks[DOCUMENTS + 2:], tar.END)


def entries(at):
    """Ten million entries in front of what is listed, or behind it."""
    block = tar.header(b"storage/left/x", 0) * (RUN // tar.BLOCK)
    return repeated(b"".join(delta().blocks()[:at]), block, 10_000_000 * tar.BLOCK // RUN)


def with_manifest(change):
    archive = delta()
    archive.members["manifest.json"] = change(archive.members["manifest.json"])
    return fast(archive.sum().tar())


def filled(piece, size=ALLOWED):
    """One piece again and again, for as much as a document may have."""
    return piece * ((size - 10_000) // len(piece))


def members(opening, closing):
    """The delta with a manifest of nothing but members that nobody knows, all of one name."""
    names = filled(b'"later":0,')[:-1]
    return with_manifest(lambda whole: b"{" + opening + names + closing + b"," + whole[1:])


def listed(old, piece):
    """The delta with a manifest that has one list as long as it may be."""
    front = old[:-1] + (b"" if old.endswith(b"[]") else b",")
    return with_manifest(lambda whole: whole.replace(old, front + filled(piece + b",")[:-1] + b"]", 1))


def many_files():
    """The delta with a manifest that lists very many files, all of them different and in their order."""
    line = b'{"path":"left/%07d.tgz","size":0,"sha512":"' + b"0" * 128 + b'","kind":"file","package":"left","op":"add"},'
    count = (LONG - 10_000) // len(line % 0)
    lines = b"".join(line % number for number in range(count))
    return with_manifest(lambda whole: whole.replace(b'"files":[', b'"files":[' + lines, 1))


def packument(section, piece):
    """The delta with a packument as long as it may be, most of it in one section."""
    archive, path = delta(), "left/package.json"
    opening = b'"%s":{' % section
    content = archive.contents[path].replace(opening, opening + filled(piece + b",", ALLOWED // 2), 1)
    archive.contents[path] = content
    archive.target = [e for e in archive.target if e["path"] != path] + [doc.document_entry("left", content)]
    archive.target = doc.by_path(archive.target)
    archive.make()
    return fast(archive.tar())


def long_list():
    """A list of all that is allowed, of lines that are well formed."""
    archive = delta()
    archive.members["SHA512SUMS"] += filled(b"0" * 128 + b"  storage/left/x.tgz\n")
    return fast(archive.tar())


def bombs():
    yield "zeros", zeros(1024 * MIB), "left/left-1.1.0.tgz"
    yield "zeros-behind", zstd.zeros_behind(delta().tar(), 8192 * MIB // RUN), PACKUMENT
    yield "zeros-for-a-list", zstd.zeros_behind(tar.header(b"SHA512SUMS", 2**33 - 1), 8192 * MIB // RUN), "SHA512SUMS"
    yield "entries-in-front", entries(0), "storage/left/x"
    yield "entries-behind", entries(None), "storage/left/x"
    yield "a-long-list", long_list(), "SHA512SUMS"
    yield "many-files", many_files(), "manifest.json"
    yield "members", members(b"", b""), "manifest.json"
    yield "members-within", members(b'"later":{', b"}"), "manifest.json"
    yield "warnings", listed(b'"warnings":[]', b'""'), "manifest.json"
    yield "platforms", listed(b'"platforms":["linux-x64-glibc"]', b'"b"'), "manifest.json"
    yield "sites", listed(b'"sites":[]', b'{"name":"a","counter":1}'), "manifest.json"
    yield "packument-times", packument(b"time", b'"0.0.0":""'), "left/package.json"
    yield "packument-versions", packument(b"versions", b'"0.0.0":{}'), "left/package.json"
    yield "packument-tags", packument(b"dist-tags", b'"tag":"1.1.0"'), "left/package.json"


def main():
    folder = pathlib.Path(sys.argv[1])
    wanted = set(sys.argv[2:])
    for name, content, word in bombs():
        if not wanted or name in wanted:
            (folder / f"{name}.tar.zst").write_bytes(content)
            print(f"{name}\t{word}")


if __name__ == "__main__":
    main()
