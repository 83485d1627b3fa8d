import HTTPClient
import Trees

/// What a refresh needs of a document in a storage, so that one that did not change need not be read again.
struct DocumentBrief: Sendable {
    let manifest: PackageManifest
    /// Of every version, whether its tarball is here or not.
    let versions: VersionsHere
    /// By what each upstream knows the state that is stored, by what it is called there.
    let etags: [String: String]

    /// Takes it out of a document; throws `ClosureError` for one with more than any package needs.
    init(_ packument: Packument) throws {
        manifest = try PackageManifest(packument)
        versions = VersionsHere(packument, having: Set(packument.versions.map(\.version)))
        etags = packument.etags
    }

    /// By what the upstream of that name knows the state that is stored; `nil` where it said nothing.
    func validator(of uplink: String) -> Validator? { etags[uplink].map { Validator(etag: $0) } }
}

/// How briefs are kept.
extension DocumentBrief {
    /// The number that changes with what is kept or what that means, so that older ones are taken anew.
    private static let form: UInt64 = 1

    /// The brief as bytes.
    var encoded: [UInt8] {
        var writer = CompactWriter()
        writer.number(Self.form)
        manifest.write(to: &writer)
        writer.texts(versions.foreign.sorted())
        writer.list(versions.deprecated.sorted { $0.key < $1.key }) {
            $0.text($1.key)
            $0.text($1.value)
        }
        writer.texts(versions.withdrawn.sorted())
        writer.list(etags.sorted { $0.key < $1.key }) {
            $0.text($1.key)
            $0.text($1.value)
        }
        return writer.bytes
    }

    /// Reads what `encoded` gave; `nil` for anything else, older forms included.
    init?(of name: PackageName, decoding bytes: [UInt8]) {
        do {
            var reader = CompactReader(bytes)
            guard try reader.number() == Self.form else { return nil }
            manifest = try PackageManifest(name, reading: &reader)
            versions = VersionsHere(
                foreign: Set(try reader.texts()),
                deprecated: try reader.pairs(),
                withdrawn: Set(try reader.texts())
            )
            etags = try reader.pairs()
            try reader.end()
        } catch {
            return nil
        }
    }
}

extension CompactReader {
    fileprivate mutating func pairs() throws -> [String: String] {
        Dictionary(try list { (try $0.text(), try $0.text()) }) { first, _ in first }
    }
}

/// The brief of a document, and of which file it was taken.
struct KeptBrief: Sendable {
    let brief: DocumentBrief
    let file: FileIdentity
    /// Nanoseconds since 1970, before the first byte was read.
    let readAt: Int64

    /// Whether that file is still the one that was read, and nobody can have written to it unseen.
    func isOf(_ file: FileIdentity) -> Bool { self.file == file && file.isSettled(at: readAt) }
}
