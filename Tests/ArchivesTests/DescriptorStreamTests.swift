import Archives
import Posix
import TestSupport
import Testing

@Suite("Files as streams", .temporaryDirectory)
struct DescriptorStreamTests {
    @Test("a compressed archive in a file is read from it")
    func roundTrip() throws {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        let file = try RelativePath("a.tar.zst")
        let frame = try compress(pack(CarriedFile.samples))
        try folder.create(file).write(frame)
        let source = try ZstdDecompressor(from: DescriptorSource(folder.open(file)), limit: 1 << 20)
        #expect(try unpack(source) == CarriedFile.samples)
    }
}
