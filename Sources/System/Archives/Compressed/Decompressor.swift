/// Decompresses one file as it is read, giving no more bytes than it may.
///
/// A returned 0 says that the file was whole and that nothing follows it. That bytes of it have changed is seen by its
/// checksums, but for gzip of several members, whose CRC-32s are not compared: who needs more knows the file's digest.
/// Memory is bounded by what the compression needs: at most 1 GiB, for xz that asks for it.
package final class Decompressor: ByteSource {
    private let stream: FilterStream
    private let compression: Compression
    private let limit: Int64
    private var isOpen = false
    private var failure: (any Error)?
    private var block: UnsafeRawBufferPointer?
    /// Decompressed bytes given so far.
    package private(set) var produced: Int64 = 0

    /// Decompresses `source`, giving at most `limit` bytes.
    package init(from source: any ByteSource, _ compression: Compression, limit: Int64) throws {
        precondition(limit >= 0, "a limit is not negative")
        self.compression = compression
        self.limit = limit
        stream = try FilterStream(source, compression) { reason in
            let isCut = ["runcated", "No progress"].contains { reason.contains($0) }
            return ArchiveError(isCut ? .truncated : .damaged, cause: "cannot be decompressed: \(reason)")
        }
    }

    /// Fills `buffer` from its start; 0 means the file was whole and nothing follows it.
    ///
    /// After an error it only repeats it.
    package func read(into buffer: inout [UInt8]) throws -> Int {
        precondition(!buffer.isEmpty, "a buffer of no bytes can take none")
        if let failure { throw failure }
        do { return try give(&buffer) } catch {
            failure = error
            throw error
        }
    }

    private func give(_ buffer: inout [UInt8]) throws -> Int {
        if !isOpen { try open() }
        var rest = block ?? UnsafeRawBufferPointer(start: nil, count: 0)
        while rest.isEmpty {
            guard let next = try stream.next() else { return try end() }
            rest = next
        }
        let count = min(rest.count, buffer.count)
        produced += Int64(count)
        guard produced <= limit else {
            throw ArchiveError(.outputTooLarge, cause: "holds more than the \(limit) bytes allowed")
        }
        buffer.withUnsafeMutableBytes { $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: rest[..<count])) }
        block = UnsafeRawBufferPointer(rebasing: rest[count...])
        return count
    }

    /// What is compressed otherwise, or twice, would be guessed or passed through.
    private func open() throws {
        isOpen = true
        try stream.open()
        guard stream.filters == [compression.filterCode] else {
            throw ArchiveError(.damaged, offset: 0, cause: "is not one \(compression.rawValue) file")
        }
    }

    private func end() throws -> Int {
        block = nil
        guard try stream.surplus() == 0 else {
            throw ArchiveError(.trailingData, offset: stream.taken, cause: "goes on after its end")
        }
        guard compression != .gzip || isWhole(stream.trailer) else {
            throw ArchiveError(.checksumMismatch, cause: "does not match its checksum: bytes have changed")
        }
        return 0
    }

    /// Of several members of gzip only the last one's trailer is known, and its length tells that it is not all.
    private func isWhole(_ trailer: (crc: UInt32, length: UInt32)?) -> Bool {
        guard let trailer else { return false }
        guard trailer.length == stream.length else { return !stream.isOneMember }
        return trailer.crc == stream.checksum
    }
}
