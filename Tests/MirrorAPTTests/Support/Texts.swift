import Archives
import MirrorAPT
import Testing

/// A source that gives a few bytes at a time, as a slow network does.
final class DripSource: ByteSource {
    private var rest: ArraySlice<UInt8>
    private let step: Int

    init(_ text: String, step: Int) {
        rest = Array(text.utf8)[...]
        self.step = step
    }

    func read(into buffer: inout [UInt8]) -> Int {
        let given = rest.prefix(min(step, buffer.count))
        buffer.replaceSubrange(..<given.count, with: given)
        rest = rest.dropFirst(given.count)
        return given.count
    }
}

final class TextSink: ByteSink {
    private(set) var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func write(_ bytes: RawSpan) throws { try ChunkSink { self.bytes += $0 }.write(bytes) }
}

func stanzas(_ text: String, step: Int = .max) throws -> [Stanza] {
    let reader = StanzaReader(DripSource(text, step: step), subject: "Packages")
    var stanzas: [Stanza] = []
    while let stanza = try reader.next() { stanzas.append(stanza) }
    return stanzas
}

func records(_ text: String, _ kind: PackageIndex.Kind = .binaries) throws -> [PackageIndex.Record] {
    var records: [PackageIndex.Record] = []
    try PackageIndex.read(DripSource(text, step: .max), kind, subject: "Packages") { records.append($0) }
    return records
}

/// What `body` was refused with; it must be.
func refusal(_ body: () throws -> Void) throws -> APTError {
    try #require(#expect(throws: APTError.self) { try body() })
}

/// A digest of the right length that nothing has.
func hex(_ digit: Character, _ count: Int = 64) -> String { String(repeating: digit, count: count) }
