import Testing

@testable import Spooling

/// A value with every kind of member that can be packed.
private struct Sample: Spoolable, Equatable {
    let number: Int64
    let text: String
    let label: String?
    let group: String

    init(_ number: Int) {
        self.number = Int64(number)
        text = "größe-\(number)"
        label = number.isMultiple(of: 3) ? nil : "\(number)"
        group = "group-\(number / 100)"
    }

    func pack(into bytes: inout PackedBytes) {
        bytes.pack(number)
        bytes.pack(text)
        bytes.pack(label)
        bytes.pack(group)
    }

    init(unpacking bytes: inout PackedReader) {
        number = bytes.number()
        text = bytes.text()
        label = bytes.optionalText()
        group = bytes.repeatedText()
    }
}

@Suite("Lists that may be longer than memory")
struct SpooledListTests {
    private static let held = SpooledListBuilder<Sample>.held

    /// Lengths around each border: of a block, and of what is held in memory.
    @Test(arguments: [0, 1, 127, 128, 129, held - 1, held, held + 1, held + 128, 3 * held + 5])
    func givesBackWhatWasAdded(count: Int) throws {
        let samples = (0..<count).map(Sample.init)
        let list = try SpooledList<Sample>.build { try $0.append(contentsOf: samples) }
        #expect(list.count == count && Array(list) == samples && list == SpooledList(samples))
        #expect(list.indices.allSatisfy { list[$0] == samples[$0] })
        for range in [0..<count, count / 3..<count, 0..<count / 2, count / 3..<count / 2, count..<count] {
            #expect(Array(list.elements(at: range)) == Array(samples[range]))
        }
    }

    @Test(arguments: [0, 1, 128, 129, held + 300])
    func findsWhereAListStopsPreceding(count: Int) throws {
        // Every other number, so that there are some to be looked for in vain.
        let list = try SpooledList<Sample>.build { for number in 0..<count { try $0.append(Sample(2 * number)) } }
        for number in -1...2 * count + 1 {
            let found = list.firstIndex { $0.number < Int64(number) }
            #expect(found == min(count, max(0, (number + 1) / 2)), "\(number) in a list of \(count)")
        }
    }

    @Test(arguments: [0, 1, -1, 63, -64, 64, 127, 128, 1 << 20, -(1 << 40), .max, .min] as [Int64])
    func numbersComeBack(number: Int64) {
        var packed = PackedBytes()
        packed.pack(number)
        packed.pack(number)
        var reader = PackedReader(packed.bytes)
        #expect(reader.number() == number && reader.number() == number && reader.position == packed.bytes.count)
    }

    @Test func bytesComeBackInOrder() throws {
        var bytes = SpooledBytes()
        var expected: [UInt8] = []
        for count in [0, 1, 300_000, 900_000, 7, 1 << 20, 3] {
            let piece = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ count) }
            try bytes.append(piece)
            expected += piece
        }
        var read: [UInt8] = []
        bytes.forEachPiece { read += $0 }
        #expect(read == expected && bytes.all == expected && bytes.count == expected.count)
    }

    /// A list that is read by several tasks at once gives each what it asks for.
    @Test func isReadByManyAtOnce() async throws {
        let list = try SpooledList<Sample>.build { for number in 0..<3 * Self.held { try $0.append(Sample(number)) } }
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<4 {
                group.addTask {
                    stride(from: task, to: list.count, by: 37).allSatisfy { list[$0].number == Int64($0) }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
