import Foundation

/// Runs programs and notes the most memory that any of them held.
struct MemoryGauge: Sendable {
    private static let script = """
        import os, subprocess, sys
        child = subprocess.Popen(sys.argv[2:])
        _, status, usage = os.wait4(child.pid, 0)
        open(sys.argv[1], "a").write(f"{usage.ru_maxrss}\\n")
        sys.exit(os.waitstatus_to_exitcode(status) & 255)
        """

    private let file: String
    private let python: Executable

    init(in folder: String) throws {
        file = "\(folder)/memory"
        python = try Executable.needed("python3")
    }

    /// The program, measured whenever it is run.
    func around(_ program: Executable) -> Executable { program.started(by: python, ["-c", Self.script, file]) }

    /// Bytes; 0 where nothing ran yet.
    var peak: Int {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        return (text.split(separator: "\n").compactMap { Int($0) }.max() ?? 0) << 10
    }

    /// The most that a running process held so far (proc(5), VmHWM), in bytes.
    static func peak(of process: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").compactMap { Int($0) }.first ?? .max >> 10) << 10
    }
}
