import Archives
import Posix

/// Parts of an archive, read as the one file that they are cut from.
final class PartSource: ByteSource {
    private let set: PartSet
    private var index = 0
    private var current: OpenFile?

    init(_ set: PartSet) { self.set = set }

    func read(into buffer: inout [UInt8]) throws -> Int {
        while let file = try current ?? next() {
            let count = try file.descriptor.read(into: &buffer)
            guard count == 0 else { return count }
            current = nil
        }
        return 0
    }

    private func next() throws -> OpenFile? {
        guard index < set.parts.count else { return nil }
        let file = OpenFile(try set.folder.open(RelativePath(set.parts[index].name.file)))
        index += 1
        file.descriptor.adviseSequential()
        current = file
        return file
    }
}
