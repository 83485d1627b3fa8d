import FoundationEssentials
import Glibc
import Posix

/// What the system shows of the files that this process has open (proc(5)).
enum OpenFiles {
    /// The descriptors of the file at `path`.
    static func numbers(of path: String) throws -> [Int32] {
        let folder = try Directory(opening: AbsolutePath("/proc/self/fd"))
        return try folder.entries().compactMap { entry in
            // Other tests close files meanwhile.
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder.path)/\(entry.name)")
            return target == path ? Int32(entry.name) : nil
        }
    }

    /// Whether a program started from here does not get the file.
    static func closesOnExec(_ number: Int32) throws -> Bool {
        let folder = try Directory(opening: AbsolutePath("/proc/self/fdinfo"))
        let lines = String(decoding: try folder.open(RelativePath("\(number)")).readAll(limit: 4096), as: UTF8.self)
        let flags = lines.split(separator: "\n").first { $0.hasPrefix("flags:") }?.drop { !$0.isNumber }
        return flags.flatMap { Int32($0, radix: 8) }.map { $0 & O_CLOEXEC != 0 } ?? false
    }
}
