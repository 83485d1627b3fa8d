import Crypto
import Posix
import TestSupport
import Time

@testable import Transfer

/// A key is trusted.
struct TrustWork: PowerWork {
    private let first = SigningKeys("first")
    private let second = SigningKeys("second")

    init() async throws { try await trust(first, .prepared) }

    func run(_ place: PowerPlace) async throws { try await trust(second, place) }

    private func trust(_ keys: SigningKeys, _ place: PowerPlace) async throws {
        let store = TrustedKeyStore(try await Side(place.name).folder)
        _ = try store.trust(keys.own, at: Side.moment, by: "test")
    }

    func requireSound(_ place: PowerPlace) async throws {
        let trusted = try TrustedKeyStore(await Side(place.name).folder).load()
        try Broken.unless(trusted.trust(first.signer), "the first is not trusted any more")
    }

    func requireDone(_ place: PowerPlace) async throws {
        let trusted = try TrustedKeyStore(await Side(place.name).folder).load()
        try Broken.unless(trusted.trust(second.signer), "the second is not trusted")
    }
}

/// The first key that signs is made.
struct SigningKeyWork: PowerWork {
    func run(_ place: PowerPlace) async throws {
        let store = SigningKeyStore(in: try Folder(place.name).directory)
        _ = try store.make(.current, from: nil, comment: nil, isDryRun: false)
    }

    func again(_ place: PowerPlace) async throws {
        if try SigningKeyStore(in: Folder(place.name).directory).load() == nil { try await run(place) }
    }

    func requireDone(_ place: PowerPlace) async throws {
        let keys = try SigningKeyStore(in: Folder(place.name).directory).load()
        try Broken.unless(keys != nil, "the key is lost")
    }
}

/// The key after the one that signs takes its place.
struct RotationWork: PowerWork {
    private let first: SSHPublicKeyLine

    init() throws {
        let store = SigningKeyStore(in: try Folder(PowerPlace.prepared.name).directory)
        first = try store.make(.current, from: nil, comment: "first", isDryRun: false)
        _ = try store.make(.next, from: nil, comment: "second", isDryRun: false)
    }

    func run(_ place: PowerPlace) async throws {
        _ = try SigningKeyStore(in: Folder(place.name).directory).rotate(isDryRun: false)
    }

    func again(_ place: PowerPlace) async throws { if try signing(in: place) == first.key { try await run(place) } }

    func requireSound(_ place: PowerPlace) async throws { _ = try signing(in: place) }

    func requireDone(_ place: PowerPlace) async throws {
        try Broken.unless(try signing(in: place) != first.key, "the one before signs")
    }

    /// The key that signs; there is one at every moment.
    private func signing(in place: PowerPlace) throws -> Ed25519PublicKey {
        let store = SigningKeyStore(in: try Folder(place.name).directory)
        guard let keys = try store.load() else { throw Broken("none signs") }
        return keys.own.key
    }
}
