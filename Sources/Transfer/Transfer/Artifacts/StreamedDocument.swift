import Crypto

/// A document that is written piece by piece, and gives the same bytes each time.
struct StreamedDocument {
    /// Takes a piece.
    typealias Sink = ([UInt8]) throws -> Void

    let name: String
    let size: Int64
    let sha512: SHA512Digest
    let write: (Sink) throws -> Void

    /// Writes it once to nowhere, to know its size and digest.
    init(_ name: String, _ write: @escaping (Sink) throws -> Void) throws {
        self.name = name
        self.write = write
        var hash = SHA512()
        var count = 0
        try write {
            hash.update($0)
            count += $0.count
        }
        (size, sha512) = (Int64(count), hash.finalize())
    }

    /// A document that is at hand.
    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        (size, sha512) = (Int64(bytes.count), SHA512.hash(bytes))
        write = { try $0(bytes) }
    }

    /// How many bytes are written.
    static func size(of write: (([UInt8]) -> Void) -> Void) -> Int {
        var count = 0
        write { count += $0.count }
        return count
    }
}
