import Posix
import Testing

/// The most memory that this process ever held, in bytes (proc(5), VmHWM).
func peakMemory() throws -> Int {
    let folder = try Directory(opening: AbsolutePath("/proc/self"))
    let status = String(decoding: try folder.open(RelativePath("status")).readAll(limit: 1 << 20), as: UTF8.self)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(line.split(whereSeparator: { " \t".contains($0) }).compactMap { Int($0) }.first) * 1024
}
