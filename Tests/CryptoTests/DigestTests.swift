import Crypto
import Testing

@Suite("Digests")
struct DigestTests {
    private static let hex = String(repeating: "0123456789abcdef", count: 8)

    @Test("keep their bytes inline, without an allocation or a header")
    func inline() {
        #expect(MemoryLayout<SHA1Digest>.size == 20)
        #expect(MemoryLayout<SHA256Digest>.size == 32)
        #expect(MemoryLayout<SHA512Digest>.size == 64)
        #expect(MemoryLayout<SHA512Digest>.stride == 64)
    }

    private static let notHex: [String] = [
        "", "0", "01", "\(hex.dropLast())", "\(hex.dropLast(2))", "\(hex)0", "\(hex)00",
        hex.uppercased(), "A\(hex.dropFirst())", "g\(hex.dropFirst())", " \(hex.dropFirst())",
        "\(hex.dropLast())\n", "\(hex.dropLast())`", "\(hex.dropLast())/", "\(hex.dropLast()):",
        "0x\(hex.dropFirst(2))", "é\(hex.dropFirst(2))", "\(hex.dropLast())\0",
    ]

    @Test("read and write hexadecimal")
    func roundTrip() throws {
        let digest = try #require(SHA512Digest(hex: Self.hex))
        #expect(digest.hex == Self.hex)
        #expect(digest.description == Self.hex)
        #expect(digest.bytes.prefix(3) == [0x01, 0x23, 0x45])
        #expect(SHA512Digest(bytes: digest.bytes) == digest)
        #expect(SHA512Digest(hex: "x\(Self.hex)".dropFirst()) == digest)
        var line = Array("> ".utf8)
        digest.appendHex(to: &line)
        #expect(line == Array("> \(Self.hex)".utf8))
    }

    @Test("refuse what is not lower-case hexadecimal of their length", arguments: notHex)
    func refusesHex(text: String) {
        #expect(SHA512Digest(hex: text) == nil)
    }

    @Test("take exactly as many bytes as they have", arguments: [0, 1, 19, 21, 32, 64])
    func refusesLengths(count: Int) {
        #expect((SHA1Digest(bytes: Array(repeating: 0, count: count)) != nil) == (count == 20))
        #expect((SHA256Digest(bytes: Array(repeating: 0, count: count)) != nil) == (count == 32))
        #expect((SHA512Digest(bytes: Array(repeating: 0, count: count)) != nil) == (count == 64))
    }

    @Test("write the base64 of subresource integrity")
    func base64() {
        let message = Array("abc".utf8)
        #expect(SHA1.hash(message).base64 == "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=")
        #expect(SHA256.hash(message).base64 == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
        #expect(
            SHA512.hash(message).base64
                == "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw=="
        )
    }

    @Test("read the base64 they write")
    func readsBase64() {
        for byte in UInt8.min...UInt8.max {
            let one = SHA1.hash([byte])
            #expect(SHA1Digest(base64: one.base64) == one)
            let two = SHA512.hash([byte])
            #expect(SHA512Digest(base64: "sha512-\(two.base64)".dropFirst(7)) == two)
        }
    }

    @Test(
        "refuse base64 that is not canonical",
        arguments: [
            "", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0", "qZk+NkcGgWq6PiVxeFDCbJzQ2J1=", "qZk+NkcGgWq6PiVxeFDCbJzQ2J==",
            "qZk-NkcGgWq6PiVxeFDCbJzQ2J0=", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0A", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=\n",
            " Zk+NkcGgWq6PiVxeFDCbJzQ2J0=", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=====", "qZk+NkcGgWq6PiVxeFDCbJzQ====",
        ]
    )
    func refusesBase64(text: String) {
        #expect(SHA1Digest(base64: text) == nil)
    }

    @Test("sort as their bytes do")
    func order() throws {
        let digests = (0..<200).map { SHA1.hash([UInt8($0)]) }
        let sorted = digests.sorted()
        #expect(sorted.map(\.hex) == digests.map(\.hex).sorted())
        let low = try #require(SHA1Digest(hex: "00" + String(repeating: "f", count: 38)))
        let high = try #require(SHA1Digest(hex: "ff" + String(repeating: "0", count: 38)))
        #expect(low < high)
        #expect(!(low < low))
    }

    @Test("are told apart by any one bit")
    func bits() throws {
        let base = [UInt8](repeating: 0, count: 64)
        var seen: Set<SHA512Digest> = [try #require(SHA512Digest(bytes: base))]
        for bit in 0..<512 {
            var other = base
            other[bit / 8] ^= 1 << (bit % 8)
            seen.insert(try #require(SHA512Digest(bytes: other)))
        }
        #expect(seen.count == 513)
    }
}
