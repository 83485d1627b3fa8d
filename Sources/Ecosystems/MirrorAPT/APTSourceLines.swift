import Posix
import Trees

/// The lines of a `sources.list` (sources.list(5)) by which clients install from a mirror: they ask for no more than what is
/// there.
struct APTSourceLines {
    let lines: [String]

    init(_ settings: TreeSettings) {
        let isUnsigned = settings.text("unsigned") == "true"
        // Where clients keep the keys: the mirror's own place is none of theirs.
        let keyring = settings.path("keyring").map { "/usr/share/keyrings/\($0.lastComponent)" }
        let (architectures, languages) = (settings.list("architectures"), settings.list("languages"))
        let options = [
            architectures.isEmpty ? nil : "arch=\(architectures.joined(separator: ","))",
            languages == ["en"] ? nil : "lang=\(languages.isEmpty ? "none" : languages.joined(separator: ","))",
            isUnsigned ? "trusted=yes" : keyring.map { "signed-by=\($0)" },
        ].compactMap(\.self)
        let bracket = options.isEmpty ? "" : "[\(options.joined(separator: " "))] "
        let kinds = settings.text("sources") == "true" ? ["deb", "deb-src"] : ["deb"]
        lines = settings.list("suites").flatMap { suite in
            let components = suite.hasSuffix("/") ? [] : settings.list("components")
            let rest = ([suite] + components).joined(separator: " ")
            return kinds.map { "\($0) \(bracket){base}/mirrors/\(settings.repository) \(rest)" }
        }
    }
}
