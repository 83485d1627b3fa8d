import Posix
import Transfer
import Trees

/// The repair of one broken tarball: quarantine, fetch, check.
struct TarballRepair {
    let check: TarballCheck
    let quarantine: Quarantine
    let supply: any PackageSupply
    let findings: FindingStore

    /// Mends what `finding`, numbered `id`, is about.
    ///
    /// Throws `SupplyError`, `SystemError`, `PackumentError` and `NameError`.
    func mend(_ finding: Finding, _ id: Int64) async throws -> RepairEnding {
        let (name, file) = try StorageLayout.split(RelativePath(finding.path))
        let tarball = try TarballFileName(file)
        if let obstacle = try await obstacle(name) { return .failed(obstacle) }
        guard let wanted = try check.wanted(tarball, of: name, finding.version) else {
            return .failed("is named by no version any more: delete it by hand if nobody misses it")
        }
        let seen = try check.identity(of: wanted)
        if let reason = isWhole(wanted) { return .repaired(reason) }
        guard let seen else { return try await fetch(wanted, finding, nil) }
        guard let moved = try await moveAway(finding, id, wanted, seen) else {
            return .failed("was written to meanwhile, and stays as it is: scan the storage again")
        }
        return try await fetch(wanted, finding, moved)
    }

    /// Why nothing can be fetched now, or ever: as long as that is so, the file stays where it is.
    private func obstacle(_ name: PackageName) async throws -> String? {
        switch try await supply.revalidate(name) {
        case .fresh: nil
        // What upstream lacks as a whole, it lacks this file of, too: that is what fetching it will say.
        case .unpublished: nil
        case .absent(let error) where error.code == .gone: nil
        case .absent(let error): "stays as it is, since upstream was not asked: \(error)"
        case .local: "was published here, and nobody else has it: publish it again, or restore it from a copy"
        case .stale(let cause, let hint): "stays as it is, since upstream was not asked: \(cause). \(hint)"
        }
    }

    /// Why the file need not be touched; `nil` where it is broken, or cannot be read.
    private func isWhole(_ wanted: TarballCheck.Wanted) -> String? {
        guard let judgement = try? check.judgement(of: wanted), judgement.state == .whole else { return nil }
        return "is what its metadata states now"
    }

    /// Moves the bytes into quarantine; `nil` where they are not those that were seen to be broken.
    private func moveAway(
        _ finding: Finding,
        _ id: Int64,
        _ wanted: TarballCheck.Wanted,
        _ seen: FileIdentity
    ) async throws -> RelativePath? {
        let place = try quarantine.place(for: finding.path, finding: id, attempt: finding.attempts)
        // Noted first: whoever is killed in between leaves a finding that knows where the bytes may be.
        try await findings.note(quarantine: place.string, of: id)
        if try quarantine.take(check.location(of: wanted), to: place, seen: seen) { return place }
        try await findings.note(quarantine: nil, of: id)
        return nil
    }

    private func fetch(
        _ wanted: TarballCheck.Wanted,
        _ finding: Finding,
        _ moved: RelativePath?
    ) async throws -> RepairEnding {
        let kept = moved.map { "; the bytes it had are in \(RepositoryFolder.name)/\($0)" } ?? ""
        do {
            let supplied = try await supply.supply(wanted.tarball, of: wanted.package)
            guard let judgement = try check.judgement(of: wanted) else {
                return .failed("was answered by \(supplied.source), but is not in the storage\(kept)")
            }
            guard judgement.state == .whole else { return try reject(wanted, finding, judgement, moved, kept) }
            return .repaired("was fetched again from \(supplied.source)\(kept)")
        } catch let error as SupplyError {
            let cause = error.code == .gone ? "is no longer at upstream" : "could not be fetched"
            return .failed("\(cause): \(error.subject) \(error.cause). \(error.hint)\(kept)")
        }
    }

    /// What was fetched is no better: it goes into quarantine, too, since clients would get it.
    private func reject(
        _ wanted: TarballCheck.Wanted,
        _ finding: Finding,
        _ judgement: TarballJudgement,
        _ moved: RelativePath?,
        _ kept: String
    ) throws -> RepairEnding {
        let place =
            try moved ?? quarantine.place(for: finding.path, finding: finding.id ?? 0, attempt: finding.attempts)
        if let seen = try check.identity(of: wanted) {
            _ = try quarantine.take(check.location(of: wanted), to: Quarantine.fetchedPlace(beside: place), seen: seen)
        }
        let detail = judgement.findings.first?.detail ?? "is not what its metadata states"
        return .failed("was fetched again, and what came \(detail): ask upstream\(kept)")
    }
}
