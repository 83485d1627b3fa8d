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

    /// No negated entry hits, and some plain entry does unless all are negated; a lone `any` takes everything.
    private static func fits(_ value: String, _ entries: [String]) -> Bool {
        if entries == ["any"] { return true }
        let negated = entries.filter { $0.hasPrefix("!") }
        guard !negated.contains("!" + value) else { return false }
        return negated.count == entries.count || entries.contains(value)
    }
}
