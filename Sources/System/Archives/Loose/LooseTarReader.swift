/// Checks tar archives as npm would read them: gzip of one or more members, or plain tar, whatever follows either.
///
/// One belongs to one thread; its buffers serve file after file.
package final class LooseTarReader {
    private let limits: LooseTarLimits
    private let inflater: Inflater

    /// Throws where there is no memory.
    package init(_ limits: LooseTarLimits = LooseTarLimits()) throws {
        self.limits = limits
        inflater = try Inflater()
    }

    /// Checks the first `count` bytes of a buffer, which are a whole file.
    package func check(_ bytes: [UInt8], count: Int) throws -> LooseTarVerdict {
        try bytes.withUnsafeBytes { buffer in
            let file = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            return try verdict {
                do { return try contents(of: file) } catch is Oversize {
                    return try stream(MemorySource(file), size: Int64(count))
                }
            }
        }
    }

    /// Checks what a source of `size` bytes gives; not all of it is read where it is broken, or goes on after its end.
    package func check(_ source: any ByteSource, size: Int64) throws -> LooseTarVerdict {
        try verdict { try stream(source, size: size) }
    }

    private func verdict(_ contents: () throws -> LooseTarContents) throws -> LooseTarVerdict {
        do { return .whole(try contents()) } catch let flaw as LooseTarFlaw { return .broken(flaw) }
    }

    private func contents(of file: UnsafeRawBufferPointer) throws -> LooseTarContents {
        var walk = LooseTarWalk(limits)
        guard GzipMember.begins(file) else {
            try Self.requireTar(file)
            try walk.take(file)
            return try walk.finish()
        }
        var rest = file
        // What follows the last member and is none is passed over, as zlib does for npm.
        repeat {
            rest = try inflate(rest, into: &walk, room: limits.inflated - Int(walk.offset), of: file)
        } while GzipMember.begins(rest)
        return try walk.finish()
    }

    /// Inflates one member; returns what follows it.
    private func inflate(
        _ bytes: UnsafeRawBufferPointer,
        into walk: inout LooseTarWalk,
        room: Int,
        of file: UnsafeRawBufferPointer
    ) throws -> UnsafeRawBufferPointer {
        switch inflater.inflate(bytes, hint: GzipMember.statedLength(bytes), limit: room) {
        case .member(let length, let inflated):
            try walk.take(inflated)
            return UnsafeRawBufferPointer(rebasing: bytes[length...])
        case .tooLarge: throw Oversize()
        case .damaged: throw GzipMember.flaw(of: file)
        }
    }

    private func stream(_ source: any ByteSource, size: Int64) throws -> LooseTarContents {
        let source = try PeekedSource(source)
        guard source.withStart(GzipMember.begins) else { return try walk(source) }
        let gzip = try FilterStream(source) { LooseTarFlaw("cannot be inflated: \($0)") }
        try gzip.open()
        var walk = LooseTarWalk(limits)
        let allowed = limits.allowed(for: size)
        while let block = try gzip.next() {
            try walk.take(block)
            guard walk.offset <= allowed else { throw LooseTarFlaw.tooLarge(over: allowed) }
            try Task.checkCancellation()
        }
        try Self.requireChecksum(of: gzip)
        return try walk.finish()
    }

    /// Compares what was inflated with what the file says at the end of its member (RFC 1952 §2.3.1).
    ///
    /// Of several members only the last one's is known, so that they do not fit.
    private static func requireChecksum(of gzip: FilterStream) throws(LooseTarFlaw) {
        guard let trailer = gzip.trailer, trailer.crc == gzip.checksum, trailer.length == gzip.length else {
            throw LooseTarFlaw("does not match the checksum at its end: bytes of it have changed")
        }
    }

    /// Follows plain tar.
    private func walk(_ source: PeekedSource) throws -> LooseTarContents {
        try source.withStart(Self.requireTar)
        var walk = LooseTarWalk(limits)
        var piece = [UInt8](repeating: 0, count: 256 << 10)
        while case let count = try source.read(into: &piece), count > 0 {
            try piece.withUnsafeBytes { try walk.take(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            try Task.checkCancellation()
        }
        return try walk.finish()
    }

    private static func requireTar(_ start: UnsafeRawBufferPointer) throws {
        guard !start.isEmpty else { throw LooseTarFlaw.empty }
        let block = UnsafeRawBufferPointer(rebasing: start.prefix(TarBlock.size))
        guard block.count == TarBlock.size, LooseTarHeader.hasChecksum(block) else { throw LooseTarFlaw.foreign(block) }
    }
}

/// A file that inflates to more than fits into memory.
private struct Oversize: Error {}
