import Archives
import Posix
import TestSupport
import Testing

@testable import Transfer

/// An archive whose tar stream or zstd frame no writer of ours makes, and the word by which it must be refused.
struct StreamAttack: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Must stand in the first line of what is said.
    let named: String
    /// Makes the archive out of the entries of a genuine one, each a piece of its stream.
    let make: @Sendable ([[UInt8]]) throws -> [UInt8]

    init(_ title: String, named: String, _ make: @escaping @Sendable ([[UInt8]]) throws -> [UInt8]) {
        testDescription = title
        self.named = named
        self.make = make
    }

    /// One with another entry behind the documents.
    init(_ title: String, named: String, entry: [UInt8]) {
        self.init(title, named: named) { entries in
            try Self.packed(Array(entries[..<Self.documents] + [entry] + entries[Self.documents...]))
        }
    }

    /// One with another entry in the place of the first file.
    init(_ title: String, instead entry: [UInt8]) {
        self.init(title, named: Self.file) { entries in
            try Self.packed(Array(entries[..<Self.documents] + [entry] + entries[(Self.documents + 1)...]))
        }
    }

    /// One of which the whole frame is another.
    init(_ title: String, frame named: String, _ change: @escaping @Sendable ([UInt8]) throws -> [UInt8]) {
        self.init(title, named: named) { try change(Self.packed($0)) }
    }

    static let documents = 5
    static let file = "storage/alpha/1.1.bin"
    static let content = Array("alpha 1.1".utf8)

    /// The header of the first file as it is written, to be changed.
    static var header: RawHeader {
        RawHeader(file, size: content.count).with(.time, "15300172030\u{0}")
    }

    /// A header of another entry with the time of the others.
    static func other(_ name: String, size: Int = 0, type: Character = "0") -> RawHeader {
        RawHeader(name, size: size, type: type).with(.time, "15300172030\u{0}")
    }

    /// An entry that a PAX record names.
    static func recorded(_ path: [UInt8]) -> [UInt8] { extended(RawHeader.record("path", path)) + other("x").entry() }

    /// PAX records with their header.
    static func extended(_ records: [UInt8], type: Character = "x", name: String = "PaxHeader") -> [UInt8] {
        other(name, size: records.count, type: type).entry(records)
    }

    static func packed(_ entries: [[UInt8]], end: [UInt8] = RawHeader.end) throws -> [UInt8] {
        try Members.compressed(Array(entries.joined()) + end)
    }
}

extension Members {
    /// The entries of the stream, one by one and without its end.
    func entries() throws -> [[UInt8]] {
        try list.map { member in
            var alone = Members()
            alone.list = [member]
            return Array(try alone.stream().dropLast(RawHeader.end.count))
        }
    }
}
