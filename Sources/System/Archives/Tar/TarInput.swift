import Posix

/// A byte source read ahead in large chunks, that knows how far it has been used.
struct TarInput {
    private let source: any ByteSource
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)
    private var position = 0
    private var available = 0
    /// Bytes used so far.
    private(set) var offset: Int64 = 0

    init(_ source: any ByteSource) { self.source = source }

    /// Fills `target`, or as much of its start as there is left; returns how much that is.
    mutating func fill(_ target: inout [UInt8]) throws -> Int {
        var count = 0
        while count < target.count, try refill() { count += take(target.count - count, into: &target, at: count) }
        return count
    }

    /// Puts between one and `limit` bytes at the start of `target`; 0 means the end.
    mutating func read(upTo limit: Int64, into target: inout [UInt8]) throws -> Int {
        if position == available, limit >= Int64(target.count) { return try readThrough(into: &target) }
        guard try refill() else { return 0 }
        return take(Int(min(limit, Int64(target.count))), into: &target, at: 0)
    }

    /// Saves a copy where all that fits `target` belongs to it.
    private mutating func readThrough(into target: inout [UInt8]) throws -> Int {
        let count = try source.read(into: &target)
        offset += Int64(count)
        return count
    }

    private mutating func refill() throws -> Bool {
        guard position == available else { return true }
        position = 0
        available = 0
        available = try source.read(into: &buffer)
        return available > 0
    }

    private mutating func take(_ most: Int, into target: inout [UInt8], at start: Int) -> Int {
        let count = min(most, available - position)
        let from = position..<(position + count)
        target.withUnsafeMutableBytes { space in
            buffer.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: space[start...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[from]))
            }
        }
        position += count
        offset += Int64(count)
        return count
    }
}

extension TarInput {
    /// The next header block; `nil` once both end blocks were there and nothing behind them.
    mutating func header() throws -> TarHeader? {
        let start = offset
        guard let block = try block() else { throw noEnd("ends without the blocks that mark its end") }
        guard !Self.isZero(block) else {
            try end()
            return nil
        }
        return try Self.naming(Self.rawName(block), at: start) { try TarHeader(parsing: block) }
    }

    /// The body of a PAX header, padding included.
    mutating func record(of header: TarHeader, at start: Int64) throws -> [UInt8] {
        try Self.naming(header.name.joined, at: start) { try PaxPath.check(header) }
        var record = [UInt8](repeating: 0, count: Int(header.size))
        guard try fill(&record) == record.count else { throw cut(in: nil) }
        try padding(after: header.size, of: nil)
        return record
    }

    /// Uses up the zeros between content of `size` bytes and the next block.
    mutating func padding(after size: Int64, of path: RelativePath?) throws {
        let start = offset
        var bytes = [UInt8](repeating: 0, count: TarBlock.padding(after: size))
        guard try fill(&bytes) == bytes.count else { throw cut(in: path) }
        guard Self.isZero(bytes) else {
            throw ArchiveError(.padding, entry: path?.string, offset: start, cause: "is padded with other than zeros")
        }
    }

    /// The error for a stream that ends here, within `path` if that is known.
    func cut(in path: RelativePath?) -> ArchiveError {
        ArchiveError(.truncated, entry: path?.string, offset: offset, cause: "is cut short")
    }

    /// Runs `check` and says of a fault which entry it is in.
    static func naming<T>(_ name: @autoclosure () -> [UInt8], at offset: Int64, _ check: () throws -> T) throws -> T {
        do { return try check() } catch let fault as TarFault {
            let entry = String(decoding: name(), as: UTF8.self)
            throw ArchiveError(fault.code, entry: entry, offset: offset, cause: fault.cause)
        }
    }

    /// The next whole block; `nil` at the end of the source.
    private mutating func block() throws -> [UInt8]? {
        var block = TarBlock.zero
        switch try fill(&block) {
        case 0: return nil
        case TarBlock.size: return block
        default: throw cut(in: nil)
        }
    }

    /// Checks what follows the first end block: the second one, then nothing.
    private mutating func end() throws {
        guard let second = try block() else { throw noEnd("has one end block where two belong") }
        guard Self.isZero(second) else { throw noEnd("has a block of zeros among its entries") }
        let end = offset
        var surplus = TarBlock.zero
        guard try fill(&surplus) == 0 else {
            throw ArchiveError(.dataAfterEnd, offset: end, cause: "goes on after its end")
        }
    }

    private func noEnd(_ cause: String) -> ArchiveError { ArchiveError(.missingEnd, offset: offset, cause: cause) }

    private static func isZero(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 == 0 } }

    private static func rawName(_ block: [UInt8]) -> [UInt8] {
        TarName(prefix: TarField.prefix.text(in: block), name: TarField.name.text(in: block)).joined
    }
}
