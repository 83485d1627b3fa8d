import JSON
import Posix
import Trees

extension Collector {
    /// The document of a package as it lies there; `nil` when there is none.
    ///
    /// Blocks. Throws `PackumentError` and `SystemError`.
    func packument(of name: PackageName) throws -> Packument? {
        let path = try layout.folder(of: name).appending("package.json")
        guard try root.info(path)?.kind == .regular else { return nil }
        return try Packument(reading: root.open(path).readAll(limit: PackumentLimits.stored.bytes), of: name)
    }

    /// Which file that is now; `nil` when there is none.
    func documentIdentity(of name: PackageName) throws -> FileIdentity? {
        let info = try root.info(layout.folder(of: name).appending("package.json"))
        return info.flatMap { $0.kind == .regular ? FileIdentity($0) : nil }
    }

    /// How large that is now, in bytes; 0 where there is none.
    func documentSize(of name: PackageName) throws -> Int64 {
        try root.info(layout.folder(of: name).appending("package.json"))?.size ?? 0
    }
}

extension Collected {
    /// How large the document of a package was, in bytes; 0 where there is none.
    func documentSize(of name: PackageName) -> Int64 { folders[name]?.package.identity?.size ?? 0 }

    /// The versions of a package whose tarball was there, in whatever state.
    func versions(of name: PackageName) -> Set<String> { Set(folders[name]?.files.compactMap(\.version) ?? []) }
}
