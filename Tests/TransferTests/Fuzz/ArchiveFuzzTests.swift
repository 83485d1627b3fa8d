import Archives
import Crypto
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

/// Seeded and bounded: the same inputs on every run.
///
/// `FuzzRun` says how to let it run for long.
@Suite(.memoryDirectory, .ends) struct ArchiveFuzzTests {
    /// Archives that are taken as they are: of one key, and of nobody.
    private static func genuine() throws -> [Members] {
        let plain = try Members.sample()
        var signed = plain
        try signed.sign(by: SigningKeys())
        return [plain, signed]
    }

    /// A far side on which every input is tried, the stick that they come on, and what the tree was before.
    private struct Attempt {
        let far: Side
        let stick: Folder
        let before: TreePicture

        init() async throws {
            far = try await Side("far")
            try far.publish("alpha", "1.0")
            try far.publish("local", "1.0")
            stick = try Folder("stick")
            before = try TreePicture(far.tree)
        }

        /// Refused by an error of ours, or taken; what was taken is what the archive holds.
        func take(_ input: [UInt8], _ what: String) throws -> [(name: String, bytes: [UInt8])]? {
            try stick.write("a.tar.zst", input)
            let path = stick.path.appending("a.tar.zst")
            do {
                let staged = try far.stage(path)
                try far.engine.staging.remove(staged.id)
                return try Members(of: path).list
            } catch {
                #expect(error is TransferError || error is ArchiveError, "\(what): \(error)")
                let line = "\(error)".split(separator: "\n").first ?? ""
                #expect(!line.isEmpty && line.utf8.count < 20_000, "\(what): \(line.prefix(200))")
                return nil
            }
        }

        /// Whatever was tried, the tree is what it was and nothing waits.
        func expectUnharmed() throws {
            #expect(try TreePicture(far.tree) == before)
            #expect(try far.engine.staging.list().isEmpty)
            let staging = try far.folder.directory.subdirectory(RelativePath("staging"))
            #expect(try staging.entries().isEmpty)
        }
    }

    /// Tries inputs, and those of the corpus; what is taken is one of the genuine archives.
    private func fuzz(
        _ group: String,
        _ count: UInt64,
        _ make: (inout SeededGenerator) throws -> [UInt8],
        isTaken: ([(name: String, bytes: [UInt8])]) throws -> Bool
    ) async throws {
        let attempt = try await Attempt()
        func check(_ input: [UInt8], _ what: String) throws {
            guard let list = try attempt.take(input, what) else { return }
            #expect(try isTaken(list), "\(what) was taken")
        }
        for (name, bytes) in try Corpus.inputs("archives") { _ = try attempt.take(bytes, name) }
        try FuzzRun(group, count).each(make) { input, number in try check(input, "\(group) \(number)") }
        try attempt.expectUnharmed()
    }

    @Test("whatever happens to the bytes of an archive, it is refused or is what it was")
    func raw() async throws {
        let genuine = try Self.genuine()
        let packed = try genuine.map { try $0.packed() }
        try await fuzz("raw", 2000) { random in
            var bytes = random.pick(packed)
            ByteMutation.mutate(&bytes, with: &random)
            return bytes
        } isTaken: { list in
            genuine.contains { $0.list.elementsEqual(list) { $0 == $1 } }
        }
    }

    @Test("whatever is done to the tar stream within, it is refused or is what it was")
    func tar() async throws {
        let genuine = try Self.genuine()
        let streams = try genuine.map { try $0.stream() }
        try await fuzz("tar", 800) { random in
            var bytes = random.pick(streams)
            ByteMutation.mutate(&bytes, with: &random)
            return try Members.compressed(bytes)
        } isTaken: { list in
            genuine.contains { $0.list.elementsEqual(list) { $0 == $1 } }
        }
    }

    @Test("whatever is written into its documents, with digests made to fit, it is refused or says the same when read")
    func documents() async throws {
        let names = ["manifest.json", "snapshot.json"]
        let sample = try Members.sample()
        try await fuzz("documents", 600) { random in
            var members = sample
            let name = random.pick(names)
            DocumentMutation.mutate(&members[name], with: &random)
            if random.once(in: 16) { ByteMutation.mutate(&members["README.txt"], with: &random) }
            members.resum()
            if random.once(in: 8) { ByteMutation.mutate(&members["SHA512SUMS"], with: &random) }
            return try members.packed()
        } isTaken: { list in
            let tree = sample.list.filter { $0.name.hasPrefix("storage/") }
            return list.filter { $0.name.hasPrefix("storage/") }.elementsEqual(tree) { $0 == $1 }
        }
    }
}
