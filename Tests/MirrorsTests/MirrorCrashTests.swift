import Posix
import TestSupport
import Testing
import Trees

@testable import Mirrors

@Suite("A sync, broken off anywhere", .memoryDirectory, .ends)
struct MirrorCrashTests {
    private static let before = ["pool/a": "a", "pool/b": "b", "pool/e": "e", "lists/1": "a b", "entry": "first"]
    private static let after = ["pool/a": "a", "pool/c": "c", "pool/d": "dd", "lists/1": "a c", "entry": "second"]

    private func prepare() async throws -> MirrorFixture {
        let fixture = try await MirrorFixture(grace: "0s")
        fixture.upstream.files = Self.before
        _ = try await fixture.sync()
        fixture.upstream.files = Self.after
        return fixture
    }

    /// The entry point is there only with all that its list names, and no list is there before its payload.
    private func requireReadable(_ fixture: MirrorFixture) throws {
        let files = try fixture.files()
        let wanted = files["entry"] == "second" ? Self.after : Self.before
        let payload = wanted.filter { $0.key.hasPrefix("pool/") }
        try Broken.unless(payload.allSatisfy { files[$0.key] == $0.value }, "\(files)")
        if files["lists/1"] == "a c" { try Broken.unless(files["pool/c"] == "c", "a list came too early") }
    }

    @Test("leaves the old tree or the new one to its readers, and ends the same when it is done again")
    func stops() async throws {
        try await CrashPoints.forEachStop { point in
            let fixture = try await prepare()
            try await point.run { try await fixture.sync { $0.allowShrink = true } }
            try requireReadable(fixture)
            _ = try await fixture.sync { $0.allowShrink = true }
            fixture.wait(.seconds(1))
            _ = try await fixture.sync { $0.allowShrink = true }
            try Broken.unless(try fixture.files() == Self.after, "\(try fixture.files())")
        }
    }

    @Test(
        "says of a disk that is full or broken what failed, and loses nothing",
        arguments: [Errno.noSpace, .inputOutput]
    )
    func fails(_ errno: Errno) async throws {
        try await CrashPoints.forEachFailure(errno) { point in
            let fixture = try await prepare()
            try await point.run { try await fixture.sync { $0.allowShrink = true } }
            try requireReadable(fixture)
            _ = try await fixture.sync { $0.allowShrink = true }
            fixture.wait(.seconds(1))
            _ = try await fixture.sync { $0.allowShrink = true }
            try Broken.unless(try fixture.files() == Self.after, "\(try fixture.files())")
        }
    }
}
