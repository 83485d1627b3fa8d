import Archives
import TestSupport
import Testing

@Suite("TarReader refuses kinds of entries and what they bear")
struct TarTypeAttackTests {
    static let types: [(Character, String)] = [
        ("1", "a hard link"), ("2", "a symbolic link"), ("3", "a character device"), ("4", "a block device"),
        ("5", "a directory"), ("6", "a FIFO"), ("7", "a contiguous file"), ("g", "a global PAX header"),
        ("K", "a GNU long link target"), ("L", "a GNU long name"), ("M", "the rest of a file from another volume"),
        ("S", "a sparse file"), ("V", "a volume label"), ("Z", "of the unknown type 0x5a"),
        ("\u{0}", "a file in the format before POSIX"),
    ]

    @Test("that are not regular files, and says what they are", arguments: types)
    func refusesType(flag: Character, title: String) throws {
        let header = RawHeader("storage/x", type: flag).with(.link, "/etc/passwd")
        let error = try refusal { _ = try unpack(header.entry() + RawHeader.end) }
        #expect(error?.code == .unsupportedType)
        #expect(error?.entry == "storage/x")
        #expect(error?.cause.contains(title) == true)
    }

    static let metadata: [(String, RawHeader)] = [
        ("set-user-id bit", RawHeader("a").with(.mode, "0004644")),
        ("set-group-id bit", RawHeader("a").with(.mode, "0002644")),
        ("sticky bit", RawHeader("a").with(.mode, "0001644")),
        ("other mode", RawHeader("a").with(.mode, "0000755")),
        ("mode in another style", RawHeader("a").with(.mode, "000644 ")),
        ("owner", RawHeader("a").with(.owner, "0001750")),
        ("group", RawHeader("a").with(.group, "0001750")),
        ("owner name", RawHeader("a").with(.ownerName, "root")),
        ("group name", RawHeader("a").with(.groupName, "root")),
        ("link target of a file", RawHeader("a").with(.link, "b")),
        ("device major number", RawHeader("a").with(.deviceMajor, "0000001")),
        ("device minor number", RawHeader("a").with(.deviceMinor, "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}")),
        ("bytes after the prefix", RawHeader("a").with(.unused, "x")),
        ("bytes after the NUL of the name", RawHeader("a").with(.name, "a\u{0}b")),
        ("bytes after the NUL of the prefix", RawHeader("a").with(.prefix, "\u{0}b")),
    ]

    @Test("with any metadata of their own", arguments: metadata)
    func refusesMetadata(title: String, header: RawHeader) throws {
        #expect(try refusal { _ = try unpack(header.entry() + RawHeader.end) }?.code == .metadata)
    }

    @Test("whose times differ from each other, but not for being in the future")
    func refusesOtherTime() throws {
        let later = RawHeader("b").with(.time, "77777777777")
        let error = try refusal { _ = try unpack(RawHeader("a").entry() + later.entry() + RawHeader.end) }
        #expect(error?.code == .metadata)
        #expect(error?.entry == "b")
        #expect(try unpack(later.entry() + RawHeader.end) == [CarriedFile("b")])
    }

    static let numbers: [(String, RawHeader.Field, [UInt8])] = [
        ("base-256 size", .size, [0x80] + [UInt8](repeating: 0, count: 10) + [1]),
        ("negative base-256 size", .size, [UInt8](repeating: 0xFF, count: 12)),
        ("negative size", .size, Array("-0000000001".utf8)),
        ("blank-padded size", .size, Array("          1".utf8)),
        ("decimal size", .size, Array("00000000008".utf8)),
        ("size without a NUL", .size, Array("000000000000".utf8)),
        ("size that ends early", .size, Array("0000000\u{0}000".utf8)),
        ("empty size", .size, [UInt8](repeating: 0, count: 12)),
        ("base-256 time", .time, [0x80] + [UInt8](repeating: 0, count: 11)),
        ("time with junk", .time, Array("0000000000x".utf8)),
    ]

    @Test("with numbers in any other form", arguments: numbers)
    func refusesNumber(title: String, field: RawHeader.Field, bytes: [UInt8]) throws {
        let tar = RawHeader("a").with(field, bytes).entry() + RawHeader.end
        #expect(try refusal { _ = try unpack(tar) }?.code == .number)
    }

    @Test(
        "in other dialects of tar",
        arguments: ["ustar  \u{0}", "ustar\u{0}01", "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}", "USTAR\u{0}00"]
    )
    func refusesMagic(magic: String) throws {
        let tar = RawHeader("a").with(.magic, magic).entry() + RawHeader.end
        #expect(try refusal { _ = try unpack(tar) }?.code == .notUstar)
    }

    @Test("with a header checksum that is wrong, or right in another style")
    func refusesChecksum() throws {
        let right = Array(RawHeader("a").bytes[148..<156])
        for sum in [Array("000000\u{0} ".utf8), right.reversed(), [0x20] + right[1...], Array(right[..<7]) + [0]] {
            let tar = RawHeader("a").with(.checksum, Array(sum)).entry() + RawHeader.end
            #expect(try refusal { _ = try unpack(tar) }?.code == .headerChecksum)
        }
    }
}
