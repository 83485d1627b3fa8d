import Posix

/// Why a file is no whole archive, as a clause to follow its path.
package struct LooseTarFlaw: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, safe to print.
    package let cause: String

    /// States a cause; what is not printable in it is escaped.
    package init(_ cause: String) { self.cause = PathError.printable(cause) }

    package var description: String { cause }

    static let empty = LooseTarFlaw("has no bytes")
    static let noEntries = LooseTarFlaw("is an archive without any file")

    static func cut(_ what: String, at offset: Int64) -> LooseTarFlaw {
        LooseTarFlaw("is cut short: its archive ends at byte \(offset), within \(what)")
    }

    static func tooLarge(over limit: Int64) -> LooseTarFlaw {
        LooseTarFlaw("inflates to more than \(limit) bytes, which no package of that size does")
    }

    /// What a file is that begins neither like gzip nor like tar.
    static func foreign(_ start: UnsafeRawBufferPointer) -> LooseTarFlaw {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
        if start.allSatisfy({ $0 == 0 }) {
            return LooseTarFlaw("begins with zeros: its content never reached the disk")
        }
        switch start.first(where: { !blanks.contains($0) }) {
        case UInt8(ascii: "<"):
            return LooseTarFlaw("is a web page and no archive: something answered in a registry's place")
        case UInt8(ascii: "{"): return LooseTarFlaw("is JSON and no archive: an error was stored in its place")
        default: return LooseTarFlaw("begins neither like gzip nor like tar")
        }
    }
}
