package import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#endif

/// A folder of its own for one test, gone afterwards.
package struct TemporaryDirectory: TestTrait, SuiteTrait, TestScoping {
    @TaskLocal private static var path = ""

    /// The folder of the running test.
    package static var current: String {
        precondition(!path.isEmpty, "add the trait .temporaryDirectory to this test")
        return path
    }

    package var isRecursive: Bool { true }

    /// Runs the test with a fresh folder bound to `current`.
    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        guard testCase != nil || !test.isSuite else { return try await function() }
        let folder = FileManager.default.temporaryDirectory.path + "/packferry-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await Self.$path.withValue(folder) { try await function() }
    }
}

extension Trait where Self == TemporaryDirectory {
    /// Gives each test, or each row of a table, a folder of its own.
    package static var temporaryDirectory: TemporaryDirectory { TemporaryDirectory() }
}
