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

    private let isInMemory: Bool

    fileprivate init(isInMemory: Bool) { self.isInMemory = isInMemory }

    /// Runs the test with a fresh folder bound to `current`.
    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        guard testCase != nil || !test.isSuite else { return try await function() }
        let folder = parent + "/packferry-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await Self.$path.withValue(folder) { try await function() }
    }

    private var parent: String {
        let memory = "/dev/shm"
        let isThere = FileManager.default.isWritableFile(atPath: memory)
        return isInMemory && isThere ? memory : FileManager.default.temporaryDirectory.path
    }
}

extension Trait where Self == TemporaryDirectory {
    /// Gives each test, or each row of a table, a folder of its own.
    package static var temporaryDirectory: TemporaryDirectory { TemporaryDirectory(isInMemory: false) }

    /// The same on a file system in memory where there is one: for tests that make things durable many times over.
    package static var memoryDirectory: TemporaryDirectory { TemporaryDirectory(isInMemory: true) }
}
