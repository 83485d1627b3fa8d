import Archives
import Posix
import TestSupport

/// What a test packs and expects to unpack.
struct CarriedFile: Equatable, Sendable {
    let path: String
    let content: [UInt8]

    init(_ path: String, _ content: [UInt8]) {
        self.path = path
        self.content = content
    }

    init(_ path: String, _ text: String = "") { self.init(path, Array(text.utf8)) }

    static let longestInHeader = "storage/@babel/" + String(repeating: "p", count: 140) + "/" + "q.tgz"
    static let onlyInRecord = "storage/" + String(repeating: "r", count: 120) + ".tgz"

    /// One of each kind that a tar stream of ours can hold.
    static let samples = [
        CarriedFile("SHA512SUMS", "00  manifest.json\n"),
        CarriedFile("storage/empty/empty-1.0.0.tgz"),
        CarriedFile("storage/lodash/lodash-4.17.21.tgz", [UInt8](repeating: 0x1F, count: 512)),
        CarriedFile(longestInHeader, "split"),
        CarriedFile(onlyInRecord, "record"),
        CarriedFile("storage/\u{44F}/package.json", "{}"),
    ]
}

/// Seconds since 1970 that every test archive bears.
let testTime = RawHeader.time

func pack(_ files: [CarriedFile], time: Int64 = testTime) throws -> [UInt8] {
    let sink = MemorySink()
    let writer = TarWriter(to: sink, modificationTime: time)
    for file in files {
        try writer.append(path: RelativePath(file.path), size: Int64(file.content.count))
        try writer.write(file.content, count: file.content.count)
    }
    try writer.finish()
    return sink.bytes
}

func compress(_ bytes: [UInt8], level: Int = 3, workers: Int = 0) throws -> [UInt8] {
    let sink = MemorySink()
    let compressor = try ZstdCompressor(to: sink, level: level, workers: workers)
    try compressor.write(bytes)
    try compressor.finish()
    return sink.bytes
}

func decompress(_ bytes: [UInt8], chunk: Int = .max, limit: Int64 = 64 << 20) throws -> [UInt8] {
    try readAll(ZstdDecompressor(from: MemorySource(bytes, chunk: chunk), limit: limit))
}

func readAll(_ source: some ByteSource, buffer size: Int = 64 << 10) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: size)
    var all: [UInt8] = []
    while case let count = try source.read(into: &buffer), count > 0 { all += buffer[..<count] }
    return all
}

func unpack(_ source: some ByteSource, limits: TarLimits = TarLimits(), buffer size: Int = 4096) throws -> [CarriedFile]
{
    let reader = TarReader(source, limits: limits)
    var buffer = [UInt8](repeating: 0, count: size)
    var files: [CarriedFile] = []
    while let entry = try reader.next() {
        var content: [UInt8] = []
        while case let count = try reader.read(into: &buffer), count > 0 { content += buffer[..<count] }
        files.append(CarriedFile(entry.path.string, content))
    }
    return files
}

func unpack(_ tar: [UInt8]) throws -> [CarriedFile] { try unpack(MemorySource(tar)) }

func unpack(compressed bytes: [UInt8], limit: Int64 = 64 << 20) throws -> [CarriedFile] {
    try unpack(ZstdDecompressor(from: MemorySource(bytes), limit: limit))
}

/// The rule that `body` was refused by; `nil` when it was not refused.
func refusal(_ body: () throws -> Void) throws -> ArchiveError? {
    do { try body() } catch let error as ArchiveError { return error }
    return nil
}
