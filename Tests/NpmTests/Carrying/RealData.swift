import Foundation
import Posix
import TestSupport
import Testing

/// Real storages, unpacked once for a suite, where the environment variable `PACKFERRY_DATA` names the folder of the
/// archive.
struct RealData: SuiteTrait, TestScoping {
    @TaskLocal private static var unpacked = ""

    private static let folder = ProcessInfo.processInfo.environment["PACKFERRY_DATA"] ?? ""

    /// One project's storage on two days of 2025.
    static let npm2025 = "npm-2025.tar.zst"
    /// A cache of 2018.
    static let verdaccio2018 = "verdaccio-2018.tar.zst"

    /// The file name of the archive.
    let archive: String

    /// Whether there is such an archive here, and what it takes to unpack it.
    static func isHere(_ archive: String) -> Bool {
        !folder.isEmpty && FileManager.default.isReadableFile(atPath: "\(folder)/\(archive)")
            && StockTool.tar.isInstalled && StockTool.zstd.isInstalled
    }

    /// Why a test that needs it is left out.
    static func absence(_ archive: String) -> Comment { "not run: PACKFERRY_DATA names no folder with \(archive)" }

    /// A folder of the unpacked archive.
    static func path(_ folder: String) -> String { "\(unpacked)/\(folder)" }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        guard Self.isHere(archive) else { return try await function() }
        let folder = FileManager.default.temporaryDirectory.path + "/packferry-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let outcome = try StockTool.tar.run(["--zstd", "-xf", "\(Self.folder)/\(archive)"], in: folder)
        guard outcome.status == 0 else { throw FixtureError.failed(outcome.complaints) }
        try await Self.$unpacked.withValue(folder) { try await function() }
    }
}

extension StorageFixture {
    /// Copies the contents of a folder into the storage, over what is there.
    func copy(from folder: String) throws {
        let outcome = try StockTool("cp").run(["-a", "\(folder)/.", "."], in: storage.path.string)
        guard outcome.status == 0 else { throw FixtureError.failed(outcome.complaints) }
    }
}
