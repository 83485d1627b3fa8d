import HTTPMessages
import TestSupport
import Testing

/// Values of fields that were changed: what is read of one is written so that the same is read again.
///
/// `FuzzRun` says how to let it run for long.
@Suite("Values of fields", .ends) struct FieldFuzzTests {
    /// One reader of values, with some that it takes.
    struct Reader: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let seeds: [String]
        /// What is read, as it is written; `nil` for what is refused.
        let read: @Sendable (String) -> String?
    }

    static let readers = [
        Reader(
            testDescription: "http-authority",
            seeds: ["packages.plant", "a:8470", "[::1]:80", "127.0.0.1", "[::ffff:1.2.3.4]", "a%41:1", "A.b-c_d:"]
        ) { Authority(parsing: $0)?.description },
        Reader(
            testDescription: "http-date",
            seeds: ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
        ) { HTTPDate(parsing: $0)?.description },
        Reader(testDescription: "http-tag", seeds: ["\"abc\"", "W/\"x-1\"", "\"\""]) {
            EntityTag(parsing: $0)?.description
        },
        Reader(
            testDescription: "http-type",
            seeds: [
                "text/html; charset=utf-8", "application/json", "a/b;c=\"d;e\"", "application/vnd.npm.install-v1+json",
            ]
        ) { MediaType(parsing: $0)?.description },
        Reader(
            testDescription: "http-content-range",
            seeds: ["bytes 0-9/100", "bytes */5", "bytes 1-2/*", "bytes 0-9223372036854775806/9223372036854775807"]
        ) { ContentRange(parsing: $0)?.description },
        Reader(
            testDescription: "http-accept",
            seeds: ["gzip, br;q=0.5, *;q=0", "text/html, application/json;q=0.9, */*;q=0.1", "a/b;q=1.000;c=\"d,e\""]
        ) { text in
            // Whatever is wanted, something is chosen or nothing; lists end.
            _ = AcceptedCodings([.acceptEncoding: text]).takes("gzip")
            let offers: [MediaType] = [.json, .html]
            _ = AcceptedTypes([.accept: text]).preferred(among: offers)
            for element in FieldList.elements(of: text) { _ = FieldList.parameters(of: element).map(FieldList.pair) }
            return FieldList.elements(of: text).joined(separator: ", ")
        },
    ]

    @Test("are refused, or read as they are written again", arguments: readers)
    func fuzz(_ reader: Reader) throws {
        for seed in reader.seeds { #expect(reader.read(seed) != nil, "\(seed)") }
        for (name, bytes) in try Corpus.inputs(reader.testDescription) { check(reader, bytes, name) }
        try FuzzRun(reader.testDescription, 2000).each { random in
            var bytes = Array(random.pick(reader.seeds).utf8)
            HTTPMutation.mutate(&bytes, with: &random)
            return bytes
        } try: { input, number in
            check(reader, input, "\(number)")
        }
    }

    private func check(_ reader: Reader, _ input: [UInt8], _ what: String) {
        let text = String(decoding: input, as: UTF8.self)
        guard let written = reader.read(text) else { return }
        #expect(reader.read(written) == written, "\(reader.testDescription) \(what): \(text.debugDescription)")
    }
}
