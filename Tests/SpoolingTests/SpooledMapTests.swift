import TestSupport
import Testing

@testable import Spooling

/// A key and a value that are numbers.
private struct Number: Spoolable, Hashable, Comparable {
    let value: Int64

    init(_ value: Int) { self.value = Int64(value) }

    static func < (left: Number, right: Number) -> Bool { left.value < right.value }

    func pack(into bytes: inout PackedBytes) { bytes.pack(value) }

    init(unpacking bytes: inout PackedReader) { value = bytes.number() }

    static var blockLength: Int { 4 }
}

@Suite("Values by key that may be more than memory")
struct SpooledMapTests {
    /// Whatever is set, replaced and taken away, in whatever order, a dictionary says the same.
    @Test(arguments: 0..<40)
    func saysWhatADictionarySays(seed: UInt64) throws {
        var generator = SeededRandom(seed: seed)
        func random(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
        let (keys, steps) = (1 << (seed % 13), 200 * Int(seed % 17))
        var map: SpooledMap<Number, Number> = [:]
        var expected: [Number: Number] = [:]
        for step in 0..<steps {
            let key = Number(random(keys))
            let value = random(4) == 0 ? nil : Number(step)
            try map.set(key, value)
            expected[key] = value
            if random(50) == 0 { #expect(map[key] == value) }
        }
        #expect(map.count == expected.count && map.isEmpty == expected.isEmpty)
        #expect(Array(map.keys) == expected.keys.sorted())
        #expect(map.allSatisfy { expected[$0.key] == $0.value })
        for key in 0..<keys { #expect(map[Number(key)] == expected[Number(key)]) }
        #expect(map == SpooledMap(expected.map { ($0.key, $0.value) }))
    }

    @Test("values set in the order of their keys come back, more of them than are held")
    func inOrder() throws {
        var map: SpooledMap<Number, Number> = [:]
        for number in 0..<20_000 { try map.set(Number(number), Number(-number)) }
        #expect(map.count == 20_000 && map[Number(19_999)] == Number(-19_999) && map[Number(20_000)] == nil)
        #expect(map.values.elementsEqual((0..<20_000).map { Number(-$0) }))
    }
}
