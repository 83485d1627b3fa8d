import Crypto
import JSON
import Posix

/// The packages of a storage as they lie there now, one at a time.
struct PackageShelves {
    let root: Directory
    let layout: StorageLayout

    /// What its packument says; `nil` where there is none, or none that can be used.
    func manifest(of name: PackageName) throws -> PackageManifest? {
        do {
            let path = try layout.folder(of: name).appending("package.json")
            guard try root.info(path)?.kind == .regular else { return nil }
            let bytes = try root.open(path).readAll(limit: PackumentLimits.stored.bytes)
            return try PackageManifest(Packument(reading: bytes, of: name)).withoutDigests()
        } catch is PackumentError {
            return nil
        } catch is ClosureError {
            return nil
        }
    }

    /// What a client without an upstream could take of a package.
    struct Offer {
        /// The versions whose tarballs are here, and those that are for other platforms.
        let manifest: PackageManifest
        /// Of these the ones whose tarballs are not here.
        let listed: PackageManifest
    }

    /// What a client without an upstream could take of a package; `nil` without a packument.
    func offer(of name: PackageName, _ platforms: [Platform]) throws -> Offer? {
        guard let manifest = try manifest(of: name) else { return nil }
        let files = try Set(files(of: name))
        let isHere = { files.contains(manifest.file($0)) }
        return Offer(
            manifest: manifest.offering { isHere($0) || !manifest.fits($0, platforms) },
            listed: manifest.offering { !isHere($0) && !manifest.fits($0, platforms) }
        )
    }

    private func files(of name: PackageName) throws -> [String] {
        try root.subdirectory(layout.folder(of: name)).entries().filter { $0.info.kind == .regular }.map(\.name)
    }

    /// The tarball of a version that is here: as its address calls it, as usual, or as the packument does.
    func file(of pin: RequestedSet.Pin, or manifest: Deferred<PackageManifest>) throws -> TarballFileName? {
        let usual = try? TarballFileName(PackageManifest.usualFile(pin.name, pin.version))
        for file in [pin.file, usual].compactMap(\.self) where try holds(file, of: pin.name) { return file }
        guard let file = try manifest.value?.tarball(of: pin.version)?.file else { return nil }
        return try holds(file, of: pin.name) ? file : nil
    }

    /// The same, looked up in the packument only where it is needed.
    func file(of pin: RequestedSet.Pin) throws -> TarballFileName? {
        try file(of: pin, or: Deferred { try manifest(of: pin.name) })
    }

    /// Whether a tarball has one of the digests.
    func fits(_ integrity: Integrity, _ file: TarballFileName, of name: PackageName) throws -> Bool {
        let descriptor = try root.open(path(of: file, of: name))
        let digest = try FileDigest(of: descriptor, withSHA1: integrity.needsSHA1, withSHA2: integrity.needsSHA2)
        return integrity.fits(
            TarballDigests(
                sha512: digest.sha512,
                sha1: digest.sha1,
                sha384: digest.sha384,
                sha256: digest.sha256
            )
        )
    }

    private func holds(_ file: TarballFileName, of name: PackageName) throws -> Bool {
        try root.info(path(of: file, of: name))?.kind == .regular
    }

    private func path(of file: TarballFileName, of name: PackageName) throws -> RelativePath {
        try layout.folder(of: name).appending(file.string)
    }
}
