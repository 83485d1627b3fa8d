import Logging
import Posix
import Reporting
import Trees

/// Makes a storage hold what its upstream has: every package that is here at the versions that are asked for, with what
/// they depend on.
///
/// Nothing counts as here because somebody said so: the storage is read before and after.
struct Refresher: Sendable {
    let documents: DocumentReader
    let supply: any PackageSupply
    /// The client that asks in our place; `nil` where we do.
    let runner: ClientRunner?
    let settings: RefreshSettings
    let record: RefreshRecord
    /// What upstream took back; `nil` where the supply does not know what upstream itself lists.
    let withdrawals: WithdrawalWatch?
    let reporter: Reporter
    /// Throws where nothing more may be written to the storage.
    var requireSpace: @Sendable () throws -> Void = {}

    func run(_ request: RefreshRequest) async throws -> RefreshReport {
        if !settings.isDryRun { try requireSpace() }
        try await supply.requireReachable()
        let before = try await documents.collector.collect(reporter: reporter)
        let survey = try await survey(roots(request, before), before)
        try await documents.keepBriefs()
        var report = try await fill(survey, before)
        report.withdrawals = withdrawals?.news
        if !settings.isDryRun { try await withdrawals?.remember() }
        return report
    }

    /// Makes available what is wanted and not here, or says what that is.
    private func fill(_ survey: RefreshSurvey, _ before: Collected) async throws -> RefreshReport {
        let lacking = survey.lacking()
        guard !settings.isDryRun else { return survey.report(wouldFetch: lacking) }
        if let runner {
            let failures = try await install(survey.wanted, by: runner)
            return survey.report(failures: failures, provedBy: try await prove())
        }
        // Where nothing was to be fetched, there is nothing to prove.
        guard !lacking.isEmpty else { return survey.report([], provedBy: before) }
        let supplied = try await fetch(lacking)
        return survey.report(supplied, provedBy: try await prove())
    }

    private func prove() async throws -> Collected {
        reporter.begin(.prove)
        return try await documents.collector.collect(reporter: .silent)
    }

    /// The packages to look at, by name.
    private func roots(_ request: RefreshRequest, _ collected: Collected) throws -> [PackageName] {
        guard request.from == nil else { return [] }
        guard let packages = request.packages else {
            let names = collected.folders.names
            return Array(names.prefix(request.limit ?? names.count))
        }
        return try packages.map { try PackageName($0) }.prefix(request.limit ?? packages.count).sorted()
    }

    /// Makes documents fresh and follows dependencies, until nothing more is named.
    private func survey(_ names: [PackageName], _ collected: Collected) async throws -> RefreshSurvey {
        var survey = RefreshSurvey(names, collected, settings)
        let fresh = FreshDocuments(try await record.fresh(), in: record)
        reporter.begin(.revalidate, total: Int64(names.count), unit: .packages)
        var needed = try survey.begin()
        var asked = names.count
        while !needed.isEmpty {
            for document in try await documents(of: needed, sizes: collected, fresh) { try survey.take(document) }
            needed = try survey.nextNeeded()
            asked += needed.count
            reporter.extend(total: Int64(asked))
        }
        try await lookAgain(&survey, collected)
        return survey
    }

    /// Asks once more for what was answered as if upstream were not there: by now it may have been seen to be.
    private func lookAgain(_ survey: inout RefreshSurvey, _ collected: Collected) async throws {
        var needed = survey.doubtful
        while !needed.isEmpty {
            let asked = try await documents(of: needed, sizes: collected, FreshDocuments([], in: record))
            for document in asked { try survey.take(document) }
            needed = try survey.nextNeeded()
        }
    }

    /// Those that are large have a lane of their own: a Verdaccio holds several times their size in memory for each.
    private func documents(
        of names: [PackageName],
        sizes: Collected,
        _ fresh: FreshDocuments
    ) async throws -> [SurveyedDocument] {
        let large = names.filter { sizes.documentSize(of: $0) > RefreshSettings.largeDocument }
        let usual = names.filter { sizes.documentSize(of: $0) <= RefreshSettings.largeDocument }
        async let slow = documents(of: large, sizes, width: min(2, settings.concurrency), fresh)
        async let quick = documents(of: usual, sizes, width: settings.concurrency, fresh)
        return try await slow + quick
    }

    private func documents(
        of names: [PackageName],
        _ collected: Collected,
        width: Int,
        _ fresh: FreshDocuments
    ) async throws -> [SurveyedDocument] {
        try await concurrentMap(names, width: width) { name in
            try reporter.checkCancellation()
            defer { reporter.advance() }
            return try await document(of: name, having: collected.versions(of: name), fresh)
        }
    }

    private func document(
        of name: PackageName,
        having cached: Set<String>,
        _ fresh: FreshDocuments
    ) async throws -> SurveyedDocument {
        let kept = try await documents.keptBrief(of: name)
        try await beginWithdrawals(name, having: cached, knowing: kept)
        let revalidation = try await fresh.contains(name) ? .success(.fresh) : revalidated(name, kept, fresh)
        do {
            // Where it could not be made fresh, what lies there still tells what it depends on.
            let brief = try await documents.brief(of: name, knowing: kept)
            try await takeWithdrawals(name, brief?.versions.having(cached), revalidation)
            return SurveyedDocument(name: name, revalidation: revalidation, manifest: brief?.manifest)
        } catch let error as CancellationError {
            throw error
        } catch {
            let hint = "Move it away and refresh again"
            let unusable = SupplyError(.wrong, "\(name)/package.json", "cannot be used: \(error)", hint: hint)
            return SurveyedDocument(name: name, revalidation: .failure(unusable), manifest: nil)
        }
    }

    private func revalidated(
        _ name: PackageName,
        _ kept: KeptBrief?,
        _ fresh: FreshDocuments
    ) async throws -> Result<Revalidation, SupplyError> {
        do {
            let revalidation = try await supply.revalidate(name, knowing: kept)
            if revalidation == .fresh { try await fresh.note(name) }
            return .success(revalidation)
        } catch let error as SupplyError {
            return .failure(error)
        }
    }

    /// Has every lacking tarball fetched; what that fails of is noted, and the rest goes on.
    private func fetch(_ lacking: [WantedVersion]) async throws -> [SuppliedFile] {
        reporter.begin(.fetch, total: Int64(lacking.count), unit: .files)
        return try await concurrentMap(lacking, width: settings.concurrency) { lacking in
            try reporter.checkCancellation()
            // Before the disk is full: what is fetched until then stays, and the next refresh goes on from there.
            try requireSpace()
            defer { reporter.advance() }
            do {
                let tarball = try await supply.supply(lacking.tarball, of: lacking.name)
                reporter.count("files")
                reporter.count("bytes", by: tarball.size)
                return SuppliedFile(lacking: lacking, result: .success(tarball))
            } catch let error as SupplyError {
                reporter.log(.warning, "\(error.subject) \(error.cause)")
                return SuppliedFile(lacking: lacking, result: .failure(error))
            }
        }
    }
}
