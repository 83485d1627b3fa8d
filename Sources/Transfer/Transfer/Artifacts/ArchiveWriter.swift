import Archives
import Crypto
import Posix

/// Writes the members of an archive in order: tar into zstd into the file, which is hashed on the way.
///
/// Reading, compressing, hashing what comes out, writing it, and bringing it to the disk run on threads of their own.
/// What goes in is not hashed: reading the archive back compares every byte of it with the list. Not for use from two
/// threads.
final class ArchiveWriter {
    /// What lies on disk afterwards.
    struct Written: Sendable {
        let sha512: SHA512Digest
        let size: Int64
    }

    private let hash: Stage<[UInt8], SHA512Digest>
    private let output: Stage<[UInt8], Int64>
    private let flush: DiskFlush
    private let compressor: ZstdCompressor
    private let tar: TarWriter
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)

    /// Takes over a new, empty file; `modified` (Unix seconds) becomes the time of every member.
    init(to file: OpenFile, modified: Int64) throws {
        let flush = DiskFlush(file)
        let (hash, output) = (Self.hashStage(), Self.outputStage(file, flush))
        (self.flush, self.hash, self.output) = (flush, hash, output)
        let sink = ChunkSink {
            try output.put($0)
            try hash.put($0)
        }
        compressor = try ZstdCompressor(to: sink, level: 3, workers: 1)
        tar = TarWriter(to: compressor, modificationTime: modified)
    }

    /// Adds a member that is one of the archive's own documents.
    func append(_ document: StreamedDocument) throws {
        try tar.append(path: try RelativePath(document.name), size: document.size)
        try document.write { try tar.write($0, count: $0.count) }
    }

    /// Adds a member from an open file and refuses it when its size is not what `entry` lists.
    func append(_ name: String, _ entry: Entry, from file: borrowing Descriptor) throws {
        try tar.append(path: try RelativePath(name), size: entry.size)
        var left = entry.size
        while true {
            let count = try file.read(into: &buffer)
            guard count > 0 else { break }
            left -= Int64(count)
            guard left >= 0 else { throw TransferError.changed(entry) }
            try tar.write(buffer, count: count)
        }
        guard left == 0 else { throw TransferError.changed(entry) }
    }

    /// Ends the archive, which can be read from now on, and begins to make it durable.
    func finish() throws -> Written {
        try tar.finish()
        try compressor.finish()
        let size = try output.finish()
        try flush.synchronize()
        return Written(sha512: try hash.finish(), size: size)
    }

    /// Waits until the finished archive is durable.
    func waitUntilDurable() throws { try flush.wait() }

    private static func hashStage() -> Stage<[UInt8], SHA512Digest> {
        Stage("archive-hash", capacity: 16) { next in
            var hash = SHA512()
            while let bytes = next() { hash.update(bytes) }
            return hash.finalize()
        }
    }

    private static func outputStage(_ file: OpenFile, _ flush: DiskFlush) -> Stage<[UInt8], Int64> {
        Stage("archive-out", capacity: 16) { next in
            var size: Int64 = 0
            while let bytes = next() {
                try file.descriptor.write(bytes)
                size += Int64(bytes.count)
                try flush.wrote(bytes.count, size: size)
            }
            return size
        }
    }
}
