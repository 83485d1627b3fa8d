import Crypto
import Testing

/// The examples of FIPS 180-4, "Secure Hash Standard", with what they must give.
struct KnownAnswer: Sendable, CustomTestStringConvertible {
    let name: String
    let message: [UInt8]
    let sha1: String
    let sha256: String
    let sha512: String

    var testDescription: String { name }

    static let twoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    static let twoLongBlocks =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"

    static let all = [
        KnownAnswer(
            name: "nothing",
            message: [],
            sha1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            sha512: "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
                + "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
        ),
        KnownAnswer(
            name: "one block",
            message: Array("abc".utf8),
            sha1: "a9993e364706816aba3e25717850c26c9cd0d89d",
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            sha512: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
        KnownAnswer(
            name: "two blocks of 512 bits",
            message: Array(twoBlocks.utf8),
            sha1: "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
            sha256: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            sha512: "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c335"
                + "96fd15c13b1b07f9aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445"
        ),
        KnownAnswer(
            name: "two blocks of 1024 bits",
            message: Array(twoLongBlocks.utf8),
            sha1: "a49b2446a02c645bf419f995b67091253a04a259",
            sha256: "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
            sha512: "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018"
                + "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909"
        ),
        KnownAnswer(
            name: "a million times a",
            message: Array(repeating: UInt8(ascii: "a"), count: 1_000_000),
            sha1: "34aa973cd4c4daa4f61eeb2bdbad27316534016f",
            sha256: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
            sha512: "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
                + "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b"
        ),
    ]
}

@Suite("Hash functions give the answers of FIPS 180-4")
struct KnownAnswerTests {
    @Test("in one call", arguments: KnownAnswer.all)
    func inOneCall(answer: KnownAnswer) {
        #expect(SHA1.hash(answer.message).hex == answer.sha1)
        #expect(SHA256.hash(answer.message).hex == answer.sha256)
        #expect(SHA512.hash(answer.message).hex == answer.sha512)
    }

    @Test("in pieces of any size", arguments: KnownAnswer.all, [1, 7, 63, 64, 65, 127, 128, 129, 65_537])
    func inPieces(answer: KnownAnswer, size: Int) {
        // A million calls with one byte each would only be slow.
        let size = answer.message.count > 1000 ? size + 4096 : size
        #expect(hash(answer.message, by: size, with: SHA1()).hex == answer.sha1)
        #expect(hash(answer.message, by: size, with: SHA256()).hex == answer.sha256)
        #expect(hash(answer.message, by: size, with: SHA512()).hex == answer.sha512)
    }

    private func hash<Function: HashFunction>(_ message: [UInt8], by size: Int, with start: Function) -> Function.Digest
    {
        var function = start
        var offset = 0
        while offset < message.count {
            let piece = Array(message[offset..<min(offset + size, message.count)])
            function.update(piece + [0xFF], count: piece.count)
            offset += size
        }
        return function.finalize()
    }
}
