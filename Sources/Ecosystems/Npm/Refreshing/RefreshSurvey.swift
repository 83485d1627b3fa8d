import Posix
import Trees

/// What is known of the upstream of a storage: which documents are fresh, what is wanted of them, and what of that is
/// not here.
struct RefreshSurvey: Sendable {
    let roots: Set<PackageName>
    let collected: Collected
    private let settings: RefreshSettings
    private(set) var walk: DependencyWalk
    private(set) var documents: [PackageName: SurveyedDocument] = [:]
    private var asked: Set<PackageName> = []
    /// Packages of which the versions that the policy chooses are wanted already.
    private var chosenFor: Set<PackageName> = []
    /// Whether a package that comes in as a dependency is one of those to look at, as it will be the next time.
    private let widens: Bool

    /// Starts with the packages to look at, in a storage as it was collected.
    ///
    /// Where these are all that there are, what comes in with them is looked at like them, so that a refresh right after
    /// this one finds nothing new.
    init(_ roots: [PackageName], _ collected: Collected, _ settings: RefreshSettings) {
        self.roots = Set(roots)
        widens = !roots.isEmpty && roots.count == collected.packages
        self.collected = collected
        self.settings = settings
        walk = DependencyWalk(platforms: settings.platforms, followsDependencies: settings.followsDependencies)
    }

    /// The first documents that are needed: those of the packages to look at, and of what the configuration includes.
    mutating func begin() throws -> [PackageName] {
        if let requested = settings.requested { try walk.want(requested) }
        for request in settings.include { try walk.want(request.name, request.spec.text, because: .root("include")) }
        return try nextNeeded(besides: roots.sorted())
    }

    /// Documents that came up since and were never asked for.
    mutating func nextNeeded(besides others: [PackageName] = []) throws -> [PackageName] {
        if widens { try widen() }
        return (others + walk.nextNeeded()).filter { asked.insert($0).inserted }
    }

    /// Wants what the policy chooses of packages that came in as dependencies, and of what comes in with those.
    private mutating func widen() throws {
        while true {
            let added = walk.result().wanted.filter { name, versions in
                !chosenFor.contains(name) && versions.values.contains(where: \.isTarball)
            }
            guard !added.isEmpty else { return }
            for (name, versions) in added.sorted(by: { $0.key < $1.key }) {
                chosenFor.insert(name)
                try choose(from: documents[name]?.manifest, having: Set(versions.filter(\.value.isTarball).keys))
            }
            while try walk.advance(atMost: .max) {}
        }
    }

    private mutating func choose(from manifest: PackageManifest?, having versions: Set<String>) throws {
        guard let manifest, !versions.isEmpty else { return }
        chosenFor.insert(manifest.name)
        for version in settings.versions.versions(of: manifest, cached: versions) {
            try walk.want(manifest.name, exactly: version, because: .root("refresh"), as: .always)
        }
    }

    /// Documents that upstream may have more to say of by now, or was not seen to say anything of.
    var doubtful: [PackageName] { documents.values.filter(\.isDoubtful).map(\.name).sorted() }

    /// Takes a document, wants what the policy chooses of a package that is here, and answers who waits for it.
    ///
    /// Of a package that is known by name alone, as other platforms' are, nothing is wanted for its own sake.
    mutating func take(_ document: SurveyedDocument) throws {
        documents[document.name] = document
        if roots.contains(document.name) {
            try choose(from: document.manifest, having: collected.versions(of: document.name))
        }
        try walk.supply(document.name, document.manifest)
    }

    /// The wanted tarballs, sorted.
    var wanted: [WantedVersion] {
        walk.result().wanted.sorted { $0.key < $1.key }.flatMap { name, versions in
            versions.filter(\.value.isTarball).keys.sorted().compactMap { version in
                documents[name]?.manifest?.tarball(of: version).map {
                    WantedVersion(name: name, version: version, tarball: WantedTarball($0))
                }
            }
        }
    }

    /// Those that are not here; those that are here and broken are none of them.
    func lacking() -> [WantedVersion] {
        wanted.filter { state(of: $0.tarball.file, of: $0.name, in: collected) == nil }
    }

    /// How a tarball stands; `nil` when it is not there.
    func state(of file: TarballFileName, of name: PackageName, in collected: Collected) -> FileState? {
        guard let path = try? name.path.appending(file.string) else { return nil }
        return collected.folders[name]?.file(at: path)?.state
    }
}
