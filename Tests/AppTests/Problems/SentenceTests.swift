import API
import Persistence
import Posix
import Reporting
import TestSupport
import Testing
import Transfer
import Trees

@testable import App

@Suite("What is said of errors", .temporaryDirectory)
struct SentenceTests {
    /// A clause that follows its subject; after a colon it would have none.
    private static let clauses = [
        "is", "are", "has", "have", "was", "were", "does", "do", "cannot", "can", "could", "may", "must", "would",
        "belongs", "holds", "lies", "says", "needs", "relies", "comes", "lacks", "lost", "already", "no longer",
    ]

    /// Errors of every room, as they come out of what throws them.
    private func errors() async -> [any Error] {
        var found = TransferError.Code.allCases.map { code -> any Error in
            TransferError(code, "/srv/x", "is odd", hint: "Do y", details: ["p"])
        }
        found.append(StorageError("/srv/x", "is no storage", hint: "Mount it", key: "storage"))
        found.append(SystemError(operation: "open", path: "/srv/x", errno: .noEntry))
        let folder = TemporaryDirectory.current
        let text = Array("this is no database, and no archive, of any kind".utf8)
        for body in [
            { _ = try SnapshotStore(Directory(opening: AbsolutePath(folder))).load("0123456789abcdef") },
            { _ = try SnapshotNames(Directory(opening: AbsolutePath(folder))).remove("never", of: "0123") },
            { throw NewConfigurationError(path: try AbsolutePath(folder), cause: "is odd") },
            { _ = try RelativePath("/absolute") },
            {
                try AtomicFile.write(text, to: RelativePath("x"), in: Directory(opening: AbsolutePath(folder)))
                _ = try await Database(.file(AbsolutePath("\(folder)/x")))
            },
            {
                let path = try AbsolutePath("\(folder)/x")
                let pool = BlockingPool(threads: 1, name: "test")
                _ = try await Application.verifyArchive(path, on: pool, reporter: .silent)
            },
        ] as [@Sendable () async throws -> Void] {
            do { try await body() } catch { found.append(error) }
        }
        return found
    }

    @Test("No clause stands alone behind a colon, with a server and without one")
    func clauses() async {
        let errors = await errors()
        #expect(errors.count == TransferError.Code.allCases.count + 8)
        for text in errors.flatMap({ ["\($0)", Problem(describing: $0).description] }) {
            for clause in Self.clauses { #expect(!text.contains(": \(clause) "), "\(text)") }
        }
    }

    @Test("What a service answers begins with the sentence that a log has")
    func same() async {
        for error in await errors() {
            guard let error = error as? TransferError else { continue }
            #expect(Problem(describing: error).detail.hasPrefix(error.sentence), "\(error)")
            #expect(error.description.hasPrefix(error.sentence))
        }
    }
}
