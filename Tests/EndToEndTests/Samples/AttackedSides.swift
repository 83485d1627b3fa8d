import Foundation
import TestSupport
import Testing

/// Two far sides that hold the first day of the golden archives: one of commands, one behind a running server.
struct AttackedSides {
    /// What no archive may cost: 200 MB.
    static let memory = 200_000_000

    private let far: Site
    private let server: Server
    private let before: Tree
    private let gauge: MemoryGauge?

    /// The server is measured in any case, commands if it is asked for.
    init(measuringCommands isMeasured: Bool = false) async throws {
        let folder = TemporaryDirectory.current
        gauge = try isMeasured ? MemoryGauge(in: folder) : nil
        var far = try Site("far", in: folder, role: "offline")
        let served = try Site("served", in: folder, role: "offline")
        let first = GoldenFiles.path("archives/accepted-first.tar.zst")
        for site in [far, served] { try await site.apply(first).succeeded() }
        before = try await Tree(of: far.storage)
        far.packferry = gauge?.around(far.packferry) ?? far.packferry
        self.far = far
        server = try await served.serve()
    }

    /// Hands an archive in by every way: each refuses it in one line that names the entry, and leaves nothing.
    func refuse(_ archive: String, naming name: String, _ title: String) async throws {
        for command in ["verify", "apply"] {
            let refused = try await far.run("import", command, archive)
            #expect(refused.status == 65, "\(title): \(refused)")
            let lines = refused.complaints.split(separator: "\n").filter { $0.hasPrefix("error: ") }
            #expect(lines.count == 1 && Self.speaks(String(lines.first ?? ""), of: name), "\(title): \(refused)")
        }
        try await refuseUpload(archive, naming: name, title)
        for site in [far, server.site] {
            for place in ["staging", "uploads"] { #expect(Self.left(place, in: site).isEmpty, "\(title): \(place)") }
        }
    }

    /// Only a file can be uploaded, and alone.
    private func refuseUpload(_ archive: String, naming name: String, _ title: String) async throws {
        guard archive.hasSuffix(".tar.zst") else { return }
        let upload = ["-H", "Content-Type: application/zstd", "--data-binary", "@\(archive)"]
        let answer = try await server.ask("/imports", "POST", options: upload)
        #expect(answer.status == 422, "\(title): \(answer.status) \(answer.body)")
        #expect(try Self.speaks(answer.json.text("detail"), of: name), "\(title): \(answer.body)")
    }

    /// The trees are what they were, and nothing took more memory than it may.
    func expectUnharmed() async throws {
        #expect(try await Tree(of: far.storage) == before)
        #expect(try await Tree(of: server.site.storage) == before)
        if let gauge { #expect(gauge.peak > 0 && gauge.peak < Self.memory) }
        #expect(try MemoryGauge.peak(of: server.program.process) < Self.memory)
        // What was attacked still works.
        let delta = GoldenFiles.path("archives/accepted-delta.tar.zst")
        try await far.apply(delta).succeeded()
        try await server.stop()
    }

    /// Where nothing is to be named, any line will do.
    private static func speaks(_ line: String, of name: String) -> Bool {
        name.isEmpty ? !line.isEmpty : line.contains(name)
    }

    private static func left(_ place: String, in site: Site) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(site.storage)/.packferry/\(place)")) ?? []
    }
}
