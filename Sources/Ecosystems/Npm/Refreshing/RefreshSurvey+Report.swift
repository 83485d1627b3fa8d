import Posix
import Spooling
import Trees

/// What came of a survey, and of the fetching after it.
extension RefreshSurvey {
    /// What would be fetched.
    func report(wouldFetch lacking: [WantedVersion]) -> RefreshReport {
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

    /// What a client had its registry fetch, as the storage shows it afterwards.
    func report(failures: [PackageName: [RefreshProblem]], provedBy after: Collected) -> RefreshReport {
        var problems = failures
        for version in wanted where problems[version.name] == nil {
            guard state(of: version.tarball.file, of: version.name, in: after) != .whole else { continue }
            let hint = "See in the log of the job what the client printed"
            let problem = RefreshProblem(version.subject, "was installed, but the storage does not hold it", hint: hint)
            problems[version.name, default: []].append(problem)
        }
        var files: [PackageName: [RefreshedPackage.File]] = [:]
        for folder in after.folders {
            let arrived = arrived(folder)
            if !arrived.isEmpty { files[folder.package.name] = arrived }
        }
        let report = report(files: files, problems: problems)
        let others = files.filter { documents[$0.key] == nil }.map { name, files in
            RefreshedPackage(name: name.string, outcome: .refreshed, files: files)
        }
        return report.adding(others)
    }

    /// The files of a package that are whole, and were not there before.
    private func arrived(_ folder: IndexedFolder) -> [RefreshedPackage.File] {
        let before = Set(collected.folders[folder.package.name]?.files.map(\.path) ?? [])
        return folder.files.filter { $0.state == .whole && !before.contains($0.path) }.map { file in
            RefreshedPackage.File(name: file.path.lastComponent, version: file.version ?? "", size: file.size)
        }
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
            let isUsed = isCached(document.name) || closure.wanted[document.name] != nil
            return refreshed(document, isUsed, files[document.name] ?? [], problems[document.name] ?? [])
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

    /// What became of one package; how fresh the document of one is that nothing here needs is nobody's matter.
    private func refreshed(
        _ document: SurveyedDocument,
        _ isUsed: Bool,
        _ files: [RefreshedPackage.File],
        _ problems: [RefreshProblem]
    ) -> RefreshedPackage {
        let own = document.problems.filter { isUsed || document.hasFailed && !$0.isGone }
        let outcome: RefreshedPackage.Outcome =
            if !problems.isEmpty || document.hasFailed && !own.isEmpty {
                .failed
            } else if !own.isEmpty {
                .stale
            } else if !files.isEmpty {
                .refreshed
            } else {
                document.isLocal ? .local : .unchanged
            }
        return RefreshedPackage(name: document.name.string, outcome: outcome, files: files, problems: own + problems)
    }

    private func isCached(_ name: PackageName) -> Bool { collected.folders[name]?.files.isEmpty == false }
}

extension Closure.Gap {
    /// One line: `left-pad@^9 matches no version in the registry (asked for by a@1.0.0)`.
    fileprivate var sentence: String { "\(name)@\(spec) \(cause) (asked for by \(asker))" }
}
