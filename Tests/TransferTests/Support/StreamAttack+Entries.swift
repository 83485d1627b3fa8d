import TestSupport

extension StreamAttack {
    /// quality: names that lead elsewhere, mislead, or cannot lie everywhere.
    static let paths =
        [
            ("climbing", "../x", "../x"), ("climbing inside", "a/../../x", "a/../../x"),
            ("absolute", "/etc/x", "/etc/x"),
            ("here", "./x", "./x"), ("an empty component", "a//b", "a//b"), ("empty", "", ""),
            ("a backslash", "storage\\x", "storage\\x"), ("a control character", "a\u{1B}[2J", "a\\u{1b}[2J"),
            ("a trailing dot", "storage/a.", "storage/a."), ("a trailing space", "storage/a ", "storage/a "),
            ("outside of storage", "etc/passwd", "etc/passwd"),
            ("depth over 64", String(repeating: "a/", count: 49) + "a", "a/a/a"),
        ].map { title, path, shown in StreamAttack("the path is \(title)", named: shown, entry: other(path).entry()) }
        + [
            ("NUL in PAX", Array("storage/a\u{0}b".utf8), "storage/a"),
            ("a component over 255", Array("storage/".utf8) + [UInt8](repeating: 0x63, count: 256), "storage/ccc"),
            ("over 4096", Array("storage/\(String(repeating: "ab/", count: 1364))a".utf8), "storage/ab/"),
            ("invalid UTF-8", Array("storage/".utf8) + [0xFF, 0xFE], "storage/"),
            ("too deep for a header", Array("storage/\(String(repeating: "abc/", count: 64))a".utf8), "storage/abc/"),
        ].map { title, path, shown in StreamAttack("the path is \(title)", named: shown, entry: recorded(path)) }

    /// What is no plain file, or says more of one than is written.
    static let types =
        [
            ("a symlink", "2", "storage/x"), ("a hardlink", "1", "storage/x"), ("a FIFO", "6", "storage/x"),
            ("a character device", "3", "storage/x"), ("a block device", "4", "storage/x"),
            ("a directory", "5", "storage/x"), ("sparse", "S", "storage/x"), ("an unknown flag", "Z", "storage/x"),
            ("a contiguous file", "7", "storage/x"), ("a file of the format before POSIX", "\u{0}", "storage/x"),
        ].map { title, type, name in
            StreamAttack("the type is \(title)", named: name, entry: other(name, type: Character(type)).entry())
        }
        + [
            StreamAttack(
                "a directory of an odd mode",
                named: "storage/x",
                entry: other("storage/x", type: "5").with(.mode, "0004777").entry()
            ),
            StreamAttack("a link with its target", named: "a symbolic link", entry: link.entry()),
            StreamAttack("a GNU long name", named: "@LongLink", entry: long("L")),
            StreamAttack("a GNU long link", named: "@LongLink", entry: long("K")),
            StreamAttack("global PAX", named: "pax_global_header", entry: global),
            record("an xattr key", "SCHILY.xattr.user.x", "1"), record("an ACL key", "SCHILY.acl.access", "user::rwx"),
            record("a sparse claim of 1 EiB", "GNU.sparse.realsize", "1152921504606846976"),
            record("a PAX size that is not the header's", "size", "1"), record("an owner in PAX", "uid", "0"),
            StreamAttack("setuid bits", instead: header.with(.mode, "0004755").entry(content)),
            StreamAttack("a mode for everybody", instead: header.with(.mode, "0000666").entry(content)),
            StreamAttack("an owner", instead: header.with(.owner, "0001750").entry(content)),
            StreamAttack("a time of its own", instead: header.with(.time, "15300172031\u{0}").entry(content)),
        ]

    private static var link: RawHeader { other("storage/x", type: "2").with(.link, "/etc") }

    private static func long(_ type: Character) -> [UInt8] {
        let name = Array(String(repeating: "../", count: 40).utf8) + [0]
        return other("././@LongLink", size: name.count, type: type).entry(name)
    }

    private static var global: [UInt8] {
        extended(RawHeader.record("path", Array("../x".utf8)), type: "g", name: "pax_global_header")
    }

    private static func record(_ title: String, _ key: String, _ value: String) -> StreamAttack {
        let entry = extended(RawHeader.record(key, Array(value.utf8))) + other("storage/x").entry()
        return StreamAttack(title, named: key, entry: entry)
    }

    /// Entries that contradict the manifest, or themselves.
    static let structure = [
        StreamAttack("a duplicate path", named: "storage/alpha/1.1.bin", entry: header.entry(content)),
        StreamAttack("a file, then a directory", named: "\(file)/x") { entries in
            let beneath = other("\(file)/x").entry()
            return try packed(Array(entries[...documents] + [beneath] + entries[(documents + 1)...]))
        },
        StreamAttack(
            "an entry not in the manifest",
            named: "storage/alpha/9.bin",
            entry: other("storage/alpha/9.bin").entry()
        ),
        StreamAttack("a manifest entry absent", named: file) { entries in
            try packed(Array(entries[..<documents] + entries[(documents + 1)...]))
        },
        StreamAttack("a size that is short", instead: sized(content.count - 1).entry(content)),
        StreamAttack("a size that is long", instead: sized(content.count + 1).entry(content + [0])),
        StreamAttack("a size of 8 GiB", instead: sized(1 << 33 - 1).entry(content)),
        StreamAttack("a hash mismatch", named: "alpha/1.1.bin") { entries in
            var entries = entries
            entries[documents] = header.entry(content.reversed())
            return try packed(entries)
        },
        StreamAttack("a negative size", instead: header.with(.size, "-0000000009").entry(content)),
        StreamAttack(
            "a base-256 size",
            instead: header.with(.size, [0x80] + [UInt8](repeating: 0, count: 10) + [9]).entry(content)
        ),
        StreamAttack("a bad checksum", instead: header.with(.checksum, "0000001\u{0}").entry(content)),
        StreamAttack("a PAX record where the name fits", named: file) { entries in
            var entries = entries
            let record = RawHeader.record("path", Array(file.utf8))
            entries[documents] = extended(record) + other("1.1.bin", size: content.count).entry(content)
            return try packed(entries)
        },
        StreamAttack("data after the end", named: last) { try packed($0, end: RawHeader.end + header.entry(content)) },
        StreamAttack("a concatenated tar", named: last) { try packed($0 + [RawHeader.end] + $0) },
        StreamAttack("a missing end", named: last) { try packed($0, end: []) },
        StreamAttack("one end block of two", named: last) { try packed($0, end: Array(RawHeader.end.prefix(512))) },
    ]

    private static func sized(_ size: Int) -> RawHeader { other(file, size: size) }
    private static let last = "storage/beta/index.txt"

    /// What no frame of ours has.
    static let frames =
        [
            StreamAttack("an extra zstd frame", frame: "SHA512SUMS") { $0 + $0 },
            StreamAttack("an extra frame of nothing", frame: "SHA512SUMS") { $0 + (try Members.compressed([])) },
            StreamAttack("a skippable frame behind", frame: "SHA512SUMS") { $0 + ZstdSurgery.skippable(4) },
            StreamAttack("a skippable frame in front", frame: "SHA512SUMS") { ZstdSurgery.skippable(4) + $0 },
            StreamAttack("a dictionary frame", frame: "SHA512SUMS") { ZstdSurgery.withDictionary([9, 0, 0, 0], $0) },
            StreamAttack("a frame without a checksum", frame: "SHA512SUMS") { ZstdSurgery.withoutChecksum($0) },
            StreamAttack("a lying content size", frame: "SHA512SUMS") {
                ZstdSurgery.withContentSize(1 << 20, width: 8, $0)
            },
            StreamAttack("a content size too large for any archive", frame: "SHA512SUMS") {
                ZstdSurgery.withContentSize(.max, width: 8, $0)
            },
            StreamAttack("one frame for each entry", named: "SHA512SUMS") { entries in
                try entries.flatMap { try Members.compressed($0) }
            },
        ]
        + (UInt8(28)...31).map { bits in
            StreamAttack("a window of 2^\(bits)", frame: "SHA512SUMS") { ZstdSurgery.withWindow((bits - 10) << 3, $0) }
        }
}
