import Posix
import Trees

/// What is known of the upstream of a storage: which documents are fresh, what is wanted of them, and what of that is
/// not here.
struct RefreshSurvey: Sendable {
    private let roots: Set<PackageName>
    private let collected: Collected
    private let settings: RefreshSettings
    private var walk: DependencyWalk
    private var documents: [PackageName: SurveyedDocument] = [:]
    private var asked: Set<PackageName> = []

    /// Starts with the packages to look at, in a storage as it was collected.
    init(_ roots: [PackageName], _ collected: Collected, _ settings: RefreshSettings) {
        self.roots = Set(roots)
        self.collected = collected
        self.settings = settings
        walk = DependencyWalk(platforms: settings.platforms, followsDependencies: settings.followsDependencies)
    }

    /// The first documents that are needed: those of the packages to look at, and of what the configuration includes.
    mutating func begin() throws -> [PackageName] {
        for request in settings.include { try walk.want(request.name, request.spec.text, because: .root("include")) }
        return try nextNeeded(besides: roots.sorted())
    }

    /// Documents that came up since and were never asked for.
    mutating func nextNeeded(besides others: [PackageName] = []) throws -> [PackageName] {
        let needed = (others + walk.nextNeeded()).filter { asked.insert($0).inserted }
        return needed
    }

    /// Takes a document, wants what the policy chooses of a package that is here, and answers who waits for it.
    mutating func take(_ document: SurveyedDocument) throws {
        documents[document.name] = document
        for version in chosen(document) {
            try walk.want(document.name, exactly: version, because: .root("refresh"), as: .always)
        }
        try walk.supply(document.name, document.manifest)
    }

    /// Of a package that is known by name alone, as other platforms' are, nothing is wanted for its own sake.
    private func chosen(_ document: SurveyedDocument) -> [String] {
        guard let manifest = document.manifest, roots.contains(document.name) else { return [] }
        let cached = Set(collected.folders[document.name]?.files.compactMap(\.version) ?? [])
        return cached.isEmpty ? [] : settings.versions.versions(of: manifest, cached: cached)
    }

    /// The wanted tarballs that are not here, sorted; those that are here and broken are none of them.
    func lacking() -> [LackingTarball] {
        walk.result().wanted.sorted { $0.key < $1.key }.flatMap { name, versions in
            versions.filter(\.value.isTarball).keys.sorted().compactMap { version in
                guard let tarball = documents[name]?.manifest?.tarball(of: version),
                    state(of: tarball.file, of: name, in: collected) == nil
                else { return nil }
                return LackingTarball(name: name, version: version, tarball: WantedTarball(tarball))
            }
        }
    }

    /// How a tarball stands; `nil` when it is not there.
    private func state(of file: TarballFileName, of name: PackageName, in collected: Collected) -> FileState? {
        collected.folders[name]?.files.first { $0.path.lastComponent == file.string }?.state
    }

    // MARK: - what came of it

    /// What would be fetched.
    func report(wouldFetch lacking: [LackingTarball]) -> RefreshReport {
        let files = Dictionary(grouping: lacking, by: \.name).mapValues { $0.map { $0.file(size: nil) } }
        return report(files: files, problems: [:])
    }

    /// What is here now, as the storage shows it after the fetching.
    func report(_ supplied: [SuppliedFile], provedBy after: Collected) -> RefreshReport {
        var files: [PackageName: [RefreshedPackage.File]] = [:]
        var problems: [PackageName: [RefreshProblem]] = [:]
        for supplied in supplied.sorted(by: { $0.lacking < $1.lacking }) {
            let (name, lacking) = (supplied.lacking.name, supplied.lacking)
            if let problem = problem(of: supplied, in: after) {
                problems[name, default: []].append(problem)
            } else {
                files[name, default: []].append(lacking.file(size: try? supplied.result.get().size))
            }
        }
        return report(files: files, problems: problems)
    }

    private func problem(of supplied: SuppliedFile, in after: Collected) -> RefreshProblem? {
        let lacking = supplied.lacking
        if case .failure(let error) = supplied.result { return RefreshProblem(error) }
        switch state(of: lacking.tarball.file, of: lacking.name, in: after) {
        case .whole: return nil
        case nil: return RefreshProblem(lacking.subject, "came, but is not there", hint: "Refresh again")
        case .broken, .orphan:
            return RefreshProblem(
                lacking.subject,
                "came with another digest than version \(lacking.version) states",
                hint: "Something between here and upstream changed it: packferry findings list has it"
            )
        }
    }

    private func report(
        files: [PackageName: [RefreshedPackage.File]],
        problems: [PackageName: [RefreshProblem]]
    ) -> RefreshReport {
        let closure = walk.result()
        var problems = problems
        for problem in broken(closure) { problems[problem.0, default: []].append(problem.1) }
        let packages = documents.values.sorted { $0.name < $1.name }.map { document in
            refreshed(document, files[document.name] ?? [], problems[document.name] ?? [])
        }
        let fetched = files.values.joined()
        return RefreshReport(
            packages: packages,
            files: fetched.count,
            bytes: fetched.reduce(0) { $0 + ($1.size ?? 0) },
            unresolved: closure.unresolved.map(\.sentence),
            elsewhere: closure.elsewhere.map(\.sentence)
        )
    }

    /// What is wanted and lies here with other bytes than it should have.
    private func broken(_ closure: Closure) -> [(PackageName, RefreshProblem)] {
        closure.wanted.flatMap { name, versions in
            versions.filter(\.value.isTarball).keys.sorted().compactMap { version in
                guard let file = documents[name]?.manifest?.tarball(of: version)?.file,
                    state(of: file, of: name, in: collected) == .broken
                else { return nil }
                let hint = "Repair it: packferry scan --repair"
                return (name, RefreshProblem("\(name)/\(file)", "is here, but broken", hint: hint))
            }
        }
    }

    private func refreshed(
        _ document: SurveyedDocument,
        _ files: [RefreshedPackage.File],
        _ problems: [RefreshProblem]
    ) -> RefreshedPackage {
        // What nobody needs but others' dependencies is missed by them, if by anybody.
        let own = document.problems.filter { !$0.isGone || roots.contains(document.name) }
        let all = own + problems
        let outcome: RefreshedPackage.Outcome =
            if !problems.isEmpty || (document.hasFailed && !own.isEmpty) { .failed } else if !all.isEmpty {
                .stale
            } else if !files.isEmpty {
                .refreshed
            } else if document.isLocal { .local } else { .unchanged }
        return RefreshedPackage(name: document.name.string, outcome: outcome, files: files, problems: all)
    }
}

extension Closure.Gap {
    /// One line: `left-pad@^9 matches no version in the registry (asked for by a@1.0.0)`.
    fileprivate var sentence: String { "\(name)@\(spec) \(cause) (asked for by \(asker))" }
}
