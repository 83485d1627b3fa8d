import Crypto
import JSON
package import Persistence
import Posix
import SQLite
package import Time

/// What sites said, and which archives got to them.
///
/// This alone writes the tables `sites`, `site_files` and `deliveries`, and the same into the folder beside the tree: there
/// first, so that nothing is known that would be lost with the database.
package struct SiteStore: Sendable {
    let database: Database

    package init(database: Database) { self.database = database }

    /// Every site that is known, by name; of one repository if its uuid is given.
    package func all(of uuid: String? = nil) async throws -> [Site] {
        try await database.read { connection in
            try connection.fetchAll(
                "\(Self.selection) WHERE ?1 IS NULL OR repository_uuid = ?1 ORDER BY name, repository_uuid",
                [uuid.sqlValue]
            ) { try Site(row: $0) }
        }
    }

    /// One site; `nil` where none of that name is known to have that repository.
    package func find(_ name: String, of uuid: String) async throws -> Site? {
        try await database.read { try Self.find(name, of: uuid, $0) }
    }

    /// What the inventory of a site lists.
    func files(of site: Site) async throws -> [RelativePath: SHA512Digest] {
        try await database.read { connection in
            var files: [RelativePath: SHA512Digest] = [:]
            try connection.forEach(
                "SELECT path, sha512 FROM site_files WHERE repository_uuid = ? AND site = ?",
                [.text(site.statement.repositoryUUID), .text(site.name)]
            ) { row in
                files[try RelativePath(row.text(0))] = SHA512Digest(bytes: try row.get("sha512", as: [UInt8].self))
            }
            return files
        }
    }

    /// Takes what a site said, if it said nothing newer before, and with it that an artifact was delivered; a site that
    /// was retired counts again.
    ///
    /// One transaction, which survives a power cut. A dry run changes nothing, and gives what would be known then.
    package func register(
        _ statement: SiteStatement,
        delivering artifact: String?,
        keptIn kept: SiteFolder,
        at moment: Moment,
        by initiator: String,
        isDryRun: Bool = false
    ) async throws -> Registration {
        guard !isDryRun else { return try await trial(of: statement, at: moment) }
        return try await database.writeDurably { connection in
            let known = try Self.find(statement.site, of: statement.repositoryUUID, connection)
            let verdict = Self.verdict(on: statement, after: known)
            if verdict == .news {
                let site = Site(hearing: statement, at: moment)
                try Self.put(site, connection)
                if let artifact {
                    try Self.prove(artifact, at: statement.site, moment, connection)
                    try Self.keep(deliveriesTo: statement.site, of: statement.repositoryUUID, in: kept, connection)
                }
                try AuditLog(connection).append(
                    at: moment.milliseconds,
                    initiator: initiator,
                    action: "site-\(statement.evidence.rawValue)",
                    subject: statement.site,
                    detail: "counter \(statement.counter), signed by \(statement.signer?.fingerprint ?? "nobody")"
                        + (statement.remark.map { ": \($0)" } ?? "")
                )
                try kept.save(site)
            }
            guard let site = try Self.find(statement.site, of: statement.repositoryUUID, connection) else {
                throw TransferError(.notFound, statement.site, "vanished while it was registered")
            }
            return Registration(verdict: verdict, site: site, counter: statement.counter)
        }
    }

    /// What would be known then.
    private func trial(of statement: SiteStatement, at moment: Moment) async throws -> Registration {
        let known = try await find(statement.site, of: statement.repositoryUUID)
        let verdict = Self.verdict(on: statement, after: known)
        let heard = Site(hearing: statement, at: moment)
        let site = verdict == .news ? heard : known ?? heard
        return Registration(verdict: verdict, site: site, counter: statement.counter)
    }

    /// Lets a site count no more.
    package func retire(
        _ site: Site,
        keptIn kept: SiteFolder,
        at moment: Moment,
        by initiator: String
    ) async throws -> Site {
        let files = try await files(of: site)
        return try await database.writeDurably { connection in
            try connection.execute(
                "UPDATE sites SET retired_at = ? WHERE repository_uuid = ? AND name = ? AND retired_at IS NULL",
                [.integer(moment.milliseconds), .text(site.statement.repositoryUUID), .text(site.name)]
            )
            try AuditLog(connection).append(
                at: moment.milliseconds,
                initiator: initiator,
                action: "site-retire",
                subject: site.name
            )
            let retired = try Self.find(site.name, of: site.statement.repositoryUUID, connection) ?? site
            try kept.save(retired.listing(files))
            return retired
        }
    }

    private static func verdict(on statement: SiteStatement, after known: Site?) -> Registration.Verdict {
        guard let known = known?.statement, known.counter >= statement.counter else { return .news }
        return known.counter == statement.counter ? .known : .older
    }

    static func put(_ site: Site, _ connection: Connection) throws {
        let statement = site.statement
        let key: [SQLValue] = [.text(statement.repositoryUUID), .text(statement.site)]
        try connection.execute(
            """
            INSERT INTO sites (repository_uuid, name, counter, kind, archive_id, snapshot, missing, conflicts, heard_at,
                retired_at, signer, remark)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (repository_uuid, name) DO UPDATE SET counter = excluded.counter, kind = excluded.kind,
                archive_id = excluded.archive_id, snapshot = excluded.snapshot, missing = excluded.missing,
                conflicts = excluded.conflicts, heard_at = excluded.heard_at, retired_at = excluded.retired_at,
                signer = excluded.signer, remark = excluded.remark
            """,
            key + [
                .integer(statement.counter), .text(statement.evidence.rawValue), statement.archiveID.sqlValue,
                statement.snapshot.sqlValue, .text(text(statement.missing)), .text(text(statement.conflicts)),
                .integer(site.heardAt.milliseconds), (site.retiredAt?.milliseconds).sqlValue,
                (statement.signer?.key).sqlValue, statement.remark.sqlValue,
            ]
        )
        try connection.execute("DELETE FROM site_files WHERE repository_uuid = ? AND site = ?", key)
        for (path, digest) in statement.files {
            try connection.execute(
                "INSERT INTO site_files (repository_uuid, site, path, sha512) VALUES (?, ?, ?, ?)",
                key + [.text(path.string), .blob(digest.bytes)]
            )
        }
    }

    private static func text(_ paths: [RelativePath]) -> String {
        String(decoding: JSONValue.array(paths.map { .string($0.string) }).encoded(), as: UTF8.self)
    }

    static func find(_ name: String, of uuid: String, _ connection: Connection) throws -> Site? {
        try connection.fetchOne(
            "\(selection) WHERE repository_uuid = ? AND name = ?",
            [.text(uuid), .text(name)]
        ) { try Site(row: $0) }
    }

    private static let selection = """
        SELECT *, (SELECT COUNT(*) FROM site_files WHERE site_files.repository_uuid = sites.repository_uuid
            AND site_files.site = sites.name) AS listed_files FROM sites
        """
}

extension SiteStore {
    /// How archives got to sites, by the artifact's id, each by the name of the site.
    package func deliveries() async throws -> [String: [Delivery]] {
        let all = try await database.read { connection in
            try connection.fetchAll(
                "SELECT * FROM deliveries WHERE state IN ('asserted', 'proven') ORDER BY artifact, site"
            ) { try Delivery(row: $0) }
        }
        return Dictionary(grouping: all, by: \.artifact)
    }

    /// Records that somebody says that an artifact got to a site; what a receipt proved stays proven.
    package func assert(
        _ delivery: Delivery,
        of uuid: String,
        keptIn kept: SiteFolder,
        by initiator: String
    ) async throws {
        try await database.writeDurably { connection in
            try Self.assert(delivery, connection)
            try Self.keep(deliveriesTo: delivery.site, of: uuid, in: kept, connection)
            try AuditLog(connection).append(
                at: delivery.at.milliseconds,
                initiator: initiator,
                action: "mark-delivered",
                subject: delivery.artifact,
                detail: "\(delivery.site), says \(delivery.assertedBy ?? ""): \(delivery.reason ?? "")"
            )
        }
    }

    static func assert(_ delivery: Delivery, _ connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO deliveries (artifact, site, state, changed_at, asserted_by, reason)
            VALUES (?, ?, 'asserted', ?, ?, ?)
            ON CONFLICT (artifact, site) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at,
                asserted_by = excluded.asserted_by, reason = excluded.reason WHERE state <> 'proven'
            """,
            [
                .text(delivery.artifact), .text(delivery.site), .integer(delivery.at.milliseconds),
                delivery.assertedBy.sqlValue, delivery.reason.sqlValue,
            ]
        )
    }

    /// Keeps beside the tree which of its archives got to a site.
    static func keep(
        deliveriesTo site: String,
        of uuid: String,
        in kept: SiteFolder,
        _ connection: Connection
    ) throws {
        let known = try connection.fetchAll(
            """
            SELECT * FROM deliveries WHERE site = ? AND state IN ('asserted', 'proven')
                AND artifact IN (SELECT id FROM artifacts WHERE repository_uuid = ?) ORDER BY artifact
            """,
            [.text(site), .text(uuid)]
        ) { try Delivery(row: $0) }
        try kept.save(known, to: site)
    }

    static func prove(
        _ artifact: String,
        at site: String,
        _ moment: Moment,
        _ connection: Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO deliveries (artifact, site, state, changed_at) VALUES (?, ?, 'proven', ?)
            ON CONFLICT (artifact, site) DO UPDATE SET state = 'proven', asserted_by = NULL, reason = NULL,
                changed_at = excluded.changed_at WHERE state <> 'proven'
            """,
            [.text(artifact), .text(site), .integer(moment.milliseconds)]
        )
        try connection.execute(
            "UPDATE artifacts SET state = 'delivered' WHERE id = ? AND state IN ('built', 'downloaded')",
            [.text(artifact)]
        )
    }
}

extension Site {
    fileprivate init(row: Row) throws {
        guard let evidence = SiteStatement.Evidence(rawValue: try row.get("kind", as: String.self)) else {
            throw TransferError(.malformed, "sites", "holds a record that no version of Packferry wrote")
        }
        func paths(_ column: String) throws -> [RelativePath] {
            let value = try JSONValue(parsing: Array(row.get(column, as: String.self).utf8))
            return try (value.arrayValue ?? []).compactMap(\.stringValue).map { try RelativePath($0) }
        }
        var statement = SiteStatement(
            repositoryUUID: try row.get("repository_uuid", as: String.self),
            site: try row.get("name", as: String.self),
            counter: try row.get("counter", as: Int64.self),
            evidence: evidence,
            archiveID: try row.get("archive_id", as: String?.self),
            snapshot: try row.get("snapshot", as: String?.self),
            missing: try paths("missing"),
            conflicts: try paths("conflicts")
        )
        statement.signer = try row.get("signer", as: String?.self).map { Signer(try SSHPublicKeyLine($0).key) }
        statement.remark = try row.get("remark", as: String?.self)
        self.statement = statement
        heardAt = Moment(milliseconds: try row.get("heard_at", as: Int64.self))
        retiredAt = try row.get("retired_at", as: Int64?.self).map { Moment(milliseconds: $0) }
        listedFiles = try row.get("listed_files", as: Int.self)
    }
}

extension Delivery {
    fileprivate init(row: Row) throws {
        guard let state = State(rawValue: try row.get("state", as: String.self)) else {
            throw TransferError(.malformed, "deliveries", "holds a record that no version of Packferry wrote")
        }
        self.init(
            artifact: try row.get("artifact", as: String.self),
            site: try row.get("site", as: String.self),
            state: state,
            at: Moment(milliseconds: try row.get("changed_at", as: Int64.self)),
            assertedBy: try row.get("asserted_by", as: String?.self),
            reason: try row.get("reason", as: String?.self)
        )
    }
}
