import Posix
import Spooling
import Transfer
import Trees

/// Which files of a storage a snapshot lists, and what is to be said of the others.
struct Listing: Sendable {
    private let collected: Collected
    private let excluded: [PackagePattern]
    /// What stays at home because of what was found.
    private let leftBehind: [LeftBehind]
    /// What is odd besides, in sentences.
    private let remarks: [String]
    /// Patterns that take nothing, in sentences.
    private let notices: [String]
    /// What was listed before and is broken now, by package, sorted by path.
    private let held: [PackageName: [Entry]]

    /// Sorts what was collected into whole, held and left out.
    ///
    /// What was listed `before` and is broken now stays listed, so that it is deleted nowhere.
    init(_ collected: Collected, excluded: [PackagePattern], before: SpooledList<Entry>) throws {
        self.collected = collected
        self.excluded = excluded
        let documents = Documents(collected.folders)
        // What stays at home is not spoken of either.
        let findings = try (collected.strays + documents.findings).filter {
            try !excluded.exclude($0, collected.layout)
        }
        leftBehind = findings.filter(\.leavesBehind).map(LeftBehind.init)
        remarks =
            findings.filter { !$0.leavesBehind }.map { "\($0.shownPath) \($0.detail)" }
            + Self.caseCollisions(documents.readable.filter { !excluded.exclude($0) }.map(\.string))
        notices = excluded.idle(in: collected)
        held = try Self.held(
            before,
            broken: collected.inFlight.union(findings.lazy.filter(\.isBroken).map(\.path)),
            unreadable: documents.unreadable,
            collected
        ) { try !excluded.exclude($0) }
    }

    /// The packages whose packument can be read, those whose cannot, and what was found of either.
    private struct Documents {
        private(set) var findings: [Finding] = []
        private(set) var readable: [PackageName] = []
        private(set) var unreadable: Set<PackageName> = []

        init(_ folders: IndexedFolders) {
            for folder in folders {
                findings += folder.findings
                if folder.package.sha512 == nil {
                    unreadable.insert(folder.package.name)
                } else {
                    readable.append(folder.package.name)
                }
            }
        }
    }

    private static func held(
        _ before: SpooledList<Entry>,
        broken: Set<String>,
        unreadable: Set<PackageName>,
        _ collected: Collected,
        _ isWanted: (String) throws -> Bool
    ) throws -> [PackageName: [Entry]] {
        guard !broken.isEmpty || !unreadable.isEmpty || !collected.blocked.isEmpty else { return [:] }
        var held: [PackageName: [Entry]] = [:]
        for entry in before where try isWanted(entry.package) {
            let name = try PackageName(entry.package)
            let isBroken =
                entry.kind == .file && broken.contains(entry.path.string)
                && collected.file(at: entry.path)?.state != .whole
            guard unreadable.contains(name) || collected.isBlocked(entry.path) || isBroken else { continue }
            held[name, default: []].append(entry.asHeld)
        }
        return held
    }

    /// How many packages the storage has, those included that stay at home.
    var count: Int { collected.folders.count }

    /// The packages whose packument can be read and that do not stay at home, by name.
    var packages: some Sequence<ListedPackage> {
        collected.folders.lazy
            .filter { $0.package.sha512 != nil && !excluded.exclude($0.package.name) }
            .map { ListedPackage($0, held: held[$0.package.name] ?? []) }
    }

    /// What is held of packages whose packument cannot be rendered now, by name.
    var heldAlone: [(name: PackageName, entries: [Entry])] {
        held.filter { collected.folders[$0.key]?.package.sha512 == nil }
            .sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    /// What has to be rendered for each package; with `platforms`, versions for others are listed as metadata only.
    func requests(_ platforms: [Platform]) throws -> some Sequence<(package: ListedPackage, request: RenderRequest)> {
        let metadataOnly = try metadataOnly(platforms)
        return packages.lazy.map { package in
            let request = RenderRequest(
                package: package.package,
                tarballs: package.tarballs,
                metadataOnly: metadataOnly[package.package.name] ?? [],
                platforms: platforms
            )
            return (package, request)
        }
    }

    private func metadataOnly(_ platforms: [Platform]) throws -> [PackageName: Set<String>] {
        guard !platforms.isEmpty else { return [:] }
        var facts: [PackageFacts] = []
        var kept: [PackageName: Set<String>] = [:]
        for package in packages {
            guard let fact = PackageFacts(decoding: package.package.facts) else {
                throw NpmIndex.damaged("the facts of \(package.package.name)")
            }
            // Most packages neither ask for what is limited to platforms nor are limited.
            guard !fact.versions.isEmpty else { continue }
            facts.append(fact)
            kept[fact.name] = Set(package.tarballs.compactMap(\.entry.version))
        }
        return MetadataOnlyPlan(facts: facts, kept: kept, platforms: platforms).versions
    }

    /// What is to be said besides the list, once it is known what became of the packuments.
    func report(_ made: PackumentReport) -> TreeReport {
        TreeReport(
            leftBehind: leftBehind + made.excesses,
            remarks: remarks + made.omissions,
            notices: notices,
            notCached: made.notCached
        )
    }

    /// The same with the packuments as they were made last.
    var reportOfLastForms: TreeReport {
        var made = PackumentReport()
        for package in packages { made.note(package, package.package.ready) }
        return report(made)
    }

    private static func caseCollisions(_ names: [String]) -> [String] {
        Dictionary(grouping: names) { $0.lowercased() }
            .values.filter { $0.count > 1 }
            .map { "\($0.sorted().joined(separator: " and ")) differ only by case" }
            .sorted()
    }
}

/// A package whose packument can be read, with its tarballs.
struct ListedPackage: Sendable {
    let package: IndexedPackage
    let tarballs: [ListedTarball]
    /// Whether there is any tarball, in whatever state, or a word about one that should be there.
    let hasTraces: Bool

    init(_ folder: IndexedFolder, held: [Entry]) {
        package = folder.package
        let name = folder.package.name.string
        let whole = folder.files.lazy.filter { $0.state == .whole }.map { file in
            let entry = Entry(
                path: file.path,
                size: file.size,
                sha512: file.sha512,
                kind: .file,
                package: name,
                version: file.version
            )
            return ListedTarball(entry: entry, sha1: file.sha1)
        }
        tarballs = whole + held.map { ListedTarball(entry: $0, sha1: nil) }
        hasTraces = !folder.files.isEmpty || folder.findings.contains(where: \.leavesBehind)
    }
}

/// What is to be said of packages once their packuments were made.
struct PackumentReport {
    /// Packages that stay at home whole, because their packument cannot travel.
    private(set) var excesses: [LeftBehind] = []
    /// What packuments leave out, in sentences; a tarball among it is a finding of its own.
    private(set) var omissions: [String] = []
    /// Packages that Verdaccio knows of and never had to fetch any of.
    private(set) var notCached: [String] = []

    /// Takes in what became of one packument; `nil` where it was not made yet.
    mutating func note(_ package: ListedPackage, _ form: ReadyForm?) {
        guard let form else { return }
        let path = "\(package.package.name)/package.json"
        if form.content == nil, package.tarballs.contains(where: { !$0.entry.held }) {
            let name = package.package.name.string
            return excesses.append(LeftBehind(path: path, package: name, kind: "too-long", reason: form.omission))
        }
        if !form.omission.isEmpty { return omissions.append("\(path) \(form.omission)") }
        if form.content == nil, package.tarballs.isEmpty, !package.hasTraces {
            notCached.append(package.package.name.string)
        }
    }
}

extension [PackagePattern] {
    /// Whether a package stays at home.
    func exclude(_ name: PackageName) -> Bool { contains { $0.matches(name) } }

    /// Whether what belongs to a package of this name stays at home; what belongs to none does not.
    func exclude(_ package: String?) throws -> Bool {
        guard !isEmpty, let package else { return false }
        return exclude(try PackageName(package))
    }

    /// Whether what was found stays at home anyhow: in a package, or in the place of a package or of a whole scope.
    func exclude(_ finding: Finding, _ layout: StorageLayout) throws -> Bool {
        guard !isEmpty else { return false }
        if let package = finding.package { return exclude(try PackageName(package)) }
        guard let path = try? RelativePath(finding.path) else { return false }
        return contains { $0.takes(path, layout) }
    }

    /// What is said of those that take nothing, not even something in the place of a package.
    func idle(in collected: Collected) -> [String] {
        catches(
            among: collected.folders.map(\.package.location),
            and: collected.strays.map(\.path),
            collected.layout
        )
        .compactMap(\.remark)
    }

    /// What each takes among the folders of packages and the other things in a storage.
    func catches(among folders: [RelativePath], and others: [String], _ layout: StorageLayout) -> [PatternCatch] {
        guard !isEmpty else { return [] }
        let places = folders + others.compactMap { try? RelativePath($0) }
        return map { pattern in
            let taken = places.filter { pattern.takes($0, layout) }
            return PatternCatch(
                key: "carry.exclude",
                pattern: pattern.string,
                taking: taken.map { layout.package(at: $0)?.string ?? $0.string }
            )
        }
    }
}

extension PackagePattern {
    /// Whether what lies in the place of a package, or of all packages of a scope, is meant.
    fileprivate func takes(_ place: RelativePath, _ layout: StorageLayout) -> Bool {
        if let package = layout.package(at: place) { return matches(package) }
        guard let scope = StorageLayout.scope(at: place) else { return false }
        return ["\(scope)/*", "\(scope)/**"].contains(string)
    }
}
