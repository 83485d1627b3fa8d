import Glibc

/// What the system knows of this process (proc_pid_stat(5)).
package struct ProcessSight: Sendable {
    package let cpuSeconds: Double
    package let residentBytes: Int64
    package let virtualBytes: Int64
    package let threads: Int
    package let openDescriptors: Int
    package let maxDescriptors: Int64
    /// Seconds since 1970.
    package let startTime: Double

    /// As it is now; `nil` where there is no `/proc`.
    ///
    /// Reads files that lie in memory.
    package static var current: ProcessSight? { ProcessSight() }

    private init?() {
        guard let stat = Self.read("/proc/self/stat"), let end = stat.lastIndex(of: ")") else { return nil }
        // Behind the name, which may have anything in it, the third field comes first.
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 21 else { return nil }
        func number(_ field: Int) -> Int64 { Int64(fields[field - 3]) ?? 0 }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        cpuSeconds = Double(number(14) + number(15)) / ticks
        threads = Int(number(20))
        virtualBytes = number(23)
        residentBytes = number(24) * Int64(sysconf(Int32(_SC_PAGESIZE)))
        startTime = Self.bootTime + Double(number(22)) / ticks
        openDescriptors = Self.descriptors
        var limit = rlimit()
        maxDescriptors =
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? Int64(clamping: limit.rlim_cur) : 0
    }

    /// Seconds since 1970 at which the machine started.
    private static let bootTime: Double = {
        let line = read("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line.flatMap { Double($0.dropFirst(6)) } ?? 0
    }()

    /// The size of the folder is their number since Linux 6.2; before that it is 0, and they are counted.
    private static var descriptors: Int {
        if let path = try? AbsolutePath("/proc/self/fd"), let size = try? Directory(opening: path).info().size, size > 0
        {
            return Int(size)
        }
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // The two dots, and the one that looks.
        return max(0, count - 3)
    }

    private static func read(_ path: String) -> String? {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return nil }
        let file = Descriptor(owning: number, path: path)
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 << 10)
        while let count = try? file.read(into: &piece), count > 0 { text += piece[..<count] }
        return String(decoding: text, as: UTF8.self)
    }
}
