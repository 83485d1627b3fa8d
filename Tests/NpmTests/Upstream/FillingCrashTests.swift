import Crypto
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
        try await storage.filler.note([(TarballFileName("ms-9.0.0.tgz"), SHA1.hash(Array("ours".utf8)))], of: ms)
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

    /// Nothing that is shown is half there, and what was there before still is; what counts as the storage's own is there.
    private func requireSound(_ path: AbsolutePath, _ url: String) throws {
        let storage = try FilledStorage(url, in: path)
        for name in ["ms", "new"] where try storage.root.info(RelativePath(name)) != nil {
            for file in try storage.names(in: name) where file.hasSuffix(".tgz") {
                let version = file.dropFirst(name.count + 1).dropLast(4)
                let expected = version == "9.0.0" ? "ours" : String(version)
                try Broken.unless(try storage.bytes("\(name)/\(file)") == Array(expected.utf8), "\(file) is half there")
            }
            // Throws for a document that is not whole.
            let document = try storage.packument(name)
            let versions = document?.versions.map(\.version) ?? []
            let known = [[], ["1.0.0"], ["1.0.0", "1.1.0"], ["2.0.0"]]
            try Broken.unless(known.contains(versions), "\(name) lists \(versions)")
            for attachment in document?.attachments ?? [] {
                let bytes = try storage.bytes("\(name)/\(attachment.file)")
                try Broken.unless(SHA1.hash(bytes).hex == attachment.shasum, "\(attachment.file) is noted as another")
            }
        }
        let names = try storage.names(in: "ms")
        try Broken.unless(names.contains("ms-1.0.0.tgz") && names.contains("ms-9.0.0.tgz"), "what was there is lost")
    }

    /// What is there once it was done; after a power cut perhaps with a lock, which is left over in five minutes.
    private func requireDone(_ path: AbsolutePath, _ url: String, afterCut: Bool = false) throws {
        let storage = try FilledStorage(url, in: path)
        let names = try storage.names(in: "ms") + storage.names(in: "new")
        let found = names.filter { !afterCut || $0 != "package.json.lock" }
        let all = ["ms-1.0.0.tgz", "ms-1.1.0.tgz", "ms-9.0.0.tgz", "package.json", "new-2.0.0.tgz", "package.json"]
        try Broken.unless(found == all, "there is \(found)")
        try Broken.unless(try storage.packument("ms")?.tag("latest") == "1.1.0", "the tag is as before")
        let noted = try ["ms", "new"].flatMap { try storage.packument($0)?.attachments.map(\.file).sorted() ?? [] }
        let own = ["ms-1.0.0.tgz", "ms-1.1.0.tgz", "new-2.0.0.tgz"]
        try Broken.unless(own.allSatisfy(noted.contains), "only \(noted) are noted")
    }

    /// Two hours later it all is as if nothing had happened.
    private func requireEnd(_ path: AbsolutePath, _ url: String) async throws {
        try await fill(path, url, lead: .seconds(7200))
        try requireSound(path, url)
        try requireDone(path, url)
    }

    @Test("leaves whole files, and ends the same when it is done again")
    func stops() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            let stops = try await CrashPoints.forEachStop { point in
                let path = try await prepare("stop-\(point.number)", url, upstream)
                _ = try await point.run { try await fill(path, url) }
                try requireSound(path, url)
                try await requireEnd(path, url)
            }
            #expect(stops > 20)
        }
    }

    @Test("leaves the same when the power is cut, and what is not durable is lost in any way")
    func powerCuts() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            let path = try await prepare("filled", url, upstream)
            let trace = try await PowerTrace.record(of: Directory(opening: path)) { try await fill(path, url) }
            var number = 0
            for cut in try trace.cuts() {
                number += 1
                await #expect(throws: Never.self, "\(cut)") { try await check(cut, number, url) }
            }
            #expect(number > 50)
        }
    }

    @Test("needs each of its synchronisations for that, but for those that are documented with their reason")
    func eachIsNeeded() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            let path = try await prepare("filled", url, upstream)
            let trace = try await PowerTrace.record(of: Directory(opening: path)) { try await fill(path, url) }
            var number = 0
            let spare = try await trace.spare { cut in
                number += 1
                do {
                    try await check(cut, number, url)
                    return false
                } catch {
                    return true
                }
            }
            #expect(try spare == PowerTrace.documentedAsSpare(in: "fetching from upstream"))
        }
    }

    private func check(_ cut: PowerCut, _ number: Int, _ url: String) async throws {
        let path = try AbsolutePath("\(TemporaryDirectory.current)/cut-\(number)")
        try cut.restore(to: Directory.making(path))
        try requireSound(path, url)
        if cut.isEnd { try requireDone(path, url, afterCut: true) }
        try await requireEnd(path, url)
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
                try requireSound(path, url)
                try await requireEnd(path, url)
            }
            #expect(failures > 20)
        }
    }
}
