"""Ed25519 (RFC 8032), and the two signatures of an archive (docs/formats/archive.md, "Signatures")."""

import base64
import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(one, other):
    (x, y, z, t), (u, v, w, s) = one, other
    a, b, c, d = (y - x) * (v - u) % P, (y + x) * (v + u) % P, 2 * t * s * D % P, 2 * z * w % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    sum_ = (0, 1, 1, 0)
    while number:
        if number & 1:
            sum_ = add(sum_, point)
        point, number = add(point, point), number >> 1
    return sum_


def base():
    y = 4 * pow(5, -1, P) % P
    square = (y * y - 1) * pow(D * y * y + 1, -1, P)
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    x = P - x if x & 1 else x
    return x, y, 1, x * y % P


def packed(point):
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    return ((y * inverse % P) | (x * inverse % P & 1) << 255).to_bytes(32, "little")


class Key:
    def __init__(self, name, seed):
        digest = hashlib.sha512(seed).digest()
        self.name = name
        self.scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | (1 << 254)
        self.prefix = digest[32:]
        self.public = packed(times(self.scalar, base()))

    def sign(self, message):
        number = int.from_bytes(hashlib.sha512(self.prefix + message).digest(), "little") % ORDER
        point = packed(times(number, base()))
        challenge = int.from_bytes(hashlib.sha512(point + self.public + message).digest(), "little") % ORDER
        return point + ((number + challenge * self.scalar) % ORDER).to_bytes(32, "little")

    @property
    def blob(self):
        return string(b"ssh-ed25519") + string(self.public)

    @property
    def line(self):
        return f"ssh-ed25519 {base64.b64encode(self.blob).decode()} {self.name}"

    @property
    def fingerprint(self):
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")


def string(content):
    return len(content).to_bytes(4, "big") + content


def sshsig(sums, key, namespace=b"packferry"):
    digest = hashlib.sha512(sums).digest()
    signed = b"SSHSIG" + string(namespace) + string(b"") + string(b"sha512") + string(digest)
    inner = string(b"ssh-ed25519") + string(key.sign(signed))
    blob = b"SSHSIG" + (1).to_bytes(4, "big") + string(key.blob) + string(namespace) + string(b"")
    text = base64.b64encode(blob + string(b"sha512") + string(inner)).decode()
    lines = [text[i:i + 70] for i in range(0, len(text), 70)]
    return "\n".join(["-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", ""]).encode()


def minisig(sums, key, comment):
    number = hashlib.sha512(key.public).digest()[:8]
    signature = key.sign(sums)
    whole = key.sign(signature + comment.encode())
    lines = [
        f"untrusted comment: signature by Packferry, key {key.fingerprint}",
        base64.b64encode(b"Ed" + number + signature).decode(),
        f"trusted comment: {comment}",
        base64.b64encode(whole).decode(),
        "",
    ]
    return "\n".join(lines).encode()
