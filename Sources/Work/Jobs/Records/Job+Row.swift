import JSON
import SQLite
import Time

extension Job {
    init(row: Row) throws {
        guard let state = JobState(rawValue: row.text(8)) else {
            throw JobError(.wrongState, "job \(row.text(0))", cause: "its row has the unknown state \(row.text(8))")
        }
        self.init(
            id: row.text(0),
            type: row.text(1),
            repository: row.text(2),
            parameters: try JobJSON.value(row.text(3)),
            initiator: row.text(4),
            parentID: try row.get(5),
            createdAt: Moment(milliseconds: row.integer(6)),
            state: state,
            blockedBy: try row.get(9),
            attempt: Int(row.integer(10)),
            startedAt: try row.moment(12),
            finishedAt: try row.moment(13),
            cancelRequestedAt: try row.moment(14),
            progress: try JobJSON.value(row.text(15)),
            counters: try JobJSON.value(row.text(16)),
            result: try JobJSON.value(row.text(17)),
            problem: try row.get(18, as: String?.self).map { try JobJSON.value($0) },
            logBytes: row.integer(19),
            notBefore: Moment(milliseconds: row.integer(11)),
            idleResumes: Int(row.integer(20)),
            firstAttempt: Int(row.integer(7))
        )
    }
}

extension Row {
    func moment(_ column: Int) throws -> Moment? {
        try get(column, as: Int64?.self).map { Moment(milliseconds: $0) }
    }
}

/// How the parts of a job are written into its row.
enum JobJSON {
    static func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_ text: String, as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Array(text.utf8))
    }
}
