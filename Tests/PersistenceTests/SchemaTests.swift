import SQLite
import Testing

@testable import Persistence

@Suite("The schema")
struct SchemaTests {
    /// A row that is right, as SQL.
    private static let rows: [String: [String: String]] = [
        "jobs": [
            "id": "'a'", "type": "'collect'", "repository": "'npm'", "state": "'queued'", "parameters": "'{}'",
            "initiator": "'me'", "is_unique": "1", "first_attempt": "1", "attempt": "1", "created_at": "0",
            "not_before": "0", "progress": "'[]'", "counters": "'{}'", "result": "'{}'", "log_bytes": "0",
        ],
        "job_packages": ["job": "'a'", "package": "'a'", "files": "'[]'", "problems": "'[]'"],
        "job_keys": ["key": "'k'", "request": "'\(String(repeating: "a", count: 64))'", "job": "'a'"],
        "audit": ["at": "0", "initiator": "'me'", "action": "'a'", "subject": "'s'", "detail": "''"],
        "schedules": [
            "id": "'a'", "type": "'collect'", "repository": "'npm'", "parameters": "'{}'", "cron": "'0 3 * * 0'",
            "time_zone": "'UTC'", "is_configured": "1", "is_paused": "0", "revision": "1",
        ],
        "storages": [
            "repository": "'npm'", "uuid": "'\(String(repeating: "a", count: 32))'", "device": "1", "inode": "2",
        ],
        "content_changes": ["repository": "'npm'", "package": "'a'", "at": "0"],
        "trees": ["repository": "'npm'", "generation": "0", "collected_at": "0"],
        "packages": [
            "repository": "'npm'", "name": "'a'", "location": "'a'", "device": "0", "inode": "0", "size": "0",
            "modified": "0", "changed": "0", "read_at": "0", "listed": "0", "facts": "X''",
        ],
        "files": [
            "repository": "'npm'", "path": "'a/a'", "package": "'a'", "location": "'a/a'", "device": "0", "inode": "0",
            "size": "0", "modified": "0", "changed": "0", "hashed_at": "0", "sha512": "zeroblob(64)",
            "state": "'whole'",
        ],
        "blobs": ["sha256": "zeroblob(32)", "sha512": "zeroblob(64)", "size": "0", "added_at": "0"],
        "findings": [
            "repository": "'npm'", "path": "'a/a'", "kind": "'mismatch'", "detail": "'d'", "state": "'open'",
            "first_seen": "0", "last_seen": "0",
        ],
        "finding_events": ["finding": "1", "at": "0", "state": "'repairing'", "detail": "''"],
        "artifacts": [
            "id": "'a'", "repository": "'npm'", "repository_type": "'npm'", "repository_uuid": "'u'",
            "archive_id": "'x'", "sequence": "1", "scope": "'full'", "target": "'t'", "created": "'c'", "size": "1",
            "sha512": "zeroblob(64)", "files": "0", "bytes": "0", "packages": "0", "versions": "0", "deletes": "0",
            "note": "''", "state": "'built'", "warnings": "''",
        ],
        "artifact_names": ["id": "'a'"],
        "artifact_files": ["artifact": "'a'", "path": "'p'", "package": "'a'"],
        "sites": [
            "repository_uuid": "'u'", "name": "'plant-7'", "counter": "1", "kind": "'applied'", "archive_id": "'x'",
            "missing": "'[]'", "conflicts": "'[]'", "heard_at": "0",
        ],
        "site_files": [
            "repository_uuid": "'u'", "site": "'plant-7'", "path": "'p'", "sha512": "zeroblob(64)",
        ],
        "deliveries": ["artifact": "'a'", "site": "'plant-7'", "state": "'sent'", "changed_at": "0"],
        "repository_samples": [
            "repository": "'npm'", "hour": "1", "at": "3600000", "files": "0", "bytes": "0", "packages": "0",
            "versions": "0", "findings": "0",
        ],
        "briefs": [
            "repository": "'npm'", "package": "'p'", "device": "0", "inode": "0", "size": "0", "modified": "0",
            "changed": "0", "read_at": "0", "brief": "X''",
        ],
        "mirrors": [
            "repository": "'a'", "state": "zeroblob(1)", "settings": "''", "generation": "0", "synced_at": "0",
        ],
        "withdrawn_files": ["repository": "'a'", "path": "'a'", "since": "0"],
        "withdrawals": [
            "repository": "'npm'", "package": "'p'", "deprecated": "'{}'", "unpublished": "'[]'", "is_gone": "0",
        ],
        "disk_samples": [
            "path": "'/srv'", "hour": "1", "at": "7199999", "total_bytes": "0", "free_bytes": "0",
        ],
    ]

    /// What may differ in a right row.
    private static let right: [(table: String, changes: [String: String])] = [
        ("jobs", ["state": "'blocked'", "blocked_by": "'b'"]),
        ("jobs", ["state": "'running'", "started_at": "1", "cancel_requested_at": "2"]),
        ("jobs", ["state": "'failed'", "started_at": "1", "finished_at": "2", "problem": "'{}'"]),
        ("jobs", ["state": "'cancelled'", "finished_at": "2"]),
        ("schedules", ["cron": "NULL", "every_seconds": "43200", "is_paused": "1"]),
        ("files", ["scanned_at": "1", "content": "'='"]),
        ("job_packages", ["outcome": "'refreshed'"]),
        ("packages", ["sha512": "zeroblob(64)", "ready_sha512": "zeroblob(64)"]),
        ("packages", ["fingerprint": "zeroblob(32)", "files": "3", "bytes": "9", "versions": "2"]),
        ("files", ["sha1": "zeroblob(20)", "sha256": "zeroblob(32)", "state": "'orphan'"]),
        ("findings", ["state": "'repairing'", "attempts": "3"]),
        ("findings", ["state": "'failed'"]), ("findings", ["state": "'ignored'"]),
        ("artifacts", ["scope": "'delta'", "base": "'b'"]),
        ("artifacts", ["scope": "'delta'", "base": "'b'", "base_name": "'n'"]), ("artifacts", ["scope": "'partial'"]),
        ("artifacts", ["state": "'damaged'"]), ("artifacts", ["signer": "'ssh-ed25519 AAAA'"]),
        ("sites", ["kind": "'inventory'", "archive_id": "NULL", "snapshot": "'t'"]),
        ("sites", ["kind": "'rolled-back'", "retired_at": "1"]),
        ("sites", ["signer": "'ssh-ed25519 AAAA'"]), ("sites", ["remark": "'It is not signed'"]),
        ("deliveries", ["state": "'asserted'", "asserted_by": "'me'", "reason": "'called'"]),
        ("deliveries", ["state": "'proven'"]),
        ("content_changes", ["added_at": "1"]),
    ]

    /// What makes a row wrong: at least one for each CHECK.
    private static let wrong: [(table: String, changes: [String: String])] = [
        ("jobs", ["state": "'done'"]), ("jobs", ["blocked_by": "'b'"]), ("jobs", ["state": "'blocked'"]),
        ("jobs", ["state": "'blocked'", "blocked_by": "'a'"]), ("jobs", ["initiator": "''"]),
        ("jobs", ["is_unique": "2"]), ("jobs", ["first_attempt": "0"]), ("jobs", ["first_attempt": "2"]),
        ("jobs", ["idle_resumes": "-1"]), ("jobs", ["started_at": "1"]), ("jobs", ["state": "'running'"]),
        ("jobs", ["finished_at": "1"]), ("jobs", ["cancel_requested_at": "1"]), ("jobs", ["problem": "'{}'"]),
        ("jobs", ["state": "'failed'", "started_at": "1", "finished_at": "2"]), ("jobs", ["log_bytes": "-1"]),
        ("job_packages", ["outcome": "'lost'"]),
        ("job_keys", ["key": "''"]), ("job_keys", ["request": "'a'"]),
        ("audit", ["initiator": "''"]),
        ("schedules", ["every_seconds": "0", "cron": "NULL"]), ("schedules", ["every_seconds": "1"]),
        ("schedules", ["cron": "NULL"]), ("schedules", ["is_configured": "2"]), ("schedules", ["is_paused": "2"]),
        ("schedules", ["revision": "0"]), ("schedules", ["last_skip": "'x'"]),
        ("trees", ["generation": "-1"]),
        ("storages", ["uuid": "'a'"]),
        ("packages", ["sha512": "zeroblob(63)"]), ("packages", ["listed": "-1"]),
        ("packages", ["ready_sha512": "zeroblob(65)"]),
        ("packages", ["fingerprint": "zeroblob(31)"]), ("packages", ["files": "-1"]), ("packages", ["bytes": "-1"]),
        ("packages", ["versions": "-1"]),
        ("files", ["size": "-1"]), ("files", ["sha512": "zeroblob(63)"]), ("files", ["sha1": "zeroblob(21)"]),
        ("files", ["sha256": "zeroblob(31)"]), ("files", ["state": "'held'"]),
        ("blobs", ["sha256": "zeroblob(31)"]), ("blobs", ["sha512": "zeroblob(65)"]), ("blobs", ["size": "-1"]),
        ("findings", ["state": "'closed'"]), ("findings", ["attempts": "-1"]),
        ("artifacts", ["sequence": "0"]), ("artifacts", ["sequence": "9007199254740993"]),
        ("artifacts", ["scope": "'some'"]), ("artifacts", ["base": "'b'"]),
        ("artifacts", ["base_name": "'n'"]), ("artifacts", ["scope": "'partial'", "base": "'b'"]),
        ("artifacts", ["scope": "'delta'"]),
        ("repository_samples", ["at": "7200000"]), ("disk_samples", ["hour": "0"]),
        ("mirrors", ["generation": "-1"]), ("withdrawals", ["is_gone": "2"]),
        ("files", ["scanned_at": "1"]), ("finding_events", ["state": "'lost'"]),
        ("artifacts", ["signer": "'ssh-rsa AAAA'"]), ("artifacts", ["size": "0"]),
        ("artifacts", ["sha512": "zeroblob(0)"]), ("artifacts", ["state": "'lost'"]),
        ("sites", ["name": "''"]), ("sites", ["counter": "0"]), ("sites", ["kind": "'guessed'"]),
        ("sites", ["archive_id": "NULL"]), ("sites", ["kind": "'inventory'"]),
        ("sites", ["signer": "'ssh-rsa AAAA'"]), ("sites", ["remark": "''"]),
        ("site_files", ["sha512": "zeroblob(63)"]),
        ("deliveries", ["site": "''"]), ("deliveries", ["state": "'lost'"]),
        ("deliveries", ["asserted_by": "'me'"]), ("deliveries", ["reason": "'called'"]),
        ("deliveries", ["state": "'asserted'", "asserted_by": "''", "reason": "'called'"]),
        ("deliveries", ["state": "'asserted'", "asserted_by": "'me'", "reason": "''"]),
    ]

    @Test("takes every row that can be")
    func takes() async throws {
        let database = try await Self.database()
        for (table, changes) in Self.rows.keys.sorted().map({ ($0, [:]) }) + Self.right {
            try await database.write { connection in
                func insert(_ conflict: String, _ sql: String) throws {
                    try connection.execute(sql.replacing("INSERT", with: "INSERT OR \(conflict)"))
                }
                if table == "finding_events" { try insert("REPLACE", Self.statement("findings", ["id": "1"])) }
                if table == "artifact_files" || table == "deliveries" {
                    try insert("IGNORE", Self.statement("artifacts", [:]))
                }
                if table == "site_files" { try insert("IGNORE", Self.statement("sites", [:])) }
                if table == "job_packages" || table == "job_keys" { try insert("IGNORE", Self.statement("jobs", [:])) }
                try insert("REPLACE", Self.statement(table, changes))
            }
        }
    }

    @Test("refuses every row that cannot be, by each of its CHECKs")
    func refuses() async throws {
        let database = try await Self.database()
        var seen: [String: Set<String>] = [:]
        for (table, changes) in Self.wrong {
            let error = await #expect(throws: SQLiteError.self, "\(table) \(changes)") {
                try await database.write { try $0.execute(Self.statement(table, changes)) }
            }
            let message = try #require(error?.message)
            #expect(message.hasPrefix("CHECK constraint failed: "), "\(table) \(changes)")
            seen[table, default: []].insert(message)
        }
        let tables = try await database.read { connection in
            try connection.fetchAll(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            ) { (name: $0.text(0), checks: $0.text(1).split(separator: "CHECK (").count - 1) }
        }
        for table in tables { #expect(seen[table.name, default: []].count == table.checks, "\(table.name)") }
        #expect(Set(Self.rows.keys).union(["migrations"]) == Set(tables.map(\.name)))
    }

    /// The tables without the triggers that would answer before the CHECKs do.
    private static func database() async throws -> Database {
        let database = try await Database(.memory)
        try await database.write { connection in
            let triggers = try connection.fetchAll("SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
                $0.text(0)
            }
            for trigger in triggers { try connection.execute("DROP TRIGGER \(trigger)") }
        }
        return database
    }

    private static func statement(_ table: String, _ changes: [String: String]) -> String {
        let row = rows[table, default: [:]].merging(changes) { $1 }.sorted { $0.key < $1.key }
        let (names, values) = (row.map(\.key).joined(separator: ", "), row.map(\.value).joined(separator: ", "))
        return "INSERT INTO \(table) (\(names)) VALUES (\(values))"
    }
}
