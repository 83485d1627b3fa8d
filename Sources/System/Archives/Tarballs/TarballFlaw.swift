import Posix

/// Why a file is no whole tarball, as a clause to follow its path.
package struct TarballFlaw: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, safe to print.
    package let cause: String

    /// States a cause; what is not printable in it is escaped.
    package init(_ cause: String) { self.cause = PathError.printable(cause) }

    package var description: String { cause }

    static let empty = TarballFlaw("has no bytes")
    static let noEntries = TarballFlaw("is an archive without any file")

    static func cut(_ what: String, at offset: Int64) -> TarballFlaw {
        TarballFlaw("is cut short: its archive ends at byte \(offset), within \(what)")
    }

    static func tooLarge(over limit: Int64) -> TarballFlaw {
        TarballFlaw("inflates to more than \(limit) bytes, which no package of that size does")
    }

    /// What a file is that begins neither like gzip nor like tar.
    static func foreign(_ start: UnsafeRawBufferPointer) -> TarballFlaw {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
        if start.allSatisfy({ $0 == 0 }) { return TarballFlaw("begins with zeros: its content never reached the disk") }
        switch start.first(where: { !blanks.contains($0) }) {
        case UInt8(ascii: "<"):
            return TarballFlaw("is a web page and no archive: something answered in a registry's place")
        case UInt8(ascii: "{"): return TarballFlaw("is JSON and no archive: an error was stored in its place")
        default: return TarballFlaw("begins neither like gzip nor like tar")
        }
    }
}
