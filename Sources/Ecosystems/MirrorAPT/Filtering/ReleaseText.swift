package import Time

/// Writes the Release of a suite whose indexes were cut down: what upstream says of itself stays, so that clients pin,
/// upgrade and count it as they did, and the lists are its own.
package struct ReleaseText: Sendable {
    private let upstream: Release
    private let date: Moment
    private let validUntil: Moment?
    private let architectures: [String]
    private let components: [String]

    /// Describes a cut of `upstream` that has these architectures and components, made at `date`.
    package init(
        _ upstream: Release,
        architectures: [String],
        components: [String],
        date: Moment,
        validUntil: Moment? = nil
    ) {
        self.upstream = upstream
        self.architectures = architectures
        self.components = components
        self.date = date
        self.validUntil = validUntil
    }

    /// The text, with a list for each strong algorithm that all of `files` have.
    ///
    /// Keys and snapshots of upstream's own are left out: neither is true of what another key signs.
    package func bytes(listing files: [ListedFile]) -> [UInt8] {
        var lines = fields.compactMap { name, value in value.map { "\(name): \(Self.folded($0))" } }
        let sorted = files.sorted { $0.path < $1.path }
        for algorithm in ListedDigests.Algorithm.allCases where algorithm.isStrong {
            let listed = sorted.compactMap { Self.line($0, algorithm) }
            guard !listed.isEmpty, listed.count == sorted.count else { continue }
            lines += ["\(algorithm.rawValue):"] + listed
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private var fields: [(String, String?)] {
        [
            ("Origin", upstream.origin), ("Label", upstream.label), ("Suite", upstream.suite),
            ("Version", upstream.version), ("Codename", upstream.codename), ("Changelogs", upstream.changelogs),
            ("Date", ReleaseDate.text(date)), ("Valid-Until", validUntil.map(ReleaseDate.text)),
            ("Acquire-By-Hash", "yes"),
            ("No-Support-for-Architecture-all", Self.list(upstream.noSupportForArchitectureAll)),
            ("Architectures", Self.list(architectures)), ("Components", Self.list(components)),
            ("NotAutomatic", upstream.notAutomatic ? "yes" : nil),
            ("ButAutomaticUpgrades", upstream.butAutomaticUpgrades ? "yes" : nil),
            ("Description", upstream.description),
        ]
    }

    private static func line(_ file: ListedFile, _ algorithm: ListedDigests.Algorithm) -> String? {
        let hex = file.digests.all.first { $0.algorithm == algorithm }?.hex
        return hex.map { " \($0) \(file.size) \(file.path)" }
    }

    private static func list(_ words: [String]) -> String? { words.isEmpty ? nil : words.joined(separator: " ") }

    /// On one line: what upstream wrote on a second one must not become a field of ours.
    private static func folded(_ value: String) -> String {
        String(String.UnicodeScalarView(value.unicodeScalars.map { $0.properties.isWhitespace ? " " : $0 }))
    }
}
