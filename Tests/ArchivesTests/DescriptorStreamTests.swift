import Archives
import Posix
import TestSupport
import Testing

@Suite("Files as streams", .temporaryDirectory)
struct DescriptorStreamTests {
    @Test("a compressed archive written to a file is read back from it")
    func roundTrip() throws {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        let file = try RelativePath("a.tar.zst")
        let frame = try compress(pack(CarriedFile.samples))
        let sink = DescriptorSink(try folder.create(file))
        try sink.write(frame)
        #expect(try sink.withDescriptor { try $0.info().size } == Int64(frame.count))
        let source = try ZstdDecompressor(from: DescriptorSource(folder.open(file)), limit: 1 << 20)
        #expect(try unpack(source) == CarriedFile.samples)
    }

    @Test("a full disk is reported as the system reports it")
    func fullDisk() throws {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        let sink = DescriptorSink(try folder.create(RelativePath("a")))
        let full = SystemError(operation: "write", path: "a", errno: .noSpace)
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { _ throws(SystemError) in throw full }
        FileOperation.$gate.withValue(gate) {
            #expect(throws: full) { try sink.write([1]) }
        }
    }
}
