/// What a manifest knows of the tarballs.
extension PackageManifest {
    /// The tarball of one version.
    package struct Tarball: Sendable {
        /// Its name in the package's folder.
        package let file: TarballFileName
        /// The address that the packument gives.
        package let address: String
        /// The digests that it may have; `nil` where none is said that can be checked, or they were left out.
        package let integrity: Integrity?
        /// Its files together in bytes, as the packument says; `nil` where it does not.
        package let unpackedSize: UInt64?
    }

    /// The tarball of a version; `nil` for a version that is not offered.
    package func tarball(of version: String) -> Tarball? {
        guard let position = position(of: version) else { return nil }
        let row = rows[position]
        let (name, address) = address(of: row, version)
        guard let file = try? TarballFileName(name) else { return nil }
        return Tarball(
            file: file,
            address: address,
            integrity: integrity(row.digests),
            unpackedSize: row.unpackedSize == 0 ? nil : row.unpackedSize
        )
    }

    private func address(of row: Row, _ version: String) -> (file: String, address: String) {
        if let oddity = row.oddity.map({ oddities[Int($0)] }) { return (texts[oddity.file], texts[oddity.address]) }
        let file = Self.usualFile(name, version)
        return (file, texts[shapes[Int(row.shape)].folder] + file)
    }

    static func usualFile(_ name: PackageName, _ version: String) -> String { "\(name.baseName)-\(version).tgz" }

    private func integrity(_ digests: Digests) -> Integrity? {
        switch digests {
        case .none: nil
        case .sha512(let number): sha512.isEmpty ? nil : Integrity(sha512[Int(number)])
        case .other(let number): others.isEmpty ? nil : others[Int(number)]
        }
    }
}
