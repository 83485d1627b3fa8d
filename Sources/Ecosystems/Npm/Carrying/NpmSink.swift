import Crypto
package import Posix
package import Reporting
import Synchronization
package import Transfer
import Trees

/// An npm repository as a tree that takes what archives bring.
package struct NpmSink: TreeSink {
    private let collector: Collector

    package init(collector: Collector) { self.collector = collector }

    package var root: Directory { collector.root }
    package var rules: any ContentRules { NpmRules() }
    package var merger: any EntryMerger { NpmMerger() }

    /// Follows the sub-folders of Verdaccio's configuration.
    package func location(of path: RelativePath) throws -> RelativePath { try collector.layout.location(of: path) }

    /// The lock of Verdaccio 5 and 6: `package.json.lock`, left over when it is older than five minutes.
    package func lock(for location: RelativePath) throws -> DocumentLock? {
        DocumentLock(try RelativePath("\(location).lock"), staleAfter: .seconds(300))
    }

    package func survey(reporter: Reporter) async throws -> any LiveTree {
        LiveStorage(try await collector.collect(reporter: reporter))
    }

    /// Tarballs that lie in the folder of a package and that the last survey did not show.
    package func newFiles(of package: String, beyond known: Set<RelativePath>) throws -> [LiveFile] {
        let name = try PackageName(package)
        let location = try collector.layout.folder(of: name)
        guard try root.info(location)?.kind == .directory else { return [] }
        let examiner = PackageExaminer(root: root, repository: collector.index.repository, clock: collector.clock)
        return try root.subdirectory(location).entries().compactMap { entry in
            guard entry.isName, entry.info.kind == .regular, let file = try? TarballFileName(entry.name) else {
                return nil
            }
            let path = try name.path.appending(file.string)
            guard !known.contains(path) else { return nil }
            return try fresh(path, location.appending(file.string), examiner)
        }
    }

    /// A file that came since the survey, or that it could not read: then the site's, whatever is in it.
    private func fresh(_ path: RelativePath, _ place: RelativePath, _ examiner: PackageExaminer) throws -> LiveFile {
        do {
            let digests = try examiner.hash(place, withSHA1: true)
            return LiveFile(path: path, sha512: digests.sha512, sha1: digests.sha1, isIntact: true)
        } catch let error as SystemError where error.errno == .accessDenied {
            return LiveFile(path: path, sha512: SHA512.hash([]), sha1: nil, isIntact: false)
        }
    }

    /// Notes tarballs in the index as hashed, so that the next collect does not read them again.
    package func placed(_ files: [PlacedFile]) async throws {
        let indexed = try files.filter { $0.entry.kind == .file }.map { file in
            let identity = FileIdentity(file.info)
            let indexed = IndexedFile(
                path: file.entry.path,
                version: file.entry.version,
                location: try location(of: file.entry.path),
                identity: identity,
                // We hashed these bytes before the link or rename that moved the change time.
                hashedAt: identity.settledTime,
                sha512: file.entry.sha512,
                sha1: nil,
                state: .whole
            )
            return (package: try PackageName(file.entry.package), file: indexed)
        }
        try await collector.index.notePlaced(indexed)
    }
}

/// The far side's storage as the last collect found it.
private final class LiveStorage: LiveTree {
    private let collected: Collected
    /// The package that was asked for last, for the next question is mostly about it too.
    private let last = Mutex<(name: String, folder: IndexedFolder?)?>(nil)

    init(_ collected: Collected) { self.collected = collected }

    private func folder(_ package: String) -> IndexedFolder? {
        last.withLock { last in
            if let last, last.name == package { return last.folder }
            let folder = collected.folder(package)
            last = (package, folder)
            return folder
        }
    }

    func file(at path: RelativePath) -> LiveFile? {
        path.parent.flatMap { folder($0.string) }?.file(at: path).map(LiveFile.init)
    }

    func files(of package: String) -> [LiveFile] { folder(package)?.files.map(LiveFile.init) ?? [] }

    func hasDocument(_ package: String) -> Bool { folder(package)?.package.sha512 != nil }

    func documentFault(of package: String) -> String? {
        guard let folder = folder(package), folder.package.identity != nil, folder.package.sha512 == nil
        else {
            return nil
        }
        let detail = folder.findings.first { $0.path == "\(package)/package.json" }?.detail
        return "it \(detail ?? "cannot be read")"
    }

    func versions(of package: String) -> Set<String> {
        guard let folder = folder(package), folder.package.sha512 != nil else { return [] }
        return Set(folder.files.compactMap { $0.state == .whole ? $0.version : nil })
    }
}

extension LiveFile {
    fileprivate init(_ file: IndexedFile) {
        self.init(path: file.path, sha512: file.sha512, sha1: file.sha1, isIntact: file.state != .broken)
    }
}
