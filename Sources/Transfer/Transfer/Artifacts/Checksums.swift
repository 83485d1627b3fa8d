package import Crypto

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

    /// The bytes of the file.
    package var encoded: [UInt8] {
        var out: [UInt8] = []
        for line in lines {
            line.sha512.appendHex(to: &out)
            out.append(contentsOf: "  \(line.name)\n".utf8)
        }
        return out
    }

    private static func line(_ raw: ArraySlice<UInt8>) throws -> Line {
        guard raw.count > 130, raw.dropFirst(128).starts(with: "  ".utf8),
            let digest = String(validating: raw.prefix(128), as: UTF8.self).flatMap({ SHA512Digest(hex: $0) }),
            let name = String(validating: raw.dropFirst(130), as: UTF8.self)
        else { throw malformed("has a line that is not a lower-case digest, two spaces and a name") }
        return Line(sha512: digest, name: name)
    }

    private static func malformed(_ cause: String) -> TransferError {
        TransferError(.refused, "SHA512SUMS", cause)
    }
}
