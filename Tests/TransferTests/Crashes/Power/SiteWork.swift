import Crypto
import Posix
import TestSupport
import Time

@testable import Transfer

/// A signed receipt takes the place of the one before, of the same archive.
struct ReceiptWork: PowerWork {
    private let keys = SigningKeys("plant-7")
    private let first: Receipt

    init() async throws {
        first = try Receipt(parsing: Array(Golden.receipt.utf8))
        _ = try await ReceiptStore(Side(PowerPlace.prepared.name).folder).write(first, signedBy: keys.current.key)
    }

    private func store(_ place: PowerPlace) async throws -> ReceiptStore {
        ReceiptStore(try await Side(place.name).folder)
    }

    func run(_ place: PowerPlace) async throws {
        let store = try await store(place)
        let counter = (try store.all().first?.counter ?? 0) + 1
        _ = try store.write(receipt(counter), signedBy: keys.current.key)
    }

    private func receipt(_ counter: Int64) -> Receipt {
        Receipt(
            site: first.site,
            counter: counter,
            kind: .rolledBack,
            repository: first.repository,
            archiveID: first.archiveID,
            snapshot: first.snapshot,
            acceptedDigest: first.acceptedDigest,
            appliedAt: first.appliedAt,
            appliedBy: first.appliedBy,
            counts: first.counts,
            missing: [],
            conflicts: [],
            formats: first.formats
        )
    }

    /// The last receipt that is there is whole and signed; one that it replaced may be on its way out.
    func requireSound(_ place: PowerPlace) async throws {
        let store = try await store(place)
        guard let last = try store.all().first else { throw Broken("there is no receipt") }
        _ = try store.read(last)
        guard let signature = try store.signature(of: last) else { throw Broken("\(last.counter) is not signed") }
        let signer = try StatementSignature.signer(of: store.document(of: last), by: signature)
        try Broken.unless(signer == keys.signer, "\(last.counter) is signed by somebody else")
    }

    func requireDone(_ place: PowerPlace) async throws {
        let last = try await store(place).all().first
        try Broken.unless((last?.counter ?? 0) > first.counter, "it is the one before")
    }
}

/// What a site said takes the place of what it said before: an inventory that of another one.
struct SiteWork: PowerWork {
    private static let counters: [Int64] = [7, 8]

    init() async throws { try await Self.save(Self.counters[0], .prepared) }

    func run(_ place: PowerPlace) async throws { try await Self.save(Self.counters[1], place) }

    private static func save(_ counter: Int64, _ place: PowerPlace) async throws {
        let kept = SiteFolder(try await Side(place.name).folder)
        let delivery = Delivery(artifact: "diff-\(counter)", site: "plant-7", state: .proven, at: Side.moment)
        try kept.save([delivery], to: "plant-7")
        try kept.save(Site(hearing: statement(counter), at: Side.moment))
    }

    private static func statement(_ counter: Int64) throws -> SiteStatement {
        let line = "\(SHA512Digest(of: "\(counter)").hex)  ./alpha/1.0.bin\n"
        let list = try Inventory(parsing: Array(line.utf8), takenAt: Moment(seconds: counter)) { _ in false }
        return SiteStatement(list, of: "plant-7", about: Golden.uuid)
    }

    /// The one before or the one after is there, with what it lists.
    func requireSound(_ place: PowerPlace) async throws { _ = try await counter(place) }

    func requireDone(_ place: PowerPlace) async throws {
        try Broken.unless(try await counter(place) == Self.counters[1], "it is the one before")
        let kept = SiteFolder(try await Side(place.name).folder)
        let deliveries = try kept.deliveries(to: "plant-7").map(\.artifact)
        try Broken.unless(deliveries == ["diff-8"], "delivered: \(deliveries)")
    }

    private func counter(_ place: PowerPlace) async throws -> Int64 {
        let kept = SiteFolder(try await Side(place.name).folder)
        guard let site = try kept.site("plant-7") else { throw Broken("nothing is known of it") }
        let counter = site.statement.counter
        try Broken.unless(try kept.files(of: site) == Self.statement(counter).files, "\(counter) lists something else")
        return counter
    }
}
