import Crypto
import JSON
import Posix
import Transfer

/// What one offline-ready packument is made from.
struct RenderRequest: Sendable {
    /// The number that changes when the same input gives other bytes.
    private static let form = "1"

    let package: IndexedPackage
    let name: PackageName
    /// Whole and held ones.
    let tarballs: [Entry]
    let sha1: [RelativePath: SHA1Digest]
    let metadataOnly: Set<String>

    /// A digest of everything that the bytes depend on.
    var key: [UInt8] {
        var text = Array("\(Self.form)\n\(package.sha512?.hex ?? "")\n".utf8)
        for entry in tarballs.sorted(by: { $0.path < $1.path }) {
            text += Array("\(entry.path) \(entry.sha512.hex) \(sha1[entry.path]?.hex ?? "")\n".utf8)
        }
        for version in metadataOnly.sorted() { text += Array("\(version)\n".utf8) }
        return SHA512.hash(text).bytes
    }

    /// Whether the form that is known was made from the same.
    var isCurrent: Bool { package.readyKey == key }

    /// The form that is known.
    var known: ReadyDocument {
        guard let sha512 = package.readySHA512, let size = package.readySize else { return ReadyDocument(entry: nil) }
        return ReadyDocument(entry: entry(sha512: sha512, size: size))
    }

    func entry(sha512: SHA512Digest, size: Int64) -> Entry? {
        guard let path = try? name.path.appending("package.json") else { return nil }
        return Entry(path: path, size: size, sha512: sha512, kind: .npmPackument, package: name.string, version: nil)
    }

    var digests: [TarballFileName: TarballDigests] {
        var found: [TarballFileName: TarballDigests] = [:]
        for entry in tarballs {
            guard let file = try? TarballFileName(entry.path.lastComponent) else { continue }
            found[file] = TarballDigests(sha512: entry.sha512, sha1: sha1[entry.path])
        }
        return found
    }
}

/// An offline-ready packument as a snapshot lists it; without an entry when no version is left.
struct ReadyDocument: Sendable {
    let entry: Entry?

    /// What the index is to remember.
    func noted(in request: RenderRequest) -> IndexedPackage {
        var package = request.package
        package.readyKey = request.key
        package.readySHA512 = entry?.sha512
        package.readySize = entry?.size
        return package
    }
}

/// Makes offline-ready packuments from those in a storage.
struct DocumentRenderer: Sendable {
    let root: Directory

    func render(_ request: RenderRequest) throws -> ReadyDocument {
        guard let bytes = try bytes(request) else { return ReadyDocument(entry: nil) }
        return ReadyDocument(entry: request.entry(sha512: SHA512.hash(bytes), size: Int64(bytes.count)))
    }

    /// The bytes; `nil` when no version is left.
    func bytes(_ request: RenderRequest) throws -> [UInt8]? {
        let file = try root.open(request.package.location.appending("package.json"))
        let packument = try Packument(
            scanning: file.readAll(limit: PackumentLimits.json.bytes),
            expecting: request.name,
            limits: PackumentLimits.json
        )
        let tarballs = completed(request.digests, by: packument)
        let bytes = OfflineReady.render(packument, tarballs: tarballs, metadataOnly: request.metadataOnly).bytes
        if let bytes, PackumentLimits.isExceeded(by: packument) { try checkRendered(bytes, request) }
        return bytes
    }

    /// What every reader would refuse is said before anything is packed.
    private func checkRendered(_ bytes: [UInt8], _ request: RenderRequest) throws {
        let rendered = try Packument(scanning: bytes, expecting: request.name, limits: PackumentLimits.json)
        guard let entry = request.entry(sha512: SHA512.hash(bytes), size: Int64(bytes.count)) else { return }
        try PackumentLimits.check(rendered, of: entry)
    }

    /// Fills in the SHA-1 of held files, so that a document does not change because a file broke.
    private func completed(
        _ digests: [TarballFileName: TarballDigests],
        by packument: Packument
    ) -> [TarballFileName: TarballDigests] {
        var found = digests
        for (file, known) in digests where known.sha1 == nil {
            found[file] = TarballDigests(sha512: known.sha512, sha1: packument.statedSHA1(of: file, known))
        }
        return found
    }
}
