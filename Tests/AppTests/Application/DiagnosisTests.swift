import API
import Logging
import Persistence
import Posix
import Reporting
import SQLite
import TestSupport
import Testing

@testable import App

@Suite("What doctor finds", .temporaryDirectory)
struct DiagnosisTests {
    /// Builds one archive and closes everything.
    private func built() async throws -> EffectiveConfiguration {
        let application = try await Station.application(["npm"], logger: Logger(label: "test", sink: .none))
        _ = try await application.run(DiffBuild(), on: nil, initiator: "test", watcher: .silent)
        try await application.database.close()
        return application.configuration
    }

    private func health(_ configuration: EffectiveConfiguration) async -> Health {
        await Diagnosis(configuration, logger: Logger(label: "test", sink: .none)).health()
    }

    private func folder(_ name: String) throws -> Directory {
        try Directory(opening: AbsolutePath("\(TemporaryDirectory.current)/\(name)"))
    }

    @Test("is nothing where nothing is wrong")
    func fine() async throws {
        let health = await health(try await built())
        #expect(health.status == .pass, "\(health.checks)")
        #expect(Set(health.checks.map(\.name)).isSuperset(of: ["database", "artifacts", "repository:npm", "server"]))
    }

    @Test("is an archive that is gone, one that is no archive, and a snapshot that is gone", arguments: [true, false])
    func archives(keepsSnapshots: Bool) async throws {
        let configuration = try await built()
        let artifacts = try folder("artifacts")
        let name = try #require(try artifacts.entries().map(\.name).first { $0.hasSuffix(".zst") })
        try artifacts.unlink(RelativePath(name))
        try AtomicFile.write([1, 2], to: RelativePath("diff-202611220000.tar.zst"), in: artifacts)
        if !keepsSnapshots { try folder(".").removeAll(RelativePath("snapshots")) }
        let health = await health(configuration)
        let check = try #require(health.checks.first { $0.name == "artifacts" })
        #expect(check.status == .warn && health.status == .warn, "\(health.checks)")
        #expect(check.detail.contains("\(name.dropLast(8)) is gone") && check.detail.contains("--full"))
        #expect(check.detail.contains("diff-202611220000.tar.zst is no archive"))
        #expect(check.detail.contains("snapshot that") == !keepsSnapshots)
    }

    @Test(
        "is a database that is damaged at its head or within, and the storages are looked at all the same",
        arguments: [0, 40_960]
    )
    func damaged(offset: Int) async throws {
        let configuration = try await built()
        let state = try folder("state")
        var bytes = try state.open(RelativePath("data.sqlite")).readAll(limit: 1 << 26)
        for index in offset..<min(offset + 8192, bytes.count) { bytes[index] = 0xA5 }
        try AtomicFile.write(bytes, to: RelativePath("data.sqlite"), in: state)
        let health = await health(configuration)
        #expect(health.status == .fail)
        let failed = health.checks.filter { $0.status == .fail }.map(\.detail).joined(separator: " ")
        #expect(failed.contains("data.sqlite") && failed.contains("state restore FILE"), "\(health.checks)")
        #expect(health.checks.contains { $0.name == "repository:npm" })
    }

    /// What may have become of the file of a database.
    enum Mishap: CaseIterable {
        case cutShort, garbage, missing, empty
    }

    @Test(
        "says a line for every check, with the next step, whatever became of the database",
        arguments: Mishap.allCases
    )
    func mishap(_ mishap: Mishap) async throws {
        let configuration = try await built()
        let (state, name) = (try folder("state"), try RelativePath("data.sqlite"))
        let bytes = try state.open(name).readAll(limit: 1 << 26)
        for end in ["", "-wal", "-shm"] {
            let path = try RelativePath("data.sqlite\(end)")
            if try state.info(path) != nil { try state.unlink(path) }
        }
        let left: [UInt8]? =
            switch mishap {
            case .cutShort: Array(bytes[..<(bytes.count / 2)])
            case .garbage: (0..<9000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            case .missing: nil
            case .empty: []
            }
        if let left { try AtomicFile.write(left, to: name, in: state) }
        let health = await health(configuration)
        let isGone = mishap == .missing || mishap == .empty
        #expect(health.status == (isGone ? .warn : .fail), "\(health.checks)")
        let advice = try #require(health.checks.first { $0.status == health.status }?.detail)
        #expect(advice.contains("data.sqlite") && advice.contains("packferry state restore FILE"), "\(health.checks)")
        #expect(health.checks.allSatisfy { !$0.detail.isEmpty && !$0.detail.contains("\n") })
        #expect(Set(health.checks.map(\.name)).isSuperset(of: ["repository:npm", "server"]), "\(health.checks)")
        // Who only looks leaves it as it is.
        #expect(try state.info(name).map { Int($0.size) } == left?.count)
    }

    @Test("is a database that another program holds, and says so")
    func held() async throws {
        let configuration = try await built()
        let holder = try Connection(path: "\(TemporaryDirectory.current)/state/data.sqlite")
        try holder.executeScript("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
        let health = await health(configuration)
        #expect(health.status == .fail)
        let failed = health.checks.filter { $0.status == .fail }.map(\.detail).joined(separator: " ")
        #expect(failed.contains("locked") && failed.contains("Another process holds it"), "\(health.checks)")
        #expect(health.checks.contains { $0.name == "repository:npm" && $0.status == .pass }, "\(health.checks)")
        withExtendedLifetime(holder) {}
    }

    @Test("is a folder that cannot be made")
    func folders() async throws {
        let configuration = try await built()
        try folder(".").rename(RelativePath("state"), to: RelativePath("aside"))
        try AtomicFile.write([], to: RelativePath("state"), in: folder("."))
        let health = await health(configuration)
        let check = try #require(health.checks.first { $0.name == "state" })
        #expect(check.status == .fail && check.detail.contains("\(TemporaryDirectory.current)/state"))
        #expect(health.checks.contains { $0.name == "repository:npm" && $0.status == .pass })
    }
}
