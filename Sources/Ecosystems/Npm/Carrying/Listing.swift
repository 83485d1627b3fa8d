import Posix
import Spooling
import Transfer
import Trees

/// Which files of a storage a snapshot lists, and what is to be said of the others.
struct Listing: Sendable {
    /// A package whose packument can be read, with its tarballs.
    private struct Package: Sendable {
        let package: IndexedPackage
        var tarballs: [ListedTarball]
        /// Whether there is any tarball, in whatever state, or a word about one that should be there.
        let hasTraces: Bool

        /// What its packument leaves out, in a sentence; a tarball among it is a finding of its own.
        func omission(of form: ReadyForm?) -> String? {
            guard let form, !form.omission.isEmpty, excess(form) == nil else { return nil }
            return "\(package.name)/package.json \(form.omission)"
        }

        /// What is said of a package that stays at home whole, because its packument cannot travel.
        func excess(_ form: ReadyForm?) -> LeftBehind? {
            guard let form, form.content == nil, tarballs.contains(where: { !$0.entry.held }) else { return nil }
            let path = "\(package.name)/package.json"
            return LeftBehind(path: path, package: package.name.string, kind: "too-long", reason: form.omission)
        }

        /// Whether Verdaccio knows of it and never had to fetch any of it.
        func isNotCached(_ form: ReadyForm?) -> Bool {
            guard let form, form.omission.isEmpty else { return false }
            return form.content == nil && tarballs.isEmpty && !hasTraces
        }
    }

    /// What stays at home because of what was found.
    private let leftBehind: [LeftBehind]
    /// What is odd besides, in sentences.
    private let remarks: [String]
    /// Patterns that take nothing, in sentences.
    private let notices: [String]
    /// Sorted by name.
    private var packages: [Package] = []
    private var places: [PackageName: Int] = [:]
    private var unreadable: Set<PackageName> = []
    /// Held entries of packages whose packument cannot be rendered now.
    private var held: [Entry] = []

    /// Sorts what was collected into whole, held and left out.
    ///
    /// What was listed `before` and is broken now stays listed, so that it is deleted nowhere.
    init(_ collected: Collected, excluded: [PackagePattern], before: SpooledList<Entry>) throws {
        // What stays at home is not spoken of either.
        let findings = try collected.findings.filter { try !excluded.exclude($0, collected.layout) }
        leftBehind = findings.filter(\.leavesBehind).map(LeftBehind.init)
        let readable = collected.folders.values.filter {
            $0.package.sha512 != nil && !excluded.exclude($0.package.name)
        }
        remarks =
            findings.filter { !$0.leavesBehind }.map { "\($0.shownPath) \($0.detail)" }
            + Self.caseCollisions(readable.map(\.package.name.string))
        notices = excluded.idle(in: collected)
        unreadable = Set(collected.folders.values.lazy.filter { $0.package.sha512 == nil }.map(\.package.name))
        for folder in readable.sorted(by: { $0.package.name < $1.package.name }) { take(folder) }
        let broken = collected.inFlight.union(findings.lazy.filter(\.isBroken).map(\.path))
        try hold(before, excluded, broken: broken, collected)
    }

    private mutating func take(_ folder: IndexedFolder) {
        places[folder.package.name] = packages.count
        let name = folder.package.name.string
        let tarballs = folder.files.lazy.filter { $0.state == .whole }.map { file in
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
        let hasTraces = !folder.files.isEmpty || folder.findings.contains(where: \.leavesBehind)
        packages.append(Package(package: folder.package, tarballs: Array(tarballs), hasTraces: hasTraces))
    }

    private mutating func hold(
        _ before: SpooledList<Entry>,
        _ excluded: [PackagePattern],
        broken: Set<String>,
        _ collected: Collected
    ) throws {
        guard !broken.isEmpty || !unreadable.isEmpty || !collected.blocked.isEmpty else { return }
        for entry in before where try !excluded.exclude(entry.package) {
            let name = try PackageName(entry.package)
            if unreadable.contains(name) || collected.isBlocked(entry.path) {
                held.append(entry.asHeld)
            } else if entry.kind == .file, broken.contains(entry.path.string),
                collected.file(at: entry.path)?.state != .whole
            {
                hold(entry, of: name)
            }
        }
    }

    private mutating func hold(_ entry: Entry, of name: PackageName) {
        guard let place = places[name] else { return held.append(entry.asHeld) }
        packages[place].tarballs.append(ListedTarball(entry: entry.asHeld, sha1: nil))
    }

    /// The files that are placed as they are, and what is held without a packument that could be rendered.
    var entries: [Entry] { packages.flatMap { $0.tarballs.map(\.entry) } + held }

    /// What has to be rendered for each package; with `platforms`, versions for others are listed as metadata only.
    func requests(_ platforms: [Platform]) throws -> [RenderRequest] {
        let metadataOnly = try metadataOnly(platforms)
        return packages.map {
            RenderRequest(
                package: $0.package,
                tarballs: $0.tarballs,
                metadataOnly: metadataOnly[$0.package.name] ?? [],
                platforms: platforms
            )
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
            facts.append(fact)
            kept[fact.name] = Set(package.tarballs.compactMap(\.entry.version))
        }
        return MetadataOnlyPlan(facts: facts, kept: kept, platforms: platforms).versions
    }

    /// What is to be said besides the list, once it is known what became of the packuments, in the order of the packages.
    func report(_ forms: [ReadyForm?]) -> TreeReport {
        let made = zip(packages, forms)
        return TreeReport(
            leftBehind: leftBehind + made.compactMap { $0.excess($1) },
            remarks: remarks + made.compactMap { $0.omission(of: $1) },
            notices: notices,
            notCached: made.filter { $0.isNotCached($1) }.map(\.0.package.name.string)
        )
    }

    /// The same with the packuments as they were made last.
    var reportOfLastForms: TreeReport { report(packages.map(\.package.ready)) }

    private static func caseCollisions(_ names: [String]) -> [String] {
        Dictionary(grouping: names) { $0.lowercased() }
            .values.filter { $0.count > 1 }
            .map { "\($0.sorted().joined(separator: " and ")) differ only by case" }
            .sorted()
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
            among: collected.folders.values.map(\.package.location),
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
