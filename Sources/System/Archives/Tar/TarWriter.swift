package import Posix

/// Writes the canonical tar stream of docs/formats/tar.md: the same entries give the same bytes everywhere.
package final class TarWriter {
    private let sink: any ByteSink
    private let modificationTime: Int64
    private var block = TarBlock.zero
    private var current: RelativePath?
    private var size: Int64 = 0
    private var remaining: Int64 = 0
    private var isFinished = false
    /// Bytes written so far, padding and headers included.
    package private(set) var written: Int64 = 0

    /// Writes to `sink`; every entry bears `modificationTime`, in seconds since 1970.
    package init(to sink: any ByteSink, modificationTime: Int64) {
        precondition((0...TarBlock.largestNumber).contains(modificationTime), "a tar time lies between 1970 and 2242")
        self.sink = sink
        self.modificationTime = modificationTime
    }

    /// Begins an entry of exactly `size` bytes, which `write(_:)` must then deliver; at most 8 GiB − 1.
    package func append(path: RelativePath, size: Int64) throws {
        try closeEntry()
        guard (0...TarBlock.largestNumber).contains(size) else {
            throw ArchiveError(.entryTooLarge, entry: path.string, cause: "is of \(size) bytes; tar holds 8 GiB − 1")
        }
        try putHeaders(path, size: size)
        (current, self.size, remaining) = (path, size, size)
    }

    /// Adds to the content of the entry begun last; content beyond its size is refused and not written.
    package func write(_ bytes: RawSpan) throws {
        guard let current else { preconditionFailure("content follows append(path:size:)") }
        guard Int64(bytes.byteCount) <= remaining else {
            throw ArchiveError(.sizeMismatch, entry: current.string, cause: "holds more than its \(size) bytes")
        }
        try put(bytes)
        remaining -= Int64(bytes.byteCount)
    }

    /// Adds the first `count` of `bytes` to the content of the entry begun last.
    package func write(_ bytes: [UInt8], count: Int) throws { try write(bytes.span.bytes.extracting(first: count)) }

    /// Ends the last entry and the stream; the sink is left open.
    package func finish() throws {
        try closeEntry()
        isFinished = true
        for _ in 0..<2 { try put(TarBlock.zero, count: TarBlock.size) }
    }

    private func closeEntry() throws {
        precondition(!isFinished, "nothing is written after finish()")
        guard let current else { return }
        guard remaining == 0 else {
            let cause = "holds \(size - remaining) bytes where \(size) were announced"
            throw ArchiveError(.sizeMismatch, entry: current.string, cause: cause)
        }
        try put(TarBlock.zero, count: TarBlock.padding(after: size))
        self.current = nil
    }

    private func putHeaders(_ path: RelativePath, size: Int64) throws {
        if let name = TarName(path) { return try putHeader(.file, name, size: size) }
        let record = PaxPath.encode(path)
        let length = Int64(record.count)
        try putHeader(.extended, .extended, size: length)
        try put(record, count: record.count)
        try put(TarBlock.zero, count: TarBlock.padding(after: length))
        try putHeader(.file, TarName(shortened: path), size: size)
    }

    private func putHeader(_ kind: TarHeader.Kind, _ name: TarName, size: Int64) throws {
        let header = TarHeader(kind: kind, name: name, size: size, modificationTime: modificationTime)
        header.encode(into: &block)
        try put(block, count: block.count)
    }

    private func put(_ bytes: [UInt8], count: Int) throws { try put(bytes.span.bytes.extracting(first: count)) }

    private func put(_ bytes: RawSpan) throws {
        guard bytes.byteCount > 0 else { return }
        try sink.write(bytes)
        written += Int64(bytes.byteCount)
    }
}
