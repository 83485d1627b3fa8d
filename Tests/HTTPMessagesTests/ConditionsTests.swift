import HTTPMessages
import Testing

@Suite("Ranges and validators")
struct ConditionsTests {
    @Test(
        "one range of a file of 1000 bytes",
        arguments: [
            ("bytes=0-499", 0..<500),
            ("bytes=500-", 500..<1000),
            ("bytes=0-0", 0..<1),
            ("bytes=999-5000", 999..<1000),
            ("bytes=-1", 999..<1000),
            ("bytes=-5000", 0..<1000),
            ("Bytes=0-1", 0..<2),
            ("bytes= 0-1 ", 0..<2),
            ("bytes=0-99999999999999999999999999", 0..<1000),
            ("bytes=,0-1,", 0..<2),
            ("bytes=1000-", nil),
            ("bytes=-0", nil),
            ("bytes=99999999999999999999999999-", nil),
        ] as [(String, Range<Int64>?)]
    )
    func ranges(text: String, expected: Range<Int64>?) throws {
        let range = try #require(ByteRange(parsing: text))
        #expect(range.resolved(size: 1000) == expected)
    }

    @Test(
        "several ranges, other units and broken ones are ignored",
        arguments: [
            "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-1", "bytes=0-1,3-4", "lines=0-1", "bytes=1",
            "bytes=1-2-3", "bytes=+1-2", "bytes=0x1-2", "bytes 0-1", "bytes=--1", "bytes=- 1",
        ]
    )
    func ignored(text: String) {
        #expect(ByteRange(parsing: text) == nil)
    }

    @Test("an empty file has no range")
    func emptyFile() {
        #expect(ByteRange.from(0, through: nil).resolved(size: 0) == nil)
        #expect(ByteRange.last(1).resolved(size: 0) == nil)
    }

    @Test("ranges are written as they are read", arguments: ["bytes=0-9", "bytes=5-", "bytes=-7"])
    func written(text: String) {
        #expect(ByteRange(parsing: text)?.description == text)
    }

    @Test(
        "Content-Range is read and written",
        arguments: [
            ("bytes 0-9/100", ContentRange(0..<10, size: 100)),
            ("bytes 5-5/*", ContentRange(5..<6, size: nil)),
            ("bytes */7", ContentRange(nil, size: 7)),
        ]
    )
    func contentRange(text: String, expected: ContentRange) {
        #expect(ContentRange(parsing: text) == expected)
        #expect(expected.description == text)
    }

    @Test(
        "a broken Content-Range is refused",
        arguments: [
            "", "bytes", "bytes 0-9", "bytes 9-0/100", "bytes 0-100/100", "lines 0-9/100", "bytes 0-/100",
            "bytes 0-9/x", "bytes 0-9223372036854775807/*", "bytes -9/10",
        ]
    )
    func brokenContentRange(text: String) {
        #expect(ContentRange(parsing: text) == nil)
    }

    @Test("strong comparison needs two strong tags (RFC 9110 §8.8.3.2)")
    func comparison() {
        let strong = EntityTag("1")
        let weak = EntityTag("1", isWeak: true)
        #expect(strong.matchesStrongly(strong))
        #expect(!strong.matchesStrongly(weak))
        #expect(!weak.matchesStrongly(weak))
        #expect(weak.matchesWeakly(strong))
        #expect(!strong.matchesWeakly(EntityTag("2")))
    }

    @Test("tags are read as they are written", arguments: ["\"\"", "\"abc\"", "W/\"a/b,c\""])
    func tags(text: String) {
        #expect(EntityTag(parsing: text)?.description == text)
    }

    @Test("broken tags are refused", arguments: ["", "abc", "\"", "w/\"a\"", "\"a b\"", "\"a\"b\"", "W/a"])
    func brokenTags(text: String) {
        #expect(EntityTag(parsing: text) == nil)
    }

    @Test("a list of tags, one broken makes it match nothing")
    func lists() {
        let tag = EntityTag("b")
        let good = EntityTagCondition(.ifMatch, in: [.ifMatch: "\"a\", \"b\""])
        let broken = EntityTagCondition(.ifMatch, in: [.ifMatch: "\"a\", b"])
        #expect(good?.isMet(by: tag) { $0.matchesStrongly($1) } == true)
        #expect(good?.isMet(by: nil) { $0.matchesStrongly($1) } == false)
        #expect(broken?.isMet(by: tag) { $0.matchesStrongly($1) } == false)
        #expect(EntityTagCondition(.ifMatch, in: [.ifMatch: "*"]) == .any)
        #expect(EntityTagCondition(.ifMatch, in: [:]) == nil)
    }
}
