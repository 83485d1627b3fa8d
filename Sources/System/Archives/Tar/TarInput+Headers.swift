import Posix

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
