import Foundation
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite("An archive on a disk", .memoryDirectory)
struct ArtifactExportTests {
    /// A side with one archive, and a disk.
    private func exporting(_ body: (Side, Artifact, Folder) async throws -> Void) async throws {
        let near = try await Side("near")
        for number in 1...40 { try near.publish("alpha", "1.\(number)", String((0..<80).map { _ in Self.letter() })) }
        let artifact = try #require(try await near.build().artifact)
        try await body(near, artifact, Folder("disk"))
    }

    /// What does not shrink.
    private static func letter() -> Character { "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "a" }

    private func export(
        _ artifact: Artifact,
        of side: Side,
        to disk: Folder,
        limit: Int64? = nil,
        isDryRun: Bool = false
    ) throws -> ArtifactExport.Outcome {
        try ArtifactExport(artifact, of: side.artifacts, to: disk.directory, limit: limit)
            .run(isDryRun: isDryRun, reporter: .silent)
    }

    private func content(of disk: Folder) throws -> [String: [UInt8]] {
        let names = try disk.directory.entries().map(\.name)
        return Dictionary(
            uniqueKeysWithValues: try names.map { name in
                (name, try disk.directory.open(RelativePath(name)).readAll(limit: 1 << 24))
            }
        )
    }

    @Test("whole or in parts it is the same bytes, and sha512sum and cat agree", .needs("tar", "zstd"))
    func written() async throws {
        try await exporting { near, artifact, _ in
            let built = try near.artifacts.open(artifact).readAll(limit: 1 << 24)
            for (name, limit, count) in [("whole", nil, 1), ("parts", 1000, Int((artifact.size + 999) / 1000))]
                as [(String, Int64?, Int)]
            {
                let disk = try Folder(name)
                let outcome = try export(artifact, of: near, to: disk, limit: limit)
                #expect(outcome.files.count == count && outcome.written == artifact.size)
                let there = try content(of: disk)
                let sidecar = "\(artifact.id).tar.zst.sha512"
                #expect(there.keys.sorted() == (outcome.files + [sidecar]).sorted())
                #expect(outcome.files.flatMap { there[$0] ?? [] } == built)
                let sums = try StockTool("sha512sum").run(["--check", "--strict", sidecar], in: disk.path.string)
                #expect(sums.status == 0, "\(sums.complaints)")
                let joined = try StockTool("sh").run(
                    ["-c", "cat *.tar.zst\(limit == nil ? "" : ".[0-9]*") | tar --zstd -tf - | sed -n 1p"],
                    in: disk.path.string
                )
                #expect(joined.output == "SHA512SUMS\n", "\(joined.complaints)")
            }
        }
    }

    @Test("run again it compares what is there, and tells what another wrote over it")
    func again() async throws {
        try await exporting { near, artifact, disk in
            let first = try export(artifact, of: near, to: disk, limit: 1000)
            let again = try export(artifact, of: near, to: disk, limit: 1000)
            #expect(again.files == first.files && again.written == 0)
            try disk.directory.replace(RelativePath(first.files[1]), with: [UInt8](repeating: 0, count: 1000))
            let error = #expect(throws: TransferError.self) { try export(artifact, of: near, to: disk, limit: 1000) }
            #expect(error?.code == .conflict && error?.subject.hasSuffix(first.files[1]) == true)
            try disk.directory.unlink(RelativePath(first.files[1]))
            #expect(try export(artifact, of: near, to: disk, limit: 1000).written == 1000)
        }
    }

    @Test("what would stand in its way is named, and stays")
    func obstacles() async throws {
        try await exporting { near, artifact, disk in
            let name = "\(artifact.id).tar.zst"
            for (present, limit) in [(name, nil), ("\(name).001", nil), (name, 1000), ("\(name).007", 1_000_000)]
                as [(String, Int64?)]
            {
                try disk.directory.replace(RelativePath(present), with: Array("mine".utf8))
                let error = #expect(throws: TransferError.self, "\(present)") {
                    try export(artifact, of: near, to: disk, limit: limit)
                }
                #expect(error?.code == .conflict && error?.subject.hasSuffix("/\(present)") == true)
                #expect(try content(of: disk) == [present: Array("mine".utf8)])
                try disk.directory.unlink(RelativePath(present))
            }
        }
    }

    @Test("an archive that is not what was built gets no name there")
    func damaged() async throws {
        try await exporting { near, artifact, disk in
            let file = try RelativePath("\(artifact.id).tar.zst")
            var bytes = try near.artifacts.open(artifact).readAll(limit: 1 << 24)
            bytes[bytes.count / 2] ^= 1
            try near.artifacts.folder.replace(file, with: bytes)
            let error = #expect(throws: TransferError.self) { try export(artifact, of: near, to: disk, limit: 1000) }
            #expect(error?.code == .refused && error?.subject == artifact.id)
            #expect(try content(of: disk).isEmpty)
        }
    }

    @Test("a dry run says what would be written, and writes nothing")
    func dryRun() async throws {
        try await exporting { near, artifact, disk in
            let outcome = try export(artifact, of: near, to: disk, limit: 1000, isDryRun: true)
            #expect(outcome.written == artifact.size && outcome.files.count > 1)
            #expect(try content(of: disk).isEmpty)
        }
    }

    @Test("wherever it is stopped, nothing there looks whole, and the next one brings it")
    func stopped() async throws {
        try await exporting { near, artifact, _ in
            let built = try near.artifacts.open(artifact).readAll(limit: 1 << 24)
            let stops = try await CrashPoints.forEachStop { point in
                let disk = try Folder("disk-\(point.number)")
                _ = try await point.run { try export(artifact, of: near, to: disk, limit: 2000) }
                let outcome = try export(artifact, of: near, to: disk, limit: 2000)
                let there = try content(of: disk)
                #expect(outcome.files.flatMap { there[$0] ?? [] } == built, "stopped at \(point.number)")
                #expect(there.count == outcome.files.count + 1, "stopped at \(point.number)")
            }
            #expect(stops > 10)
        }
    }
}
