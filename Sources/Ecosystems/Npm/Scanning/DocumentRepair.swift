import Posix
import Transfer
import Trees

/// The repair of a package's document that is missing or is no packument: quarantine, fetch, check.
///
/// A registry reads the document before it asks upstream, so that a broken one has to go first; it is put back where
/// nothing comes in its place.
struct DocumentRepair {
    let collector: Collector
    let quarantine: Quarantine
    let supply: any PackageSupply
    let findings: FindingStore

    /// Mends what `finding`, numbered `id`, is about.
    ///
    /// Throws `SupplyError`, `SystemError` and `NameError`.
    func mend(_ finding: Finding, _ id: Int64) async throws -> RepairEnding {
        let name = try PackageName(finding.package ?? finding.path)
        if reading(name) == nil { return .repaired("is a packument now") }
        let moved = try await moveAway(name, finding, id)
        do {
            let revalidation = try await supply.revalidate(name)
            if revalidation == .fresh { return fetched(name, moved) }
            return .failed("\(Self.obstacle(revalidation))\(try await putBack(moved, name, id))")
        } catch let error as SupplyError {
            return .failed("could not be fetched: \(error)\(try await putBack(moved, name, id))")
        } catch {
            _ = try? await putBack(moved, name, id)
            throw error
        }
    }

    /// What keeps the document from being used now; `nil` where nothing does.
    private func reading(_ name: PackageName) -> String? {
        do {
            return try collector.packument(of: name) == nil ? "is not there" : nil
        } catch {
            return (error as? PackumentError)?.reason ?? "\(error)"
        }
    }

    private func fetched(_ name: PackageName, _ moved: RelativePath?) -> RepairEnding {
        let kept = moved.map { "; the bytes it had are in \(RepositoryFolder.name)/\($0)" } ?? ""
        guard let reason = reading(name) else {
            let others = "; what was published here is not in it: publish that again"
            return .repaired("was fetched again\(kept)\(moved == nil ? "" : others)")
        }
        return .failed("was fetched again, and what came \(reason): ask upstream\(kept)")
    }

    /// Why nothing came, and what to do.
    private static func obstacle(_ revalidation: Revalidation) -> String {
        switch revalidation {
        case .absent(let error) where error.code != .gone:
            "cannot be fetched, since upstream was not asked: \(error)"
        case .stale(let cause, let hint): "cannot be fetched, since upstream was not asked: \(cause). \(hint)"
        case .fresh, .local, .unpublished, .absent:
            "is not upstream, so it was published here or taken back there: restore it from a copy, or publish the package again"
        }
    }

    /// Moves the bytes into quarantine; `nil` where there are none.
    private func moveAway(_ name: PackageName, _ finding: Finding, _ id: Int64) async throws -> RelativePath? {
        guard let info = try collector.root.info(location(name)) else {
            // Whoever was killed in between left them there.
            return try finding.quarantine.map { try RelativePath($0) }
        }
        let place = try quarantine.place(for: "\(name)/package.json", finding: id, attempt: finding.attempts)
        // Noted first: whoever is killed in between leaves a finding that knows where the bytes may be.
        try await findings.note(quarantine: place.string, of: id)
        if try quarantine.take(location(name), to: place, seen: FileIdentity(info)) { return place }
        try await findings.note(quarantine: nil, of: id)
        return nil
    }

    /// Puts the bytes back where nothing came in their place, and says where they are.
    private func putBack(_ moved: RelativePath?, _ name: PackageName, _ id: Int64) async throws -> String {
        guard let moved else { return "" }
        guard try quarantine.giveBack(moved, to: location(name)) else {
            return "; the bytes it had are in \(RepositoryFolder.name)/\(moved)"
        }
        try await findings.note(quarantine: nil, of: id)
        return "; it lies there as it did"
    }

    private func location(_ name: PackageName) throws -> RelativePath {
        try collector.layout.folder(of: name).appending("package.json")
    }
}
