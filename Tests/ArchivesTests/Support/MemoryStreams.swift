import Archives

/// A sink that keeps everything.
final class MemorySink: ByteSink {
    private(set) var bytes: [UInt8] = []

    func write(_ bytes: RawSpan) throws { try ChunkSink { self.bytes += $0 }.write(bytes) }
}

/// A source made of a closure, under the rules of `ByteSource.read(into:)`.
final class ClosureSource: ByteSource {
    private let give: (inout [UInt8]) throws -> Int

    init(_ give: @escaping (inout [UInt8]) throws -> Int) { self.give = give }

    func read(into buffer: inout [UInt8]) throws -> Int { try give(&buffer) }
}

/// A source over bytes in memory, which gives at most `chunk` of them at a time.
final class MemorySource: ByteSource {
    private let chunk: Int
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8], chunk: Int = .max) {
        rest = bytes[...]
        self.chunk = chunk
    }

    func read(into buffer: inout [UInt8]) -> Int {
        let given = rest.prefix(min(chunk, buffer.count))
        rest = rest[given.endIndex...]
        buffer.replaceSubrange(..<given.count, with: given)
        return given.count
    }
}
