import Foundation
import JSON
import Posix
import Synchronization
import TestSupport
import Testing

@Suite("Others at work at the same time", .paced, .needsProgram, .temporaryDirectory, .ends)
struct RaceTests {
    @Test("A registry publishes all the while, under its lock: builds and applies go on, and nothing is lost")
    func registry() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        try await storage.add((0..<6).map { SampleVersion("package-\($0)", "1.0.0") })
        try await far.apply(near.archive()).succeeded()
        for round in 1...3 {
            let (here, there) = (StandInRegistry("near-\(round)"), StandInRegistry("far-\(round)"))
            async let ours: Void = here.publish(in: near.storage)
            async let theirs: Void = there.publish(in: far.storage)
            let archive = try await Self.archive(of: near)
            let applied = try await far.apply(archive)
            #expect([0, 3].contains(applied.status), "\(applied)")
            _ = try await (ours, theirs)
            try Self.requireListed(in: near.storage, here.published)
            try Self.requireListed(in: far.storage, there.published)
        }
        // What came after the last archive is brought by one more.
        if let rest = try await near.build() { try await far.apply(rest).succeeded() }
        let (there, here) = (try await Tree(of: far.storage).tarballs, try await Tree(of: near.storage).tarballs)
        #expect(here.allSatisfy { there[$0.key] == $0.value })
        try Self.requireListed(in: far.storage, [])
    }

    @Test("Two applies at once: one does it, the other is told that the storage is in use, or finds it done")
    func twoApplies() async throws {
        let folder = TemporaryDirectory.current
        let near = try Site("near", in: folder)
        var storage = SampleStorage(in: near.storage)
        let payload = [UInt8](repeating: 7, count: 9000)
        try await storage.add((0..<40).map { SampleVersion("package-\($0)", "1.0.0", payload: payload) })
        let archive = try await near.archive()
        for round in 0..<4 {
            let far = try Site("far-\(round)", in: folder, role: "offline")
            async let first = far.apply(archive)
            async let second = far.apply(archive)
            let both = try await [first, second]
            #expect(both.contains { $0.status == 0 }, "\(both)")
            for other in both where other.status != 0 {
                #expect(other.status == 75, "\(other)")
            }
            #expect(try await Tree(of: far.storage).tarballs == Tree(of: near.storage).tarballs)
            try Self.requireListed(in: far.storage, [])
        }
    }

    /// An archive that was built meanwhile, also one that leaves at home what was only just coming.
    ///
    /// A build that met change after change says so, and is begun again.
    private static func archive(of near: Site) async throws -> String {
        while true {
            let built = try await near.run("artifact", "build", "--json")
            guard [0, 3].contains(built.status) else {
                try #require(built.complaints.contains("no longer has the content that was listed"), "\(built)")
                continue
            }
            // Nothing was published yet.
            guard try built.json["changed"]?.boolValue == true else { continue }
            return try built.json.text("path")
        }
    }

    /// Every version that is listed has its file, and those are listed.
    private static func requireListed(in storage: String, _ published: [SampleVersion]) throws {
        var listed: Set<String> = []
        for package in (0..<40).map({ "package-\($0)" }) {
            guard let document = try? LocalPublication.document(of: package, in: storage) else { continue }
            for version in document["versions"]?.keys ?? [] {
                let path = SampleVersion(package, version).path
                #expect(FileManager.default.fileExists(atPath: "\(storage)/\(path)"), "\(path) is listed")
                listed.insert(path)
            }
        }
        for version in published { #expect(listed.contains(version.path), "\(version.path) is not listed") }
    }
}

/// Writes into a storage as Verdaccio does when somebody publishes: under the lock of the document.
private final class StandInRegistry: Sendable {
    private let name: String
    private static let versions = 12
    private let state = Mutex<[SampleVersion]>([])

    init(_ name: String) { self.name = name }

    /// What was published so far.
    var published: [SampleVersion] { state.withLock { $0 } }

    /// Publishes one version after the other.
    func publish(in storage: String) async throws {
        for number in 1...Self.versions {
            let version = SampleVersion("package-\(number % 6)", "2.0.\(number)-\(name)")
            try await Self.locked("\(storage)/\(version.package)/package.json.lock") {
                try await LocalPublication.add(version, to: storage, tag: name)
            }
            state.withLock { $0.append(version) }
        }
    }

    private static func locked(_ path: String, _ body: () async throws -> Void) async throws {
        let place = try AbsolutePath(path)
        let (folder, name) = (try Directory(opening: place.parent), try RelativePath(place.lastComponent))
        while (try? folder.create(name).close()) == nil { try await Task.sleep(for: .milliseconds(2)) }
        defer { try? folder.unlink(name) }
        try await body()
    }
}
