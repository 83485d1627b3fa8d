import Foundation
import Testing

/// What tries an interface by its OpenAPI document: Schemathesis, in a virtual environment of its own.
enum Schemathesis {
    private static let checkout = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    private static let own = "\(checkout)/.build/schemathesis/bin/schemathesis"
    private static let path = ProcessInfo.processInfo.environment["PACKFERRY_SCHEMATHESIS"] ?? own

    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Streams have no end to wait for, and an export writes wherever it is told.
    static let leftOut = ["followJob", "followJobs", "startArtifactExport"]

    /// Tries every route of the service at an address with all checks; what it says is in the outcome.
    static func run(against url: String, in folder: String) async throws -> Outcome {
        let settings = "\(checkout)/Tests/EndToEndTests/Contract/schemathesis.toml"
        let excluded = leftOut.flatMap { ["--exclude-operation-id", $0] }
        // The same values every time; in threads, Python 3.11 fails of itself (python/cpython#106905).
        let choice = ["--checks", "all", "--max-examples", "3", "--seed", "1", "--workers", "1", "--no-color"]
        return try await Executable(at: path).run(
            ["--config-file", settings, "run", "\(url)/openapi.json"] + choice + excluded,
            in: folder
        )
    }
}

extension Trait where Self == ConditionTrait {
    /// Needs Schemathesis, which `scripts/setup` installs where PyPI can be reached.
    static var needsSchemathesis: ConditionTrait {
        .enabled(
            if: Schemathesis.isInstalled,
            "not run: Schemathesis is not installed (scripts/setup does so where PyPI can be reached)"
        )
    }
}
