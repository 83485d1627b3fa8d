import JSON
import Jobs
package import Requests

/// Has broken files fetched again.
package struct FindingRepair: JobArguments {
    package static let type = "finding-repair"
    /// Digits of as many numbers as anybody lists.
    private static let longest = 10_000
    package static let members: [RequestMember] = [
        .text("findings") { text in
            text.utf8.count <= longest && numbers(text) != nil
                ? nil : "numbers of findings with commas between them are needed"
        }
    ]

    /// The numbers of the findings, with commas between them; without it everything that fetching again may cure.
    package var findings: String?

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
        /// What is whole now.
        package let repaired: Excerpt<BrokenFile>
        /// What could not be mended.
        package let failed: Excerpt<BrokenFile>

        /// Whether something could not be mended.
        package var isPartial: Bool { failed.count > 0 }

        /// Counts what became of the files.
        package init(repaired: [BrokenFile], failed: [BrokenFile]) {
            self.repaired = Excerpt(of: repaired)
            self.failed = Excerpt(of: failed)
        }
    }
}
