import Crypto
import Testing

@Suite("A hash function is a value")
struct HashFunctionTests {
    private let abc = SHA256.hash(Array("abc".utf8))

    @Test("after a result it begins anew")
    func beginsAnew() {
        var function = SHA256()
        function.update(Array("something else".utf8))
        _ = function.finalize()
        function.update(Array("abc".utf8))
        #expect(function.finalize() == abc)
        #expect(function.finalize() == SHA256.hash([]))
    }

    @Test("a copy continues on its own")
    func copies() {
        var original = SHA256()
        original.update(Array("ab".utf8))
        var copy = original
        copy.update(Array("c".utf8))
        original.update(Array("X".utf8))
        let unfinished = copy
        #expect(copy.finalize() == abc)
        #expect(original.finalize() == SHA256.hash(Array("abX".utf8)))
        var rest = unfinished
        #expect(rest.finalize() == abc)
    }

    @Test("only the given count of a buffer is hashed")
    func countsBytes() {
        var function = SHA256()
        function.update(Array("abcdef".utf8), count: 3)
        function.update([1, 2, 3], count: 0)
        #expect(function.finalize() == abc)
    }

    @Test("a span of part of a buffer is hashed in place")
    func spans() {
        let bytes = Array("xxabcxx".utf8)
        var function = SHA256()
        function.update(bytes.span.extracting(2..<5))
        #expect(function.finalize() == abc)
    }

    @Test("many tasks may hash at once")
    func concurrently() async {
        let message = [UInt8](repeating: 7, count: 10_000)
        let expected = SHA512.hash(message)
        let all = await withTaskGroup(of: SHA512Digest.self) { group in
            for _ in 0..<32 { group.addTask { SHA512.hash(message) } }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(all == [expected])
    }
}
