import JSON
package import Posix
import Trees

/// An npm registry, read-only, over what lies in a Verdaccio storage.
///
/// It looks at the storage at each request, so that what appears there is served at once, but renders a packument only
/// when its file has changed. Nothing hidden is served, and nothing that lies behind a link.
package final class NpmRegistry: Sendable {
    /// The folder of a package beneath the storage; Verdaccio's configuration may give it another than its name.
    package typealias Folder = @Sendable (PackageName) throws -> RelativePath
    /// The names of all packages.
    package typealias Names = @Sendable () async throws -> [PackageName]

    let names: Names
    /// Where the storage's file system is asked.
    package let lane: DiskLane
    private let storage: Directory
    private let folder: Folder
    private let packuments: DocumentCache
    private let entries: DocumentCache

    /// Serves `storage`, which is asked through `lane`; renders on its threads, and keeps at most `cacheBytes` of rendered
    /// packuments.
    package init(
        storage: Directory,
        folder: @escaping Folder,
        names: @escaping Names,
        lane: DiskLane,
        cacheBytes: Int = 64 << 20
    ) {
        self.storage = storage
        self.folder = folder
        self.names = names
        self.lane = lane
        packuments = DocumentCache(bound: cacheBytes, largest: 16 << 20, lane: lane)
        entries = DocumentCache(bound: 8 << 20, largest: 64 << 10, lane: lane)
    }

    /// The answer to `/-/ping`.
    package static let ping = RegistryDocument(Array("{}".utf8))

    /// The packument of a package, its tarballs at `base`, the registry's own address without a slash at its end.
    ///
    /// `nil` for a package that is not there. A document that cannot be read throws a `PackumentError`.
    package func packument(
        _ name: PackageName,
        form: PackumentForm,
        base: String
    ) async throws -> RegistryDocument? {
        try await document(name, .packument(form), base: base, in: packuments) { packument in
            switch form {
            case .full: RegistryDocument(TarballURLs.rewrite(packument, base: base))
            case .abbreviated:
                RegistryDocument(
                    AbbreviatedPackument.render(packument, base: base),
                    contentType: RegistryDocument.abbreviated
                )
            }
        }
    }

    /// The manifest of one version, its tarball at `base`; `nil` for a package or a version that is not there.
    package func manifest(_ name: PackageName, _ spec: RegistrySpec, base: String) async throws -> RegistryDocument? {
        try await document(name, .manifest(spec), base: base, in: packuments) { packument in
            VersionManifest.render(packument, spec, base: base).map { RegistryDocument($0) }
        }
    }

    /// The `dist-tags` of a package; `nil` for one that is not there.
    package func tags(_ name: PackageName) async throws -> RegistryDocument? {
        try await document(name, .tags, base: "", in: entries) { RegistryDocument(TagList.render($0)) }
    }

    /// Whether there is such a package.
    package func has(_ name: PackageName) async throws -> Bool {
        guard let path = try path(of: name)?.appending("package.json") else { return false }
        return try await lane.run { [self] in try info(path)?.kind == .regular }
    }

    /// A tarball, opened; `nil` for one that is not there.
    package func tarball(_ name: PackageName, _ file: TarballFileName) async throws -> RegistryTarball? {
        guard let path = try path(of: name)?.appending(file.path) else { return nil }
        return try await lane.run { [self] in
            guard let descriptor = try open(path) else { return nil }
            let info = try descriptor.info()
            guard info.kind == .regular else { return nil }
            return RegistryTarball(
                file: OpenFile(descriptor),
                size: info.size,
                entityTag: FileIdentity(info).entityTag
            )
        }
    }

    /// The entry that stands for a package in a list; `nil` for a package that is not there or offers no version.
    func entry(_ name: PackageName, _ form: DocumentForm) async throws -> [UInt8]? {
        try await document(name, form, base: "", in: entries) { packument in
            PackageSummary(packument).map { RegistryDocument(form == .listEntry ? $0.listEntry : $0.searchEntry) }
        }?.bytes
    }

    private func document(
        _ name: PackageName,
        _ form: DocumentForm,
        base: String,
        in cache: DocumentCache,
        render: @escaping @Sendable (Packument) throws -> RegistryDocument?
    ) async throws -> RegistryDocument? {
        guard let path = try path(of: name)?.appending("package.json") else { return nil }
        guard let info = try await lane.run({ [self] in try info(path) }), info.kind == .regular else { return nil }
        let key = DocumentCache.Key(name: name, form: form, base: base)
        return try await cache.document(key, of: FileIdentity(info)) { [self] in
            guard let (packument, identity) = try read(path, name) else { return nil }
            return try render(packument).map { ($0, identity) }
        }
    }

    private func read(_ path: RelativePath, _ name: PackageName) throws -> (Packument, FileIdentity)? {
        guard let descriptor = try open(path) else { return nil }
        let info = try descriptor.info()
        guard info.kind == .regular else { return nil }
        let bytes = try descriptor.readAll(limit: PackumentLimits.stored.bytes)
        return (try Packument(reading: bytes, of: name), FileIdentity(info))
    }

    /// The folder of a package, unless a part of it is Packferry's own or hidden.
    private func path(of name: PackageName) throws -> RelativePath? {
        let path = try folder(name)
        // Nearly no name has a dot, and then there is nothing to look at more closely.
        guard path.string.utf8.contains(UInt8(ascii: ".")) else { return path }
        let isHidden = path.components.contains { $0.utf8.first == UInt8(ascii: ".") || $0.hasSuffix(".packferry") }
        return isHidden ? nil : path
    }

    private func open(_ path: RelativePath) throws -> Descriptor? {
        do {
            return try storage.open(path)
        } catch  where error.meansAbsent {
            return nil
        }
    }

    private func info(_ path: RelativePath) throws -> FileInfo? {
        do {
            return try storage.info(path)
        } catch  where error.meansAbsent {
            return nil
        }
    }
}

extension SystemError {
    /// Whether nothing lies at a path, or only what a link leads to, which is never followed.
    fileprivate var meansAbsent: Bool {
        [.noEntry, .notDirectory, .tooManyLinks, .crossDevice].contains(errno)
    }
}
