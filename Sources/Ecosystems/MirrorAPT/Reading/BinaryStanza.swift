import Crypto
import Posix

/// What a stanza of `Packages` says of its file.
enum BinaryStanza {
    private static let package: FieldName = "Package"
    private static let version: FieldName = "Version"
    private static let architecture: FieldName = "Architecture"
    private static let filename: FieldName = "Filename"
    private static let size: FieldName = "Size"
    private static let digests: [(FieldName, ListedDigests.Algorithm)] = [("SHA256", .sha256), ("SHA512", .sha512)]

    static func record(_ stanza: Stanza) -> PackageIndex.Record {
        do throws(APTError) { return .file(try file(stanza)) } catch { return .refused(error) }
    }

    private static func file(_ stanza: Stanza) throws(APTError) -> PackageFile {
        guard let name = try stanza.word(package) else { throw stanza.malformed("has no Package") }
        guard let version = try stanza.word(version) else { throw stanza.malformed("states no Version of \(name)") }
        guard let text = try stanza.value(filename) else { throw stanza.malformed("states no Filename of \(name)") }
        guard let size = try stanza.value(size).flatMap(ListedLine.size) else {
            throw stanza.malformed("states no Size of \(name) that is one")
        }
        return PackageFile(
            ListedFile(path: try path(text, of: stanza), size: size, digests: try listed(stanza, name)),
            package: name,
            version: version,
            architecture: try stanza.word(architecture) ?? ""
        )
    }

    private static func path(_ text: ArraySlice<UInt8>, of stanza: Stanza) throws(APTError) -> RelativePath {
        do throws(PathError) { return try RepositoryPath.read(text) } catch { throw stanza.unsafe(error) }
    }

    private static func listed(_ stanza: Stanza, _ name: String) throws(APTError) -> ListedDigests {
        var listed = ListedDigests()
        for (field, algorithm) in digests {
            guard let hex = try stanza.value(field), !hex.isEmpty else { continue }
            guard listed.add(algorithm, hex: hex) else {
                throw stanza.malformed("states a \(field) of \(name) that is none")
            }
        }
        guard listed.isStrong else {
            throw stanza.weak("states no SHA256 of \(name): what else it may state can be forged")
        }
        return listed
    }
}

extension Stanza {
    /// A path in it that is none.
    func unsafe(_ error: PathError) -> APTError {
        APTError(.unsafePath, "\(subject), line \(line),", "names a file whose \(error)")
    }

    /// A file of it that has no digest to rely on.
    func weak(_ cause: String) -> APTError {
        APTError(.weakDigest, "\(subject), line \(line),", cause, hint: "Ask whoever publishes it for SHA256")
    }
}
