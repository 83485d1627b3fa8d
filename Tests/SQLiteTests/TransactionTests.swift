import SQLite
import Testing

@Suite("A transaction")
struct TransactionTests {
    private struct Stop: Error {}

    private func table() throws -> Connection {
        let connection = try Connection(path: ":memory:")
        try connection.executeScript(
            """
            PRAGMA foreign_keys = ON;
            CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT;
            CREATE TABLE t (
                v TEXT NOT NULL UNIQUE CHECK (v <> 'bad'),
                parent INTEGER REFERENCES parents (id)
            ) STRICT;
            """
        )
        return connection
    }

    private func count(_ connection: Connection) throws -> Int64? {
        try connection.fetchOne("SELECT count(*) FROM t") { $0.integer(0) }
    }

    @Test(
        "keeps all that was done, and gives what its body returned",
        arguments: [Connection.Transaction.immediate, .deferred]
    )
    func commit(kind: Connection.Transaction) throws {
        let connection = try table()
        let value = try connection.inTransaction(kind) {
            try connection.execute("INSERT INTO t (v) VALUES ('a')")
            return 7
        }
        #expect(value == 7)
        #expect(try count(connection) == 1)
    }

    @Test("keeps nothing when its body throws, and the next one works")
    func rollback() throws {
        let connection = try table()
        #expect(throws: Stop.self) {
            try connection.inTransaction(.immediate) {
                try connection.execute("INSERT INTO t (v) VALUES ('a')")
                throw Stop()
            }
        }
        #expect(try count(connection) == 0)
        try connection.inTransaction(.immediate) { try connection.execute("INSERT INTO t (v) VALUES ('a')") }
        #expect(try count(connection) == 1)
    }

    @Test("keeps nothing when a statement fails, and says which")
    func failingStatement() throws {
        let connection = try table()
        let sql = "INSERT INTO t (v) VALUES ('bad')"
        let error = #expect(throws: SQLiteError.self) {
            try connection.inTransaction(.immediate) {
                try connection.execute("INSERT INTO t (v) VALUES ('a')")
                try connection.execute(sql)
            }
        }
        #expect(error?.sql == sql)
        #expect(try count(connection) == 0)
    }

    @Test("throws its own error when SQLite has rolled back already")
    func rolledBackAlready() throws {
        let connection = try table()
        let error = #expect(throws: SQLiteError.self) {
            try connection.inTransaction(.immediate) {
                try connection.execute("INSERT INTO t (v) VALUES ('a')")
                try connection.execute("INSERT OR ROLLBACK INTO t (v) VALUES ('a')")
            }
        }
        #expect(error?.isConstraint == true)
        #expect(try count(connection) == 0)
    }

    @Test(
        "is refused by every kind of rule, with the extended code and SQLite's sentence",
        arguments: [
            ("INSERT INTO t (v) VALUES ('bad')", 275, "CHECK"),
            ("INSERT INTO t (v) VALUES (NULL)", 1299, "NOT NULL"),
            ("INSERT INTO t (v, parent) VALUES ('a', 9)", 787, "FOREIGN KEY"),
            ("INSERT INTO t (v) VALUES ('a'), ('a')", 2067, "UNIQUE"),
            ("INSERT INTO t (v, parent) VALUES ('a', 'x')", 3091, "cannot store TEXT"),
        ]
    )
    func constraint(sql: String, code: Int32, rule: String) throws {
        let connection = try table()
        let error = #expect(throws: SQLiteError.self) { try connection.execute(sql) }
        #expect(error?.code == code)
        #expect(error?.isConstraint == true)
        #expect(error?.message.contains(rule) == true)
        #expect(error?.description.contains(sql) == true)
        #expect(try count(connection) == 0)
    }

    @Test("reports mistakes in the text with the text", arguments: ["SELEC 1", "SELECT * FROM nowhere", "SELECT ("])
    func syntax(sql: String) throws {
        let connection = try table()
        let error = #expect(throws: SQLiteError.self) { try connection.execute(sql) }
        #expect(error?.sql == sql)
        #expect(error?.isConstraint == false)
        let script = #expect(throws: SQLiteError.self) { try connection.executeScript(sql) }
        #expect(script?.sql == sql)
    }

    @Test("says what helps, where something does")
    func hints() {
        for code in [5, 8, 11, 13, 14, 26] as [Int32] {
            #expect(SQLiteError(code: code, message: "m", sql: "s").hint != nil)
        }
        #expect(SQLiteError(code: 13, message: "m", sql: "s").isFull)
        #expect(SQLiteError(code: 1, message: "m", sql: "s").description == "SQLite error 1: m in: s")
    }
}
