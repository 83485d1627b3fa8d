package import Time

/// The file name of an archive: `diff-YYYYMMDDHHmm.tar.zst`, UTC; further ones in that minute get `-2`, `-3` ….
package struct ArtifactName: Hashable, Sendable, CustomStringConvertible {
    /// The name without its ending: `diff-202611210130-2`.
    package let id: String

    /// What the file of an archive ends in.
    package static let ending = ".tar.zst"

    /// The file of the artifact with this id.
    package static func file(of id: String) -> String { id + ending }

    /// Names the `ordinal`-th archive of the minute that `created` lies in.
    package init(created: Moment, ordinal: Int = 1) {
        let digits = created.text(.seconds).utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.prefix(
            12
        )
        id = "diff-\(String(decoding: digits, as: UTF8.self))" + (ordinal > 1 ? "-\(ordinal)" : "")
    }

    /// Reads a file name; `nil` when it is not one of ours.
    package init?(file: String) {
        guard file.hasSuffix(Self.ending) else { return nil }
        self.init(id: String(file.dropLast(Self.ending.utf8.count)))
    }

    /// Reads the name of an archive that is being written; `nil` when it is not one of ours.
    init?(partial: String) {
        guard partial.hasPrefix("."), partial.hasSuffix(".partial") else { return nil }
        self.init(file: String(partial.dropFirst().dropLast(8)))
    }

    /// Reads the name of the line beside an archive; `nil` when it is not one of ours.
    init?(sidecar: String) {
        let ending = Sidecar.name(of: "")
        guard sidecar.hasSuffix(ending) else { return nil }
        self.init(file: String(sidecar.dropLast(ending.utf8.count)))
    }

    /// Reads an id; `nil` when it is not one of ours.
    package init?(id: String) {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.first == "diff", parts.count == 2 || parts.count == 3, parts[1].utf8.count == 12 else { return nil }
        let digits = parts.dropFirst().allSatisfy { part in
            !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber }
        }
        guard digits, parts.count == 2 || ((Int(parts[2]) ?? 0) > 1 && !parts[2].hasPrefix("0")) else { return nil }
        self.id = id
    }

    /// The file, such as `diff-202611210130.tar.zst`.
    package var file: String { Self.file(of: id) }
    /// The name it has while it is being written and checked.
    package var partial: String { ".\(file).partial" }
    /// The coreutils line beside it.
    package var sidecar: String { Sidecar.name(of: file) }

    package var description: String { id }
}
