import TestSupport
import Testing

@testable import Archives

/// A tarball that something happened to, and what is said of it.
struct LooseTarDamage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    /// A part of the cause.
    let cause: String

    init(_ title: String, _ cause: String, _ bytes: [UInt8]) {
        testDescription = title
        self.cause = cause
        self.bytes = bytes
    }

    static let manifest = Array(#"{"name":"demo","version":"1.0.0"}"#.utf8)
    static let content = [UInt8]((0..<3000).map { UInt8(truncatingIfNeeded: $0 * 7) })
    static let tar = SampleTarball.tar([("package.json", manifest), ("index.js", content)])
    static let end = [UInt8](repeating: 0, count: 1024)
    /// Without the blocks that mark the end: every byte of it matters.
    static let whole = SampleTarball.gzip(tar)

    static func changed(_ bytes: [UInt8], at offset: Int, to byte: UInt8? = nil) -> [UInt8] {
        var bytes = bytes
        bytes[offset] = byte ?? bytes[offset] ^ 0x10
        return bytes
    }

    static func packed(_ header: RawHeader, _ content: [UInt8] = []) -> [UInt8] {
        SampleTarball.gzip(header.entry(content) + end)
    }

    static let all = [
        LooseTarDamage("nothing at all", "has no bytes", []),
        LooseTarDamage("a single byte", "neither like gzip nor like tar", [0x1F]),
        LooseTarDamage("the first two bytes", "is cut short", Array(whole.prefix(2))),
        LooseTarDamage("half a header", "is cut short", Array(whole.prefix(9))),
        LooseTarDamage("half of it", "cannot be inflated", Array(whole.prefix(whole.count / 2))),
        LooseTarDamage("all but the trailer", "cannot be inflated", Array(whole.dropLast(8))),
        LooseTarDamage("all but its last byte", "cannot be inflated", Array(whole.dropLast(1))),
        LooseTarDamage("a bit of the magic number", "neither like gzip nor like tar", changed(whole, at: 1)),
        LooseTarDamage("another method than deflate", "cannot be inflated", changed(whole, at: 2, to: 7)),
        LooseTarDamage("a bit in the content", "cannot be inflated", changed(whole, at: 2000)),
        LooseTarDamage("a bit of the checksum", "cannot be inflated", changed(whole, at: whole.count - 8)),
        LooseTarDamage("a bit of the length", "cannot be inflated", changed(whole, at: whole.count - 1)),
        LooseTarDamage(
            "a tail of zeros",
            "has zeros for its last 1500 bytes",
            whole.dropLast(1500) + [UInt8](repeating: 0, count: 1500)
        ),
        LooseTarDamage("nothing but zeros", "begins with zeros", [UInt8](repeating: 0, count: 5000)),
        LooseTarDamage("a web page", "is a web page", Array("\n<!DOCTYPE html><html>Sign in</html>".utf8)),
        LooseTarDamage("an error in JSON", "is JSON", Array(#"{"error":"no such package"}"#.utf8)),
        LooseTarDamage("any text", "neither like gzip nor like tar", Array(String(repeating: "x", count: 900).utf8)),
        LooseTarDamage("gzip of nothing", "without any file", SampleTarball.gzip([])),
        LooseTarDamage("gzip of end blocks", "without any file", SampleTarball.gzip(end)),
        LooseTarDamage("gzip of a text", "is cut short", SampleTarball.gzip(Array("hello".utf8))),
        LooseTarDamage(
            "a tar header with a wrong checksum",
            "at byte 1024",
            SampleTarball.gzip(changed(tar, at: 1030))
        ),
        LooseTarDamage("tar cut within a header", "within a header", SampleTarball.gzip(Array(tar.prefix(1300)))),
        LooseTarDamage(
            "tar cut within a file",
            "within the file package/index.js",
            SampleTarball.gzip(Array(tar.prefix(2000)))
        ),
        LooseTarDamage("plain tar cut within a file", "within the file package/index.js", Array(tar.prefix(2000))),
        LooseTarDamage(
            "a size that no tar has",
            "whose size is no number",
            packed(RawHeader("package/a").with(.size, [0xFF] + [UInt8](repeating: 0xFF, count: 11)))
        ),
        LooseTarDamage(
            "a size of 2^60",
            "within the file package/a",
            packed(RawHeader("package/a").with(.size, [0x80, 0, 0, 0, 0x10] + [UInt8](repeating: 0, count: 7)))
        ),
        LooseTarDamage(
            "a size of 8 GiB",
            "within the file package/a",
            packed(RawHeader("package/a").with(.size, "77777777777\u{0}"))
        ),
        LooseTarDamage(
            "a PAX header of 1 GiB",
            "has a header of 1073741824 bytes",
            packed(RawHeader("PaxHeader", size: 1 << 30, type: "x"))
        ),
        LooseTarDamage("a second member that is cut", "cannot be inflated", whole + Array(whole.prefix(100))),
    ]
}
