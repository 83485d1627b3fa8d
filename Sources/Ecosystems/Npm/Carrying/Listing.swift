import Crypto
import Posix
import Transfer

/// Which files of a storage a snapshot lists, and why the others are left out.
struct Listing: Sendable {
    /// Sorted by nothing; held ones included.
    let tarballs: [Entry]
    /// Sentences for people.
    let warnings: [String]
    /// The packages whose documents are listed.
    private let packages: [IndexedPackage]
    /// Documents that cannot be made now but were listed before.
    private let heldDocuments: [Entry]
    private let tarballsByPackage: [String: [Entry]]
    let sha1: [RelativePath: SHA1Digest]
    private let previous: Snapshot?
    private let excluded: [PackagePattern]
    private let present: Set<RelativePath>

    init(collected: Collected, findings: [Finding], excluded: [PackagePattern], previous: Snapshot?) {
        // What stays at home is not spoken of either.
        let told = findings.filter { !excluded.exclude($0.package ?? "") }
        var builder = ListingBuilder(collected: collected, findings: told, excluded: excluded, previous: previous)
        builder.takeFolders()
        builder.holdBroken()
        tarballs = builder.tarballs
        warnings = builder.warnings()
        packages = builder.packages
        heldDocuments = builder.heldDocuments
        tarballsByPackage = Dictionary(grouping: builder.tarballs, by: \.package)
        sha1 = builder.sha1
        present = builder.present
        self.previous = previous
        self.excluded = excluded
    }

    /// The versions kept as metadata only, by package name.
    func metadataOnly(_ platforms: [Platform]) -> [PackageName: Set<String>] {
        let facts = packages.compactMap { PackageFacts(decoding: $0.facts) }
        var kept: [PackageName: Set<String>] = [:]
        for fact in facts {
            kept[fact.name] = Set((tarballsByPackage[fact.name.string] ?? []).compactMap(\.version))
        }
        return MetadataOnlyPlan(facts: facts, kept: kept, platforms: platforms).versions
    }

    /// What has to be rendered for each package.
    func documents(_ plan: [PackageName: Set<String>]) -> [RenderRequest] {
        packages.compactMap { package in
            guard let name = try? PackageName(package.name) else { return nil }
            return RenderRequest(
                package: package,
                name: name,
                tarballs: tarballsByPackage[package.name] ?? [],
                sha1: sha1,
                metadataOnly: plan[name] ?? []
            )
        }
    }

    /// Whether an entry of an earlier snapshot is neither here in any state nor left out on purpose.
    func isGone(_ entry: Entry) -> Bool {
        !present.contains(entry.path) && !excluded.exclude(entry.package)
    }

    /// Throws when the tree lost so much that it looks like a mistake.
    func requireNoShrink(_ snapshot: Snapshot) throws {
        guard !snapshot.entries.isEmpty else {
            throw TransferError(
                .shrunk,
                snapshot.repository.name,
                "holds no package",
                hint: "Check that the storage is the right folder and mounted, or allow it with --allow-shrink"
            )
        }
        let before = (previous?.entries ?? []).filter { !excluded.exclude($0.package) }
        let gone = before.count { snapshot.entry(at: $0.path) == nil }
        guard gone * 10 > before.count else { return }
        throw TransferError(
            .shrunk,
            snapshot.repository.name,
            "lost \(gone) of the \(before.count) files of the last snapshot",
            hint: "Check that the storage is the right folder and mounted, or allow it with --allow-shrink"
        )
    }

    /// The documents that stay listed as held.
    var held: [Entry] { heldDocuments }
}

extension [PackagePattern] {
    /// Whether a package of this name stays at home.
    fileprivate func exclude(_ package: String) -> Bool {
        guard let name = try? PackageName(package) else { return false }
        return contains { $0.matches(name) }
    }
}

/// Sorts the files of a storage into whole, held and left out.
private struct ListingBuilder {
    private let collected: Collected
    private let findings: [String: [Finding]]
    private let allFindings: [Finding]
    private let excluded: [PackagePattern]
    private let previous: Snapshot?
    private(set) var tarballs: [Entry] = []
    private(set) var packages: [IndexedPackage] = []
    private(set) var heldDocuments: [Entry] = []
    private(set) var sha1: [RelativePath: SHA1Digest] = [:]
    private(set) var present: Set<RelativePath> = []
    private var listed: Set<RelativePath> = []
    private var unreadable: Set<String> = []

    init(collected: Collected, findings: [Finding], excluded: [PackagePattern], previous: Snapshot?) {
        self.collected = collected
        allFindings = findings
        self.findings = Dictionary(grouping: findings, by: \.path)
        self.excluded = excluded
        self.previous = previous
    }

    mutating func takeFolders() {
        for (name, folder) in collected.folders {
            guard let package = try? PackageName(name), !isExcluded(name) else { continue }
            take(folder, package)
        }
    }

    private func isExcluded(_ package: String) -> Bool { excluded.exclude(package) }

    private mutating func take(_ folder: IndexedFolder, _ name: PackageName) {
        if folder.package.identity != nil, let path = try? name.path.appending("package.json") { present.insert(path) }
        present.formUnion(folder.files.map(\.path))
        guard folder.package.sha512 != nil else {
            unreadable.insert(name.string)
            return
        }
        packages.append(folder.package)
        for file in folder.files where file.state == .whole { list(file) }
    }

    private mutating func list(_ file: IndexedFile) {
        listed.insert(file.path)
        sha1[file.path] = file.sha1
        tarballs.append(
            Entry(
                path: file.path,
                size: file.identity.size,
                sha512: file.sha512,
                kind: .file,
                package: file.package,
                version: file.version
            )
        )
    }

    /// What was listed before and is broken now stays listed, so that it is deleted nowhere.
    mutating func holdBroken() {
        for entry in previous?.entries ?? [] where !listed.contains(entry.path) && !isExcluded(entry.package) {
            let isUnreadable = unreadable.contains(entry.package)
            if entry.kind == .npmPackument {
                if isUnreadable { heldDocuments.append(entry.asHeld) }
            } else if isUnreadable || isBroken(entry) {
                tarballs.append(entry.asHeld)
                present.insert(entry.path)
            }
        }
    }

    private func isBroken(_ entry: Entry) -> Bool {
        collected.inFlight.contains(entry.path.string)
            || (findings[entry.path.string] ?? []).contains(where: \.isBroken)
    }

    func warnings() -> [String] {
        allFindings.map { "\($0.shownPath) \($0.detail)" }.sorted() + caseCollisions()
    }

    private func caseCollisions() -> [String] {
        Dictionary(grouping: packages.map(\.name)) { $0.lowercased() }
            .values.filter { $0.count > 1 }
            .map { "\($0.sorted().joined(separator: " and ")) differ only by case" }
            .sorted()
    }
}
