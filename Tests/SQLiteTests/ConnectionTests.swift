import SQLite
import TestSupport
import Testing

@Suite("A connection")
struct ConnectionTests {
    private func memory() throws -> Connection { try Connection(path: ":memory:") }

    @Test(
        "stores every kind of value and reads it back as the same",
        arguments: [
            .null, .integer(0), .integer(.min), .integer(.max), .real(0), .real(-0.1), .real(.infinity),
            .real(.leastNonzeroMagnitude), .text(""), .text("ü 漢 🦀"), .text("a\0b"), .text("' OR 1 --"),
            .text(String(repeating: "x", count: 100_000)), .blob([]), .blob([0]), .blob(Array(0...255)),
        ] as [SQLValue]
    )
    func roundTrip(value: SQLValue) throws {
        let connection = try memory()
        let read = try connection.fetchOne("SELECT ?", [value]) { $0.value(0) }
        #expect(read == value)
        try connection.execute("CREATE TABLE t (v ANY) STRICT")
        try connection.execute("INSERT INTO t VALUES (?)", [value])
        #expect(try connection.fetchOne("SELECT v FROM t") { $0.value(0) } == value)
    }

    @Test("stores not-a-number as NULL, for SQLite has none")
    func notANumber() throws {
        #expect(try memory().fetchOne("SELECT ?", [.real(.nan)]) { $0.value(0) } == .null)
    }

    @Test("tells an empty text from an empty blob and both from NULL")
    func empty() throws {
        let types = try memory().fetchOne("SELECT typeof(?), typeof(?), typeof(?)", [.text(""), .blob([]), .null]) {
            [$0.text(0), $0.text(1), $0.text(2)]
        }
        #expect(types == ["text", "blob", "null"])
    }

    @Test("answers with every row, with the first, or with none")
    func fetching() throws {
        let connection = try memory()
        let rows = "SELECT * FROM (VALUES (1), (2), (3)) WHERE column1 > ?"
        #expect(try connection.fetchAll(rows, [.integer(1)]) { $0.integer(0) } == [2, 3])
        #expect(try connection.fetchOne(rows, [.integer(0)]) { $0.integer(0) } == 1)
        #expect(try connection.fetchOne(rows, [.integer(3)]) { $0.integer(0) } == nil)
        #expect(try connection.fetchAll(rows, [.integer(3)]) { $0.integer(0) } == [])
    }

    @Test("knows how many rows were changed and the key of the last one")
    func changes() throws {
        let connection = try memory()
        try connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)")
        try connection.execute("INSERT INTO t (v) VALUES ('a'), ('b'), ('c')")
        #expect(connection.changes == 3)
        #expect(connection.lastInsertedRowID == 3)
        try connection.execute("DELETE FROM t WHERE id > 1")
        #expect(connection.changes == 2)
    }

    @Test("runs a script of several statements")
    func script() throws {
        let connection = try memory()
        try connection.executeScript("CREATE TABLE t (v TEXT); INSERT INTO t VALUES ('a;b'); -- done")
        #expect(try connection.fetchOne("SELECT v FROM t") { $0.text(0) } == "a;b")
    }

    @Test("runs the same text again with other values, and again after an error midway")
    func reuse() throws {
        let connection = try memory()
        for number in 1...3 {
            #expect(try connection.fetchOne("SELECT ?", [.integer(Int64(number))]) { $0.integer(0) } == Int64(number))
        }
        struct Stop: Error {}
        let rows = "SELECT * FROM (VALUES (1), (2))"
        #expect(throws: Stop.self) { try connection.forEach(rows) { _ in throw Stop() } }
        #expect(try connection.fetchAll(rows) { $0.integer(0) } == [1, 2])
    }

    @Test("runs a text that is being run as another statement")
    func nested() throws {
        let connection = try memory()
        let rows = "SELECT * FROM (VALUES (1), (2))"
        var pairs: [[Int64]] = []
        try connection.forEach(rows) { outer in
            try connection.forEach(rows) { inner in pairs.append([outer.integer(0), inner.integer(0)]) }
        }
        #expect(pairs == [[1, 1], [1, 2], [2, 1], [2, 2]])
    }

    @Test("goes on after more different texts than it keeps")
    func manyTexts() throws {
        let connection = try memory()
        for number in 0..<600 {
            #expect(try connection.fetchOne("SELECT \(number)") { $0.integer(0) } == Int64(number))
        }
    }

    @Test("sees a table that was changed since the statement was prepared")
    func schemaChange() throws {
        let connection = try memory()
        try connection.execute("CREATE TABLE t (a)")
        try connection.execute("INSERT INTO t VALUES (1)")
        #expect(try connection.fetchOne("SELECT * FROM t") { try $0.get("a", as: Int.self) } == 1)
        try connection.execute("DROP TABLE t")
        try connection.execute("CREATE TABLE t (b)")
        try connection.execute("INSERT INTO t VALUES (2)")
        #expect(try connection.fetchOne("SELECT * FROM t") { $0.integer(0) } == 2)
    }
}

@Suite("A file", .temporaryDirectory)
struct FileTests {
    private var path: String { TemporaryDirectory.current + "/data.sqlite" }

    @Test("is made when it is not there, and read again afterwards")
    func persistence() throws {
        do {
            let connection = try Connection(path: path)
            try connection.executeScript("CREATE TABLE t (v TEXT); INSERT INTO t VALUES ('kept')")
        }
        #expect(try Connection(path: path).fetchOne("SELECT v FROM t") { $0.text(0) } == "kept")
    }

    @Test("is neither made nor changed by a reader")
    func readOnly() throws {
        #expect(throws: SQLiteError.self) { try Connection(path: path, options: .init(readOnly: true)) }
        try Connection(path: path).execute("CREATE TABLE t (v TEXT)")
        let reader = try Connection(path: path, options: .init(readOnly: true))
        let error = #expect(throws: SQLiteError.self) { try reader.execute("INSERT INTO t VALUES ('x')") }
        #expect(error?.primaryCode == 8)
    }

    @Test("is refused when it cannot be opened, or is something else")
    func notADatabase() throws {
        let missing = #expect(throws: SQLiteError.self) { try Connection(path: path + "/nowhere/data.sqlite") }
        #expect(missing?.sql.hasSuffix("/nowhere/data.sqlite") == true)
        #expect(missing?.hint != nil)
    }

    @Test("held by somebody else is busy, which may pass")
    func busy() throws {
        let first = try Connection(path: path)
        try first.execute("CREATE TABLE t (v TEXT)")
        let second = try Connection(path: path, options: .init(busyTimeout: 0))
        try first.inTransaction(.immediate) {
            let error = #expect(throws: SQLiteError.self) { try second.inTransaction(.immediate) {} }
            #expect(error?.isTransient == true)
            #expect(error?.isConstraint == false)
        }
        try second.inTransaction(.immediate) {}
    }
}
