package import Crypto
import Posix

/// The lines of `SHA512SUMS`, as `sha512sum` of coreutils writes and checks them.
package struct Checksums: Sendable, Equatable {
    /// One line.
    package struct Line: Sendable, Equatable {
        package let sha512: SHA512Digest
        package let name: String

        package init(sha512: SHA512Digest, name: String) {
            self.sha512 = sha512
            self.name = name
        }

        /// Reads a line as `sha512sum` prints it, text or binary, without its line feed; `nil` for any other.
        init?(printed raw: ArraySlice<UInt8>) {
            let marks = raw.dropFirst(128).prefix(2)
            guard raw.count > 130, marks.elementsEqual("  ".utf8) || marks.elementsEqual(" *".utf8),
                let digest = String(validating: raw.prefix(128), as: UTF8.self).flatMap({ SHA512Digest(hex: $0) }),
                let name = String(validating: raw.dropFirst(130), as: UTF8.self)
            else { return nil }
            self.init(sha512: digest, name: name)
        }

        /// Appends the line as it stands in the file.
        func append(to bytes: inout [UInt8]) {
            sha512.appendHex(to: &bytes)
            bytes.append(contentsOf: "  \(name)\n".utf8)
        }
    }

    /// The lines in the order of the file.
    package let lines: [Line]

    package init(_ lines: [Line]) { self.lines = lines }

    /// Reads what `encoded` writes, and nothing else.
    package init(parsing bytes: [UInt8]) throws {
        var lines: [Line] = []
        guard bytes.last == UInt8(ascii: "\n") else { throw Self.malformed("does not end with a line feed") }
        for raw in bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            lines.append(try Self.line(raw))
        }
        self.lines = lines
    }

    /// Reads lines one by one from a file that may be longer than memory.
    static func forEachLine(of file: OpenFile, limit: Int, _ body: (Line) throws -> Void) throws {
        guard try file.descriptor.info().size <= limit else {
            throw ArchiveLimits.excess(ArchiveLayout.checksums, limit)
        }
        try DocumentReading.forEachLine(of: file, longest: longestLine) { raw, isWhole in
            guard raw.count <= longestLine else { throw malformed("has a line that is too long") }
            guard isWhole else { throw malformed("does not end with a line feed") }
            try body(line(raw))
        }
    }

    /// A digest and the longest path.
    private static let longestLine = 8 << 10

    /// The bytes of the file.
    package var encoded: [UInt8] {
        var out: [UInt8] = []
        for line in lines { line.append(to: &out) }
        return out
    }

    /// The digest of what `encoded` gives of these lines, of which one at a time is in memory.
    static func digest(of lines: some Sequence<Line>) -> SHA512Digest {
        var hash = Hash()
        for line in lines { hash.update(line) }
        return hash.finalize()
    }

    /// The digest of what `encoded` gives of lines that come one by one.
    struct Hash {
        private var hash = SHA512()
        private var bytes: [UInt8] = []

        /// Takes the next line.
        mutating func update(_ line: Line) {
            line.append(to: &bytes)
            guard bytes.count > 32 << 10 else { return }
            hash.update(bytes)
            bytes.removeAll(keepingCapacity: true)
        }

        /// The digest of all lines.
        mutating func finalize() -> SHA512Digest {
            hash.update(bytes)
            return hash.finalize()
        }
    }

    private static func line(_ raw: ArraySlice<UInt8>) throws -> Line {
        guard raw.dropFirst(128).starts(with: "  ".utf8), let line = Line(printed: raw) else {
            throw malformed("has a line that is not a lower-case digest, two spaces and a name")
        }
        return line
    }

    private static func malformed(_ cause: String) -> TransferError {
        TransferError(.refused, "SHA512SUMS", cause)
    }
}
