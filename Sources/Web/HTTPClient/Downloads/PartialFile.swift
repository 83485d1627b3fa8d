import Crypto
import HTTPMessages
import Posix

/// The file of a download while it grows.
struct PartialFile {
    private let target: DownloadTarget
    private var digest: RunningFileDigest
    /// Bytes that are there and hashed.
    private(set) var size: Int64 = 0
    /// What the bytes are the start of; `nil` when they cannot be gone on with.
    private(set) var tag: EntityTag?

    init(_ target: DownloadTarget) throws {
        self.target = target
        digest = RunningFileDigest(target.hashes)
        tag = target.prefix
        if tag != nil { try readAgain() }
    }

    /// What to ask for: the rest, if what is there is the start of the same bytes (RFC 9110 §13.1.5).
    var conditions: HTTPFields {
        guard let tag, size > 0 else { return [:] }
        return [.range: "\(ByteRange.from(size, through: nil))", .ifRange: "\(tag)"]
    }

    /// Drops what is there for the body that begins with that answer.
    mutating func startOver(with head: ClientResponseHead) throws {
        try target.begins(head)
        try startOver(Validator(head).strongTag)
    }

    /// Drops what is there.
    mutating func startOver(_ tag: EntityTag? = nil) throws {
        try target.file.descriptor.truncate(to: 0)
        try target.file.descriptor.seek(to: 0)
        digest = RunningFileDigest(target.hashes)
        size = 0
        self.tag = tag
    }

    /// Writes and hashes the next bytes; more than the limit are refused.
    mutating func append(_ bytes: [UInt8], of url: String) throws {
        guard size + Int64(bytes.count) <= target.limit else {
            throw HTTPClientError.tooLarge(url, limit: target.limit)
        }
        try target.file.descriptor.write(bytes)
        digest.update(bytes)
        size += Int64(bytes.count)
    }

    /// Hashes what lies on the disk, which is what the rest is put behind.
    mutating func readAgain() throws {
        try target.file.descriptor.seek(to: 0)
        digest = RunningFileDigest(target.hashes)
        size = try digest.update(from: target.file.descriptor)
    }

    /// The digests of all that is there.
    mutating func finish() -> FileDigest { digest.finalize() }
}
