import Archives
import Posix
import TestSupport
import Testing

@Suite("TarReader")
struct TarReaderTests {
    @Test("gives back what was written, however the bytes arrive", arguments: [1, 7, 511, 512, 513, .max])
    func roundTrip(chunk: Int) throws {
        let tar = try pack(CarriedFile.samples)
        #expect(try unpack(MemorySource(tar, chunk: chunk)) == CarriedFile.samples)
    }

    @Test("gives the same content for every size of the caller's buffer", arguments: [1, 100, 512, 1 << 20])
    func anyBuffer(size: Int) throws {
        var random = SeededGenerator(seed: 1)
        let file = CarriedFile("storage/a/a-1.0.0.tgz", random.bytes(100_000))
        #expect(try unpack(MemorySource(pack([file])), buffer: size) == [file])
    }

    @Test("tells size and time of an entry")
    func entryProperties() throws {
        let reader = TarReader(MemorySource(try pack([CarriedFile("a", "abc")])))
        let entry = try #require(try reader.next())
        #expect(entry.path == (try RelativePath("a")))
        #expect(entry.size == 3)
        #expect(entry.modificationTime == testTime)
    }

    @Test("reads past content that nobody asked for, and stays at the end once there")
    func readsPast() throws {
        let reader = TarReader(MemorySource(try pack(CarriedFile.samples)))
        var paths: [String] = []
        while let entry = try reader.next() { paths.append(entry.path.string) }
        #expect(paths == CarriedFile.samples.map(\.path))
        #expect(try reader.next() == nil)
    }

    @Test("repeats its error instead of reading on behind it")
    func repeatsError() throws {
        let inner = RawHeader("inner").entry()
        let tar = RawHeader("outer", size: inner.count).entry(inner) + RawHeader.end
        let reader = TarReader(MemorySource(tar), limits: TarLimits { _ in 100 })
        for _ in 0..<2 {
            #expect(try refusal { _ = try reader.next() }?.code == .entryTooLarge)
        }
        var buffer = [UInt8](repeating: 0, count: 8)
        #expect(throws: ArchiveError.self) { _ = try reader.read(into: &buffer) }
    }

    @Test("stops at the number of entries allowed")
    func entryLimit() throws {
        let tar = try pack((0..<4).map { CarriedFile("f\($0)") })
        #expect(try unpack(MemorySource(tar), limits: TarLimits(entries: 4)).count == 4)
        let error = try refusal { _ = try unpack(MemorySource(tar), limits: TarLimits(entries: 3)) }
        #expect(error?.code == .tooManyEntries)
        #expect(error?.entry == "f3")
    }

    @Test("asks for the size that a path may have, and passes on what that throws")
    func sizeLimit() throws {
        struct Unlisted: Error {}
        let tar = try pack([CarriedFile("a", "1"), CarriedFile("b", "22")])
        let exact = TarLimits { $0.string == "a" ? 1 : 2 }
        #expect(try unpack(MemorySource(tar), limits: exact).count == 2)
        let error = try refusal { _ = try unpack(MemorySource(tar), limits: TarLimits { _ in 1 }) }
        #expect(error?.code == .entryTooLarge)
        #expect(error?.entry == "b")
        #expect(throws: Unlisted.self) { try unpack(MemorySource(tar), limits: TarLimits { _ in throw Unlisted() }) }
    }

    @Test("passes on what its source throws, in the middle of an entry too")
    func passesOnErrors() throws {
        let tar = try pack([CarriedFile("a", [UInt8](repeating: 1, count: 4096))])
        let start = MemorySource(Array(tar[..<1024]))
        let failure = SystemError(operation: "read", path: "disk", errno: .inputOutput)
        let source = ClosureSource { buffer in
            let count = start.read(into: &buffer)
            guard count > 0 else { throw failure }
            return count
        }
        #expect(throws: failure) { try unpack(source) }
    }
}
