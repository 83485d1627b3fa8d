import Crypto
package import Posix
package import Reporting

/// `FILE.sha512` beside an archive, as coreutils write it.
///
/// An archive can do without, for it lists its own digests; but one that contradicts the archive beside it is a sign of
/// damage that is heard (docs/formats/archive.md).
package struct Sidecar: Sendable {
    static let sizeLimit = 1 << 20

    private let folder: Directory
    private let archive: RelativePath
    private let size: Int64
    private let path: RelativePath

    /// What the sidecar of an archive is called, be that whole or in parts.
    static func name(of archive: String) -> String { "\(archive).sha512" }

    /// Compares an archive with the sidecar beside it, and refuses one that differs.
    ///
    /// Without a sidecar nothing is read, and a folder of members has none. Of one that lies there in parts, each part is
    /// compared. Blocks.
    package static func check(_ archive: AbsolutePath, reporter: Reporter = .silent) throws {
        if let name = PartName(file: archive.lastComponent) {
            return try PartSet(of: name, in: Directory(opening: archive.parent)).check(reporter)
        }
        try Sidecar(beside: archive)?.check(reporter)
    }

    private init?(beside archive: AbsolutePath) throws {
        guard let folder = try? Directory(opening: archive.parent),
            let name = try? RelativePath(archive.lastComponent), let info = try? folder.info(name),
            info.kind == .regular, let path = try? RelativePath(Self.name(of: name.string)),
            (try? folder.info(path))?.kind == .regular
        else { return nil }
        self.folder = folder
        self.archive = name
        self.path = path
        size = info.size
    }

    private func check(_ reporter: Reporter) throws {
        let wanted = try wanted()
        reporter.begin(Step("compare with \(path)"), total: size, unit: .bytes)
        guard try FileDigest(of: folder.open(archive), each: reporter.passed).sha512 == wanted else {
            throw TransferError(
                .refused,
                folder.path.appending(archive).string,
                "has another SHA-512 than \(path) beside it says",
                hint: "Carry the archive again"
            )
        }
    }

    /// The digest of the line that names the archive, or of the only line: files may be renamed on their way.
    private func wanted() throws -> SHA512Digest {
        let text = String(decoding: try folder.open(path).readAll(limit: Self.sizeLimit), as: UTF8.self)
        let lines = try text.split(whereSeparator: \.isNewline).map(line)
        guard let found = lines.first(where: { $0.name == archive.string }) ?? (lines.count == 1 ? lines[0] : nil)
        else { throw useless("does not list \(archive)") }
        return found.digest
    }

    /// A digest, a space, a space or an asterisk, and a name, which may have folders before it.
    private func line(_ text: Substring) throws -> (digest: SHA512Digest, name: String) {
        let rest = text.dropFirst(128)
        guard let digest = SHA512Digest(hex: text.prefix(128).lowercased()),
            rest.hasPrefix("  ") || rest.hasPrefix(" *")
        else { throw useless("is no list of digests as sha512sum writes it") }
        return (digest, rest.dropFirst(2).split(separator: "/").last.map(String.init) ?? "")
    }

    private func useless(_ cause: String) -> TransferError {
        let hint = "Carry it again, or remove it: the archive can be checked without"
        return TransferError(.refused, folder.path.appending(path).string, cause, hint: hint)
    }
}
