import Testing

@testable import API

@Suite("Tables")
struct TableTests {
    private struct Row: TableRow {
        static let columnNames = ["name", "size", "deep.er", "list", "flag", "nothing"]

        struct Deep: Encodable { let er: String? }

        var name = "a"
        var size: Int64 = -1
        var deep = Deep(er: "x")
        var list = ["b", "c"]
        var flag = true
        var nothing: String?
    }

    private func text(_ row: Row) throws -> String { String(decoding: try row.line, as: UTF8.self) }

    @Test("the first line names the columns, and lines end as RFC 4180 has it")
    func header() {
        #expect(String(decoding: Row.header, as: UTF8.self) == "name,size,deep.er,list,flag,nothing\r\n")
    }

    @Test("a row has a cell for each column, an empty one for what is not there")
    func row() throws {
        #expect(try text(Row()) == "a,-1,x,b c,true,\r\n")
        #expect(try text(Row(deep: Row.Deep(er: nil), list: [])) == "a,-1,,,true,\r\n")
    }

    @Test(
        "a cell with a comma, a quote or a line's end is quoted",
        arguments: [
            ("a,b", "\"a,b\""), ("say \"no\"", "\"say \"\"no\"\"\""), ("two\nlines", "\"two\nlines\""),
            ("crlf\r\n", "\"crlf\r\n\""), ("semi;colon", "semi;colon"), ("пакет", "пакет"),
        ]
    )
    func quoted(name: String, cell: String) throws {
        #expect(try text(Row(name: name)) == "\(cell),-1,x,b c,true,\r\n")
    }

    @Test(
        "no cell is taken for a formula",
        arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://x\",\"y\")"]
    )
    func formula(name: String) throws {
        let escaped = name.contains("\"") ? "\"'\(name.replacing("\"", with: "\"\""))\"" : "'\(name)"
        #expect(try text(Row(name: name)) == "\(escaped),-1,x,b c,true,\r\n")
        #expect(try text(Row(list: [name, "z"])).contains("'"))
    }
}
