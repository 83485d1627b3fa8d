import Posix
import Transfer
import Trees

/// Which files of a storage a snapshot lists, and what is to be said of the others.
struct Listing: Sendable {
    /// A package whose packument can be read, with its tarballs.
    private struct Package: Sendable {
        let package: IndexedPackage
        var tarballs: [ListedTarball]
    }

    /// What is wrong, in sentences.
    let warnings: [String]
    /// Sorted by name.
    private var packages: [Package] = []
    private var places: [PackageName: Int] = [:]
    private var unreadable: Set<PackageName> = []
    /// Held entries of packages whose packument cannot be rendered now.
    private var held: [Entry] = []

    /// Sorts what was collected into whole, held and left out.
    ///
    /// What was listed `before` and is broken now stays listed, so that it is deleted nowhere.
    init(_ collected: Collected, excluded: [PackagePattern], before: [Entry]) throws {
        // What stays at home is not spoken of either.
        let findings = try collected.findings.filter { try !excluded.exclude($0.package) }
        let sentences = findings.map { "\($0.shownPath) \($0.detail)" }.sorted()
        let readable = collected.folders.values.filter {
            $0.package.sha512 != nil && !excluded.exclude($0.package.name)
        }
        warnings = sentences + Self.caseCollisions(readable.map(\.package.name.string))
        unreadable = Set(collected.folders.values.lazy.filter { $0.package.sha512 == nil }.map(\.package.name))
        for folder in readable.sorted(by: { $0.package.name < $1.package.name }) { take(folder) }
        let broken = collected.inFlight.union(findings.lazy.filter(\.isBroken).map(\.path))
        try hold(before.filter { try !excluded.exclude($0.package) }, broken: broken, collected)
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
        packages.append(Package(package: folder.package, tarballs: Array(tarballs)))
    }

    private mutating func hold(_ before: [Entry], broken: Set<String>, _ collected: Collected) throws {
        guard !broken.isEmpty || !unreadable.isEmpty else { return }
        for entry in before {
            let name = try PackageName(entry.package)
            if unreadable.contains(name) {
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
}
