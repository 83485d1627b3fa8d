import Foundation
import Testing

/// What the real clients' tests share: the tools, and two archives of a real storage as of two days.
struct RealWorld: Sendable {
    /// The tools that clients are.
    let tools: Toolbox
    /// The folder with the sample project and its lockfiles.
    let lockfiles: String
    /// Where both days' storages lie.
    let days: String
    /// What the near side built on the first day.
    let first: String
    /// What it built on the second.
    let second: String

    @TaskLocal private static var shared: RealWorld?

    /// That of the running suite.
    static var current: RealWorld {
        get throws {
            guard let shared else { throw MissingProgram(description: "add the trait .realWorld to this suite") }
            return shared
        }
    }

    init(in folder: String) async throws {
        tools = try await Toolbox(working: folder)
        try await SampleData.unpack("npm-2025", "verdaccio-6", into: folder)
        days = "\(folder)/verdaccio-6"
        lockfiles = "\(days)/lock"
        let near = try Site("near", in: folder)
        let cp = try Executable.needed("cp")
        try await cp.run(["-a", "\(days)/t0/storage/.", near.storage], in: folder).succeeded()
        first = try await near.archive()
        try await cp.run(["-a", "\(days)/t1/storage/.", near.storage], in: folder).succeeded()
        second = try await near.archive()
    }

    /// Makes it once for a suite, and removes it afterwards.
    struct Provision: SuiteTrait, TestScoping {
        func provideScope(
            for test: Test,
            testCase: Test.Case?,
            performing function: @Sendable @concurrent () async throws -> Void
        ) async throws {
            let folder = FileManager.default.temporaryDirectory.path + "/packferry-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let world = try await RealWorld(in: folder)
            try await RealWorld.$shared.withValue(world) { try await function() }
        }
    }
}

extension Trait where Self == RealWorld.Provision {
    /// Gives the suite tools, lockfiles and archives of the sample data.
    static var realWorld: RealWorld.Provision { RealWorld.Provision() }
}

extension Tag {
    /// Takes minutes: real registries and clients install whole projects.
    @Tag static var realClients: Tag
}
