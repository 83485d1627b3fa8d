/// A platform that a repository serves, written `linux-x64-glibc` or `win32-arm64` in Node's words.
package struct Platform: Hashable, Sendable, CustomStringConvertible {
    /// What Node calls `process.platform`.
    package let os: String
    /// What Node calls `process.arch`.
    package let cpu: String
    /// `glibc` or `musl` on Linux, nothing elsewhere.
    package let libc: String?

    /// Reads `os-cpu` or, for Linux, `linux-cpu-libc`; `nil` for anything else.
    package init?(parsing text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 || parts.count == 3, parts.allSatisfy(Self.isWord) else { return nil }
        os = parts[0]
        cpu = parts[1]
        libc = parts.count == 3 ? parts[2] : nil
        guard os == "linux" ? ["glibc", "musl"].contains(libc) : libc == nil else { return nil }
    }

    /// The text it was read from.
    package var description: String { [os, cpu, libc].compactMap(\.self).joined(separator: "-") }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
}
