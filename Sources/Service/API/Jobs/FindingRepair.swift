import JSON
import Jobs
package import Requests
package import Transfer

/// Has broken files fetched again.
package struct FindingRepair: JobArguments {
    package static let type = "finding-repair"
    /// Digits of as many numbers as anybody lists.
    private static let longest = 10_000
    package static let members: [RequestMember] = [
        .text("findings") { text in
            text.utf8.count <= longest && numbers(text) != nil
                ? nil : "numbers of findings with commas between them are needed"
        }, .flag("dry_run"),
    ]

    /// The numbers of the findings, with commas between them; without it everything that fetching again may cure.
    package var findings: String?
    /// Whether only to say what would be fetched.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case findings
        case dryRun = "dry_run"
    }

    /// Repairs these findings, or everything that fetching again may cure.
    package init(_ ids: [String] = []) { findings = ids.isEmpty ? nil : ids.joined(separator: ",") }

    /// The numbers; `nil` for everything.
    package var numbers: Set<Int64>? { findings.flatMap(Self.numbers) }

    private static func numbers(_ text: String) -> Set<Int64>? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int64($0) }
        let numbers = parts.compactMap(\.self)
        return numbers.count == parts.count ? Set(numbers) : nil
    }

    /// What a repair came to.
    package struct Outcome: JobOutcome {
        /// Whether nothing was fetched, because that was asked for.
        package let dryRun: Bool
        /// What is whole now or, in a dry run, what would be fetched.
        package let repaired: Excerpt<BrokenFile>
        /// What could not be mended.
        package let failed: Excerpt<BrokenFile>

        /// Whether something could not be mended.
        package var isPartial: Bool { failed.count > 0 }

        enum CodingKeys: String, CodingKey {
            case repaired, failed
            case dryRun = "dry_run"
        }

        /// Counts what became of the files.
        package init(repaired: [BrokenFile], failed: [BrokenFile], dryRun: Bool = false) {
            self.dryRun = dryRun
            self.repaired = Excerpt(of: repaired)
            self.failed = Excerpt(of: failed)
        }
    }
}
