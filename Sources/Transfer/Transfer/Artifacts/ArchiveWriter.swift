import Archives
import Crypto
import Posix

/// Writes the members of an archive in order: tar into zstd into the file, which is hashed on the way.
///
/// Reading and hashing what goes in, compressing, and hashing and writing what comes out run on threads of their
/// own. Not for use from two threads.
final class ArchiveWriter {
    /// What lies on disk afterwards.
    struct Written: Sendable {
        let sha512: SHA512Digest
        let size: Int64
    }

    private let output: Stage<[UInt8], Written>
    private let compressor: ZstdCompressor
    private let tar: TarWriter
    private var buffer = [UInt8](repeating: 0, count: 256 << 10)

    /// Takes over a new, empty file; `modified` (Unix seconds) becomes the time of every member.
    init(to file: consuming Descriptor, modified: Int64) throws {
        let output = Self.outputStage(OpenFile(file))
        self.output = output
        let sink = ChunkSink { try output.put($0) }
        compressor = try ZstdCompressor(to: sink, level: 3, workers: 1)
        tar = TarWriter(to: compressor, modificationTime: modified)
    }

    /// Adds a member whose bytes are at hand.
    func append(_ name: String, _ bytes: [UInt8]) throws {
        try tar.append(path: try RelativePath(name), size: Int64(bytes.count))
        try tar.write(bytes, count: bytes.count)
    }

    /// Adds a member from an open file and refuses it when its size or content is not what `entry` lists.
    func append(_ name: String, _ entry: Entry, from file: borrowing Descriptor) throws {
        try tar.append(path: try RelativePath(name), size: entry.size)
        var hash = SHA512()
        var left = entry.size
        while true {
            let count = try file.read(into: &buffer)
            guard count > 0 else { break }
            left -= Int64(count)
            guard left >= 0 else { throw Self.changed(entry) }
            hash.update(buffer, count: count)
            try tar.write(buffer, count: count)
        }
        guard left == 0, hash.finalize() == entry.sha512 else { throw Self.changed(entry) }
    }

    /// Ends the archive and makes it durable.
    func finish() throws -> Written {
        try tar.finish()
        try compressor.finish()
        return try output.finish()
    }

    private static func outputStage(_ file: OpenFile) -> Stage<[UInt8], Written> {
        Stage("archive-out", capacity: 16) { next in
            var hash = SHA512()
            var size: Int64 = 0
            while let bytes = next() {
                hash.update(bytes)
                try file.descriptor.write(bytes)
                size += Int64(bytes.count)
            }
            try file.descriptor.synchronize()
            return Written(sha512: hash.finalize(), size: size)
        }
    }

    private static func changed(_ entry: Entry) -> TransferError {
        TransferError(
            .changed,
            entry.path.string,
            "no longer has the content that was listed",
            hint: "Build again; run a scan if it happens twice"
        )
    }
}

/// A descriptor that closures may share.
final class OpenFile: Sendable {
    let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
}
