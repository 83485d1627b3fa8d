"""One zstd frame (RFC 8878), made by the stock `zstd`, and frames that it would never make."""

import subprocess

MAGIC = b"\x28\xb5\x2f\xfd"
WINDOW_2_MIB = 11 << 3


def frame(content):
    """With its checksum and without its size: `zstd` does not know how much will come."""
    made = subprocess.run(["zstd", "-3", "-q", "-c", "--check"], input=content, capture_output=True, check=True).stdout
    assert made.startswith(MAGIC) and (not content or made[4] == 4), made[:6].hex()
    return made


def with_window(byte, made):
    return made[:5] + bytes([byte]) + made[6:]


def with_descriptor(bits, made):
    return made[:4] + bytes([made[4] | bits]) + made[5:]


def without_checksum(made):
    return made[:4] + bytes([made[4] & ~4]) + made[5:-4]


def with_dictionary(number, made):
    return with_descriptor(3, made[:6] + number.to_bytes(4, "little") + made[6:])


def with_size(size, made):
    return with_descriptor(0xC0, made[:6] + size.to_bytes(8, "little") + made[6:])


def skippable(content):
    return b"\x50\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content


def block(kind, size, content, last=False):
    """Kind 0 is raw, 1 a run of one byte, 2 compressed."""
    return (size << 3 | kind << 1 | last).to_bytes(3, "little") + content


def raw(content):
    """Blocks of content as it is."""
    return b"".join(block(0, len(part), part) for part in (content[i:i + 65536] for i in range(0, len(content), 65536)))


def zeros_behind(content, count):
    """A frame of content and then `count` times 128 KiB of zeros, which take four bytes each; its checksum is wrong."""
    runs = block(1, 1 << 17, b"\0") * (count - 1) + block(1, 1 << 17, b"\0", last=True)
    return MAGIC + b"\x04" + bytes([WINDOW_2_MIB]) + raw(content) + runs + bytes(4)
