import Logging
import Posix

/// What clients of the registry ask for.
extension PullThrough {
    /// Makes the document of a package as fresh as may be, and says why it is not, where it is not.
    ///
    /// Throws `SupplyError` where nothing is there to be served in its place.
    func freshen(_ name: PackageName) async throws -> String? {
        do {
            switch try await revalidate(name) {
            case .fresh, .local: return nil
            case .stale(let cause, _), .unpublished(let cause): return cause
            case .absent(let error): return try await standIn(name, for: error)
            }
        } catch let error as SupplyError {
            return try await standIn(name, for: error)
        }
    }

    /// Makes a tarball be there; false when no version of the package has it.
    ///
    /// Throws `SupplyError`.
    func bring(_ file: TarballFileName, of name: PackageName) async throws -> Bool {
        if try await wanted(file, of: name) == nil { _ = try await freshen(name) }
        guard let tarball = try await wanted(file, of: name) else { return false }
        _ = try await supply(tarball, of: name)
        return true
    }

    private func wanted(_ file: TarballFileName, of name: PackageName) async throws -> WantedTarball? {
        try await pool.run { [self] in
            guard let packument = try filler.stored(name),
                let dist = packument.versions.lazy.compactMap(\.dist).first(where: { $0.file == file }),
                let address = packument.string(dist.tarball)
            else { return nil }
            return WantedTarball(file: file, address: address, integrity: packument.integrity(of: dist))
        }
    }

    private func standIn(_ name: PackageName, for error: SupplyError) async throws -> String {
        let isThere = try await pool.run { [self] in try filler.stored(name) != nil }
        guard isThere else { throw error }
        logger.warning("what is stored is served", ["package": name.string, "reason": error.description])
        return error.description
    }
}
