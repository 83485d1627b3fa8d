import Crypto
import JSON
import Posix
import Time

/// `statement.json` in the folder of a site: what it said last, and what was made of that here.
struct SiteDocument: Codable {
    private static let format = "packferry.site/1"

    private let format: String
    private let site: String
    private let repository: String
    private let counter: Int64
    private let kind: SiteStatement.Evidence
    @Nullable private var archiveID: String?
    @Nullable private var snapshot: String?
    private let missing: [String]
    private let conflicts: [String]
    private let listed: Int
    @Nullable private var signer: String?
    @Nullable private var remark: String?
    private let heardAt: Moment
    @Nullable private var retiredAt: Moment?

    private enum CodingKeys: String, CodingKey {
        case format, site, repository, counter, kind, snapshot, missing, conflicts, listed, signer, remark
        case archiveID = "archive_id"
        case heardAt = "heard_at"
        case retiredAt = "retired_at"
    }

    init(_ site: Site) {
        let statement = site.statement
        format = Self.format
        self.site = site.name
        repository = statement.repositoryUUID
        counter = statement.counter
        kind = statement.evidence
        missing = statement.missing.map(\.string)
        conflicts = statement.conflicts.map(\.string)
        listed = site.listedFiles
        heardAt = site.heardAt
        _archiveID = Nullable(wrappedValue: statement.archiveID)
        _snapshot = Nullable(wrappedValue: statement.snapshot)
        _signer = Nullable(wrappedValue: statement.signer?.key)
        _remark = Nullable(wrappedValue: statement.remark)
        _retiredAt = Nullable(wrappedValue: site.retiredAt)
    }

    /// The site, which must be the one whose folder this lies in.
    func site(called name: String) throws -> Site {
        try DocumentReading.requireFormat(format, Self.format)
        guard site == name else { throw DocumentReading.malformed("it is of the site \(site)") }
        guard DocumentReading.numbers.contains(counter), listed >= 0 else {
            throw DocumentReading.malformed("a number is out of range")
        }
        guard Identifier.isOne(repository), (archiveID == nil) == (kind == .inventory),
            [archiveID, snapshot].allSatisfy({ $0.map(Identifier.isOne) ?? true })
        else { throw DocumentReading.malformed("an id is not one of ours, or where it should not be") }
        let key = try signer.map { text in
            guard let line = try? SSHPublicKeyLine(text) else {
                throw DocumentReading.malformed("its signer is no key")
            }
            return line.key
        }
        var statement = SiteStatement(
            repositoryUUID: repository,
            site: name,
            counter: counter,
            evidence: kind,
            archiveID: archiveID,
            snapshot: snapshot,
            missing: try missing.map { try RelativePath($0) },
            conflicts: try conflicts.map { try RelativePath($0) }
        )
        statement.signer = key.map { Signer($0) }
        statement.remark = remark
        return Site(statement: statement, heardAt: heardAt, retiredAt: retiredAt, listedFiles: listed)
    }
}

/// `deliveries.json` in the folder of a site: which archives got there.
struct DeliveryDocument: Codable {
    private static let format = "packferry.deliveries/1"

    private struct Item: Codable {
        let artifact: String
        let state: Delivery.State
        let at: Moment
        @Nullable var by: String?
        @Nullable var reason: String?
    }

    private let format: String
    private let items: [Item]

    private enum CodingKeys: String, CodingKey {
        case format
        case items = "deliveries"
    }

    init(_ deliveries: [Delivery]) {
        format = Self.format
        items = deliveries.map {
            Item(
                artifact: $0.artifact,
                state: $0.state,
                at: $0.at,
                by: $0.assertedBy,
                reason: $0.reason
            )
        }
    }

    func deliveries(to site: String) throws -> [Delivery] {
        try DocumentReading.requireFormat(format, Self.format)
        return try items.map { item in
            let isSaid = item.by?.isEmpty == false && item.reason?.isEmpty == false
            guard isSaid == (item.state == .asserted), (item.by == nil) == (item.reason == nil) else {
                throw DocumentReading.malformed("the delivery of \(item.artifact) lacks who said so, or why")
            }
            return Delivery(
                artifact: item.artifact,
                site: site,
                state: item.state,
                at: item.at,
                assertedBy: item.by,
                reason: item.reason
            )
        }
    }
}
