import Posix
import TestSupport
import Testing

@testable import Npm

/// A storage that is filled, stopped at every operation that changes what lies on disk, or failing at it.
@Suite("Filling a storage, broken off anywhere", .memoryDirectory, .ends)
struct FillingCrashTests {
    private let ms: PackageName

    init() throws { ms = try PackageName("ms") }

    /// The storage of an earlier day: 1.0.0 is cached, and something was published here.
    private func prepare(_ side: String, _ url: String, _ upstream: LoopbackUpstream) async throws -> AbsolutePath {
        let path = try AbsolutePath("\(TemporaryDirectory.current)/\(side)")
        upstream.publish(TestPackage("ms", "1.0.0"), at: url)
        let storage = try FilledStorage(url, in: path)
        #expect(try await storage.pull.bring(TarballFileName("ms-1.0.0.tgz"), of: ms))
        let file = try storage.root.create(RelativePath("ms/ms-9.0.0.tgz"))
        try file.write(Array("ours".utf8))
        upstream.publish(TestPackage("ms", "1.0.0", "1.1.0"), at: url)
        upstream.publish(TestPackage("new", "2.0.0"), at: url)
        return path
    }

    /// What a refresh does with both packages, in a process of its own.
    private func fill(_ path: AbsolutePath, _ url: String, lead: Duration = .zero) async throws {
        let storage = try FilledStorage(url, in: path, lead: lead)
        for (name, version) in [("ms", "1.1.0"), ("new", "2.0.0")] {
            let package = try PackageName(name)
            guard try await storage.pull.revalidate(package) == .fresh else { throw FilledStorage.Absent() }
            _ = try await storage.pull.supply(storage.wanted(name, version), of: package)
        }
    }

    /// Nothing that is shown is half there; what was there before still is.
    private func expectSound(_ path: AbsolutePath, _ url: String, _ when: String) throws {
        let storage = try FilledStorage(url, in: path)
        for name in ["ms", "new"] where try storage.root.info(RelativePath(name)) != nil {
            for file in try storage.names(in: name) where file.hasSuffix(".tgz") {
                let version = file.dropFirst(name.count + 1).dropLast(4)
                let expected = version == "9.0.0" ? "ours" : String(version)
                #expect(try storage.bytes("\(name)/\(file)") == Array(expected.utf8), "\(file) \(when)")
            }
            // Throws for a document that is not whole.
            let versions = try storage.packument(name)?.versions.map(\.version) ?? []
            #expect([[], ["1.0.0"], ["1.0.0", "1.1.0"], ["2.0.0"]].contains(versions), "\(versions) \(when)")
        }
        #expect(try storage.names(in: "ms").contains("ms-1.0.0.tgz"))
        #expect(try storage.names(in: "ms").contains("ms-9.0.0.tgz"))
    }

    /// Two hours later it all is as if nothing had happened.
    private func expectEnd(_ path: AbsolutePath, _ url: String, _ when: String) async throws {
        try await fill(path, url, lead: .seconds(7200))
        try expectSound(path, url, when)
        let storage = try FilledStorage(url, in: path)
        let all = ["ms-1.0.0.tgz", "ms-1.1.0.tgz", "ms-9.0.0.tgz", "package.json"]
        #expect(try storage.names(in: "ms") == all, "\(when)")
        #expect(try storage.names(in: "new") == ["new-2.0.0.tgz", "package.json"], "\(when)")
        #expect(try storage.packument("ms")?.tag("latest") == "1.1.0", "\(when)")
        #expect(try storage.packument("ms")?.attachments.map(\.file).contains("ms-1.0.0.tgz") == true, "\(when)")
    }

    @Test("leaves whole files, and ends the same when it is done again", arguments: [false, true])
    func stops(cuttingPower: Bool) async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            let stops = try await CrashPoints.forEachStop { point in
                let path = try await prepare("stop-\(point.number)", url, upstream)
                let image = cuttingPower ? try DurableImage(of: Directory(opening: path)) : nil
                _ = try await point.run(image) { try await fill(path, url) }
                try image?.cutPower()
                try expectSound(path, url, "stopped at \(point.number)")
                try await expectEnd(path, url, "after \(point.number)")
            }
            #expect(stops > 20)
        }
    }

    @Test(
        "says that it could not save, leaves nothing half there and goes on later",
        arguments: [Errno.noSpace, .inputOutput]
    )
    func failures(errno: Errno) async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            let failures = try await CrashPoints.forEachFailure(errno) { point in
                let path = try await prepare("failure-\(point.number)", url, upstream)
                let result = try await point.run { try await fill(path, url) }
                if case .failure(let error) = result {
                    let error = try #require(error as? SupplyError)
                    #expect(error.code == .unsaved && error.cause.hasPrefix("could not be saved: "), "\(error)")
                    #expect(error.hint == "See that the disk is not full, and that the folder is Packferry's to write")
                }
                try expectSound(path, url, "failed at \(point.number)")
                try await expectEnd(path, url, "after \(point.number)")
            }
            #expect(failures > 20)
        }
    }
}
