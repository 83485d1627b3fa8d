import Posix
import TestSupport
import Testing
import Time

@testable import App

@Suite("Looking for the service that runs on a state", .temporaryDirectory)
struct RunningServerTests {
    private let state = TemporaryDirectory.current

    private func look() throws -> ServerRecord? { try ServerRecord.running(on: AbsolutePath(state)) }

    @Test("finds it by its lock, and neither takes that nor writes a byte")
    func running() throws {
        let folder = try Directory(opening: AbsolutePath(state))
        let record = ServerRecord(listening: .loopback(port: 8470), at: Moment(milliseconds: 0))
        try record.save(in: folder)
        let lock = try #require(try FileLock.acquire(Service.lockPath, in: folder, holder: "process 7"))
        let before = try folder.info(Service.lockPath)
        #expect(try readOnly { try look() } == record)
        #expect(try folder.info(Service.lockPath) == before)
        #expect(try FileLock.holder(of: Service.lockPath, in: folder) == "process 7")
        withExtendedLifetime(lock) {}
    }

    @Test("finds none that was killed, and keeps none off that starts meanwhile")
    func killed() throws {
        let folder = try Directory(opening: AbsolutePath(state))
        try ServerRecord(listening: .loopback(port: 8470), at: Moment(milliseconds: 0)).save(in: folder)
        // As a service that was killed leaves it: the file, and nobody who holds it.
        do { _ = try FileLock.acquire(Service.lockPath, in: folder, holder: "process 7") }
        let before = try folder.info(Service.lockPath)
        #expect(try readOnly { try look() } == nil)
        #expect(try folder.info(Service.lockPath) == before)
        #expect(try FileLock.acquire(Service.lockPath, in: folder, holder: "next") != nil)
    }

    @Test("makes nothing where there is no state yet")
    func nothing() throws {
        let folder = try Directory(opening: AbsolutePath(state))
        #expect(try readOnly { try look() } == nil)
        #expect(try ServerRecord.running(on: AbsolutePath(state + "/none")) == nil)
        #expect(try folder.entries().isEmpty)
    }

    /// Runs `body` as for a user who may read the state and not write to it.
    private func readOnly(_ body: () throws -> ServerRecord?) throws -> ServerRecord? {
        try FileOperation.$gate.withValue { operation throws(SystemError) in
            throw SystemError(operation: "\(operation.kind)", path: operation.path, errno: .accessDenied)
        } operation: {
            try body()
        }
    }
}
