import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#endif

/// How long a group of parsers is tried: so many inputs, or for as long as `PACKFERRY_FUZZ_SECONDS` says.
///
/// An input is made by its number alone, so that one that does harm comes again. What a long run is at lies in the folder
/// that `PACKFERRY_FUZZ_KEEP` names: if the process dies, that is what killed it.
package struct FuzzRun {
    private static let environment = ProcessInfo.processInfo.environment
    private let group: String
    private let count: UInt64
    private let seconds: Double?
    private let first: UInt64
    private let keep: String?

    /// A run of `count` inputs, unless it is to be a long one.
    package init(_ group: String, _ count: UInt64) {
        self.group = group
        self.count = count
        seconds = Self.environment["PACKFERRY_FUZZ_SECONDS"].flatMap(Double.init)
        // A long run goes on where the short one ends, or where it is told to.
        first = seconds == nil ? 0 : Self.environment["PACKFERRY_FUZZ_FIRST"].flatMap(UInt64.init) ?? count
        keep = Self.environment["PACKFERRY_FUZZ_KEEP"]
    }

    /// Makes inputs by their numbers and tries each.
    package func each(
        _ make: (inout SeededGenerator) throws -> [UInt8],
        try body: (_ input: [UInt8], _ number: UInt64) throws -> Void
    ) throws {
        let end = seconds.map { ContinuousClock.now + .seconds($0) }
        var number = first
        while end.map({ ContinuousClock.now < $0 }) ?? (number < first + count) {
            let input = try input(number, make)
            try body(input, number)
            number += 1
        }
        tell(number)
    }

    /// The same for what waits: a server, or a job.
    package func each(
        _ make: (inout SeededGenerator) throws -> [UInt8],
        try body: (_ input: [UInt8], _ number: UInt64) async throws -> Void
    ) async throws {
        let end = seconds.map { ContinuousClock.now + .seconds($0) }
        var number = first
        while end.map({ ContinuousClock.now < $0 }) ?? (number < first + count) {
            let input = try input(number, make)
            try await body(input, number)
            number += 1
        }
        tell(number)
    }

    /// What else an input is tried with, such as how it is cut, is by its number too.
    package static func generator(_ number: UInt64) -> SeededGenerator {
        SeededGenerator(seed: number &* 0x9E37_79B9_7F4A_7C15 ^ 0xC07)
    }

    private func input(_ number: UInt64, _ make: (inout SeededGenerator) throws -> [UInt8]) throws -> [UInt8] {
        var random = SeededGenerator(seed: number &* 0x2545_F491_4F6C_DD1D)
        let input = try make(&random)
        if let keep { try Data(input).write(to: URL(filePath: "\(keep)/\(group).input")) }
        return input
    }

    private func tell(_ end: UInt64) {
        if seconds != nil { print("fuzz \(group): inputs \(first)..<\(end)") }
    }
}

/// Inputs that once did harm, and some to begin with: `Tests/Corpus`, a folder for each group of parsers.
package enum Corpus {
    private static let folder = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Corpus"

    /// The inputs for one group, by the name of the file; there must be some.
    package static func inputs(_ group: String) throws -> [(name: String, bytes: [UInt8])] {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(group)").sorted()
        try #require(!names.isEmpty, "\(group)")
        return try names.map { ($0, Array(try Data(contentsOf: URL(filePath: "\(folder)/\(group)/\($0)")))) }
    }
}
