import SQLite
import Testing

@Suite("A row")
struct RowTests {
    private func read(_ sql: String, _ visit: (Row) throws -> Void) throws {
        let connection = try Connection(path: ":memory:")
        try connection.forEach(sql, [], visit)
    }

    @Test("gives columns by name and by index as Swift values")
    func typed() throws {
        try read("SELECT 7 AS i, 'text' AS t, 1.5 AS r, x'0102' AS b, 1 AS yes, NULL AS n") { (row: Row) throws in
            #expect(try row.get("i") as Int == 7)
            #expect(try row.get("i", as: Int64.self) == 7)
            #expect(try row.get("t", as: String.self) == "text")
            #expect(try row.get("r", as: Double.self) == 1.5)
            #expect(try row.get("b", as: [UInt8].self) == [1, 2])
            #expect(try row.get("yes", as: Bool.self))
            #expect(try row.get("n", as: String?.self) == nil)
            #expect(try row.get("t", as: String?.self) == "text")
            #expect(try row.get(0, as: Int.self) == 7)
            #expect(row.isNull(5))
            #expect(!row.isNull(0))
        }
    }

    @Test("gives bare columns without asking their type")
    func bare() throws {
        try read("SELECT 7, 'text', x'0102', NULL") { (row: Row) throws in
            #expect(row.integer(0) == 7)
            #expect(row.text(1) == "text")
            #expect(row.blob(2) == [1, 2])
            #expect(row.integer(3) == 0)
            #expect(row.text(3).isEmpty)
            #expect(row.blob(3).isEmpty)
        }
    }

    @Test(
        "refuses a column of another type rather than guess",
        arguments: ["'7'", "1.0", "NULL", "x'07'"]
    )
    func mismatch(value: String) throws {
        try read("SELECT \(value) AS v") { (row: Row) throws in
            let error = #expect(throws: SQLiteError.self) { try row.get("v", as: Int.self) }
            #expect(error?.sql == "SELECT \(value) AS v")
        }
    }

    @Test("refuses a number that is neither true nor false")
    func bool() throws {
        try read("SELECT 2 AS v") { (row: Row) throws in
            #expect(throws: SQLiteError.self) { try row.get("v", as: Bool.self) }
        }
    }

    @Test("refuses a name that it has not")
    func name() throws {
        try read("SELECT 1 AS v") { (row: Row) throws in
            let error = #expect(throws: SQLiteError.self) { try row.get("w", as: Int.self) }
            #expect(error?.message.contains("w") == true)
        }
    }

    @Test("gives the first of two columns with one name")
    func twice() throws {
        try read("SELECT 1 AS v, 2 AS v") { (row: Row) throws in #expect(try row.get("v", as: Int.self) == 1) }
    }
}

@Suite("A Swift value")
struct SQLConvertibleTests {
    @Test("is stored as the SQLite value of its kind")
    func stored() {
        #expect(7.sqlValue == .integer(7))
        #expect(Int64(7).sqlValue == .integer(7))
        #expect(true.sqlValue == .integer(1))
        #expect("x".sqlValue == .text("x"))
        #expect(1.5.sqlValue == .real(1.5))
        #expect(([1] as [UInt8]).sqlValue == .blob([1]))
        #expect((nil as Int?).sqlValue == .null)
        #expect((7 as Int?).sqlValue == .integer(7))
    }

    @Test("is not made of a value of another kind")
    func other() {
        #expect(Int(sqlValue: .text("7")) == nil)
        #expect(String(sqlValue: .blob([0x37])) == nil)
        #expect(Double(sqlValue: .integer(7)) == nil)
        #expect([UInt8](sqlValue: .text("7")) == nil)
        #expect(Bool(sqlValue: .integer(2)) == nil)
        #expect(Int(sqlValue: .null) == nil)
    }
}
