import Crypto
import Posix
import Transfer

/// A tarball that a snapshot lists, whole or held.
struct ListedTarball: Sendable {
    let entry: Entry
    let sha1: SHA1Digest?
}

/// What one offline-ready packument is made from.
struct RenderRequest: Sendable {
    /// The number that changes when the same input gives other bytes.
    private static let form = "2"

    let package: IndexedPackage
    let tarballs: [ListedTarball]
    let metadataOnly: Set<String>
    /// What the repository serves.
    let platforms: [Platform]

    var name: PackageName { package.name }

    /// A digest of everything that the bytes depend on.
    var key: [UInt8] {
        var text = Array("\(Self.form)\n\(package.sha512?.hex ?? "")\n".utf8)
        for tarball in tarballs.sorted(by: { $0.entry.path < $1.entry.path }) {
            text += Array("\(tarball.entry.path) \(tarball.entry.sha512.hex) \(tarball.sha1?.hex ?? "")\n".utf8)
        }
        for version in metadataOnly.sorted() { text += Array("\(version)\n".utf8) }
        if !metadataOnly.isEmpty { text += Array("\(platforms.map(\.description))\n".utf8) }
        return SHA512.hash(text).bytes
    }

    /// The entry of the packument in this form; `nil` when no version is left.
    func entry(_ form: ReadyForm) throws -> Entry? {
        guard let content = form.content else { return nil }
        return Entry(
            path: try name.path.appending("package.json"),
            size: content.size,
            sha512: content.sha512,
            kind: .npmPackument,
            package: name.string,
            version: nil
        )
    }

    /// The tarballs by name, with what is known of them.
    ///
    /// The SHA-1 of a held one is that which its version states, so that no packument changes because a file broke.
    func digests(statedBy packument: Packument) throws -> [TarballFileName: TarballDigests] {
        var found: [TarballFileName: TarballDigests] = [:]
        for tarball in tarballs {
            let file = try TarballFileName(tarball.entry.path.lastComponent)
            let known = TarballDigests(sha512: tarball.entry.sha512, sha1: tarball.sha1)
            let sha1 = known.sha1 ?? packument.statedSHA1(of: file, known)
            found[file] = TarballDigests(sha512: known.sha512, sha1: sha1)
        }
        return found
    }
}
