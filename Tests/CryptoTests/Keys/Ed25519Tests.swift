import Testing

@testable import Crypto

@Suite("Ed25519")
struct Ed25519Tests {
    /// RFC 8032 §7.1: secret, public key, message, signature.
    private static let answers: [(String, String, String, String)] = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ]

    private static func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.utf8.count, by: 2).map { offset in
            UInt8(hex.dropFirst(offset).prefix(2), radix: 16) ?? 0
        }
    }

    @Test("gives the answers of RFC 8032", arguments: 0..<3)
    func knownAnswers(_ index: Int) throws {
        let (secret, publicKey, message, signature) = Self.answers[index]
        let key = try #require(Ed25519PrivateKey(seed: Self.bytes(secret)))
        #expect(key.publicKey.bytes == Self.bytes(publicKey))
        #expect(key.signature(of: Self.bytes(message)) == Self.bytes(signature))
        #expect(key.publicKey.isSignature(Self.bytes(signature), of: Self.bytes(message)))
    }

    @Test("takes no signature with any bit changed, cut, lengthened, over another message or by another key")
    func refuses() throws {
        let key = Ed25519PrivateKey.generate()
        let message = Array("SHA512SUMS".utf8)
        let signature = key.signature(of: message)
        #expect(key.publicKey.isSignature(signature, of: message))
        for bit in 0..<512 {
            var changed = signature
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(!key.publicKey.isSignature(changed, of: message))
        }
        for count in [0, 1, 63] { #expect(!key.publicKey.isSignature(Array(signature.prefix(count)), of: message)) }
        #expect(!key.publicKey.isSignature(signature + [0], of: message))
        #expect(!key.publicKey.isSignature(signature, of: message + [0]))
        #expect(!key.publicKey.isSignature(signature, of: []))
        #expect(!Ed25519PrivateKey.generate().publicKey.isSignature(signature, of: message))
    }

    @Test("takes nothing as signed by what is no point of the curve")
    func noPoint() throws {
        let key = try #require(Ed25519PublicKey(bytes: [2] + [UInt8](repeating: 0, count: 31)))
        #expect(!key.isSignature([UInt8](repeating: 0, count: 64), of: [1]))
    }

    @Test("makes keys that differ, of 32 bytes alone")
    func keys() throws {
        #expect(Ed25519PrivateKey.generate().publicKey != Ed25519PrivateKey.generate().publicKey)
        for count in [0, 31, 33, 64] {
            #expect(Ed25519PublicKey(bytes: Array(repeating: 1, count: count)) == nil)
            #expect(Ed25519PrivateKey(seed: Array(repeating: 1, count: count)) == nil)
        }
    }

    @Test("shows no secret, whoever prints or mirrors the key")
    func showsNothing() throws {
        let key = try #require(Ed25519PrivateKey(seed: Array(repeating: 0xAB, count: 32)))
        var dumped = ""
        dump(key, to: &dumped)
        dump(SSHPrivateKeyFile(key, comment: "me"), to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(!text.contains("171") && !text.lowercased().contains("abab") && !text.contains("q6ur"))
        }
    }
}
