import Posix

/// A file without a name: memory that lies on a disk, gone with the program.
///
/// It lies in the folder that `TMPDIR` names, else in `/var/tmp`, which is no memory where `/tmp` is (hier(7)).
final class SpoolFile: Sendable {
    private let file: OpenFile

    init() throws { file = OpenFile(try Directory.openUnnamed()) }

    /// Appends bytes.
    func append(_ bytes: [UInt8]) throws { try file.descriptor.write(bytes) }

    /// The bytes of a range that was written.
    ///
    /// They are read as memory is: where the disk does not give back what it took, as where a page of the program itself
    /// cannot be read, there is no way to go on, and the program ends. Nothing is lost by that: whatever runs can be
    /// killed at any moment (docs/adr/0027).
    func bytes(_ range: Range<Int>) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        do {
            let count = try file.descriptor.fill(&bytes, at: Int64(range.lowerBound))
            precondition(count == range.count, "temporary storage is shorter than what was written to it")
        } catch {
            fatalError("temporary storage cannot be read: \(error)")
        }
        return bytes
    }
}
