import Crypto
import Spooling

/// `SHA512SUMS` as it is read: taken apart, and with all that signatures are made over.
struct SignedList {
    private(set) var parts = ListedChecksums.Parts()
    private var bytes = SpooledBytes()
    private var sha512 = SHA512()
    private var blake2b = BLAKE2b()

    /// Takes the next piece.
    mutating func update(_ piece: [UInt8]) throws {
        parts.update(piece)
        sha512.update(piece)
        blake2b.update(piece)
        try bytes.append(piece)
    }

    /// What signatures over the list are checked against.
    consuming func message() -> SignedMessage {
        SignedMessage(sha512: sha512.finalize(), blake2b: blake2b.finalize(), count: bytes.count) { [bytes] in bytes.all
        }
    }
}

/// What a signature is made over: the digests, and all bytes where one of the older kind needs them.
struct SignedMessage {
    let sha512: SHA512Digest
    let blake2b: BLAKE2bDigest
    /// Bytes.
    let count: Int
    /// All of it at once.
    let bytes: () -> [UInt8]
}

extension SignedMessage {
    /// A message that is at hand.
    init(_ message: [UInt8]) {
        self.init(sha512: SHA512.hash(message), blake2b: BLAKE2b.hash(message), count: message.count) { message }
    }
}
