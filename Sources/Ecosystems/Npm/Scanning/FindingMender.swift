import Posix
import Time
import Transfer
import Trees

/// Mends what a finding is about, a tarball or the document of a package, and notes what became of it.
struct FindingMender {
    let tarballs: TarballRepair
    let documents: DocumentRepair
    let findings: FindingStore
    let clock: WallClock

    /// Throws what is wrong with more than this file, and `CancellationError`; the finding is then open again.
    func mend(_ finding: Finding) async throws -> RepairEnding {
        guard let id = finding.id else { return .failed("is not kept") }
        if let cure = NpmFinding(finding)?.otherCure { return .failed(cure) }
        let begun = try await findings.change(id, to: .repairing, at: clock.now())
        do {
            let ending = try await attempt(begun, id)
            switch ending {
            case .repaired(let detail): try await findings.change(id, to: .repaired, at: clock.now(), detail)
            case .failed(let detail): try await findings.change(id, to: .failed, at: clock.now(), detail)
            }
            return ending
        } catch {
            _ = try? await findings.change(id, to: .open, at: clock.now(), "Its repair broke off: \(error)")
            throw error
        }
    }

    private func attempt(_ finding: Finding, _ id: Int64) async throws -> RepairEnding {
        do {
            return finding.isOfDocument
                ? try await documents.mend(finding, id) : try await tarballs.mend(finding, id)
        } catch let error as SupplyError {
            return .failed("could not be fetched: \(error)")
        } catch let error as SystemError where !error.isOutOfSpace {
            return .failed("could not be mended: \(error)")
        } catch let error as PackumentError {
            return .failed("could not be mended, since its package.json cannot be used: \(error.reason)")
        } catch let error as NameError {
            return .failed("is no name of a tarball: \(error)")
        }
    }
}

/// What became of a file that was to be mended, as a clause to follow its path.
enum RepairEnding: Sendable, Equatable {
    case repaired(String)
    case failed(String)
}

extension Finding {
    /// Whether it is about the document of a package, and not about one of its tarballs.
    var isOfDocument: Bool {
        NpmFinding(self) == .noPackument || path.split(separator: "/").last == "package.json"
    }
}
