/// `os`, `cpu` and `libc` of a version: the platforms it says it is for.
package struct PlatformFields: Hashable, Sendable {
    package var os: [String]
    package var cpu: [String]
    package var libc: [String]

    /// Describes one version; empty lists say nothing.
    package init(os: [String] = [], cpu: [String] = [], libc: [String] = []) {
        self.os = os
        self.cpu = cpu
        self.libc = libc
    }

    /// Whether nothing is said, so that every platform fits.
    package var isEmpty: Bool { os.isEmpty && cpu.isEmpty && libc.isEmpty }

    /// Whether npm would install the version on `platform` (npm-install-checks).
    package func fits(_ platform: Platform) -> Bool {
        guard Self.fits(platform.os, os), Self.fits(platform.cpu, cpu) else { return false }
        guard !libc.isEmpty else { return true }
        return platform.libc.map { Self.fits($0, libc) } ?? false
    }

    /// The systems on which nothing but the C library keeps the version off: of `platforms`, those that the rest of it
    /// fits, and those that it would fit once it is kept off these alone.
    func systemsToKeepOff(_ platforms: [Platform]) -> [String] {
        let bare = PlatformFields(os: os, cpu: cpu)
        var systems = Set(platforms.filter(bare.fits).map(\.os))
        guard !systems.isEmpty else { return [] }
        let narrowed = PlatformFields(os: systems.map { "!\($0)" }, cpu: cpu)
        systems.formUnion(platforms.filter(narrowed.fits).map(\.os))
        return systems.sorted()
    }

    /// No negated entry hits, and some plain entry does unless all are negated; a lone `any` takes everything.
    private static func fits(_ value: String, _ entries: [String]) -> Bool {
        if entries == ["any"] { return true }
        let negated = entries.filter { $0.hasPrefix("!") }
        guard !negated.contains("!" + value) else { return false }
        return negated.count == entries.count || entries.contains(value)
    }
}

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

    /// The same system and processor with the other C library; `nil` where there is but one.
    package var twin: Platform? {
        libc.flatMap { Platform(parsing: "\(os)-\(cpu)-\($0 == "musl" ? "glibc" : "musl")") }
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
}

extension [Platform] {
    /// These and their twins: clients that do not know `libc` fetch what is for either (docs/formats/packument.md).
    package var withBothLibraries: [Platform] {
        self + compactMap(\.twin).filter { !contains($0) }
    }
}
