import JSON
import Spooling

extension AcceptedRecords.File: Spoolable {
    func pack(into bytes: inout PackedBytes) {
        bytes.pack(sha512)
        bytes.pack(source)
        bytes.pack(sequence)
        bytes.pack(Int64(prior ? 1 : 0))
    }

    init(unpacking bytes: inout PackedReader) {
        self.init(
            sha512: bytes.digest(),
            source: bytes.repeatedText(),
            sequence: bytes.number(),
            prior: bytes.number() == 1
        )
    }
}

extension AcceptedRecords.DocumentKey: Spoolable {
    func pack(into bytes: inout PackedBytes) {
        bytes.pack(path)
        bytes.pack(source)
    }

    init(unpacking bytes: inout PackedReader) { self.init(path: bytes.path(), source: bytes.repeatedText()) }
}

extension AcceptedRecords.Document: Spoolable {
    /// What a merge leaves behind names every version.
    static var blockLength: Int { 16 }

    func pack(into bytes: inout PackedBytes) {
        bytes.pack(sha512)
        bytes.pack(sequence)
        bytes.pack(record)
    }

    init(unpacking bytes: inout PackedReader) {
        self.init(sha512: bytes.digest(), sequence: bytes.number(), record: bytes.value())
    }
}

extension PackedBytes {
    /// Appends a value as its document.
    mutating func pack(_ value: JSONValue) { pack(value.encoded()) }
}

extension PackedReader {
    /// The next value, which was one when it was packed.
    mutating func value() -> JSONValue { (try? JSONValue(parsing: byteArray())) ?? .null }
}
