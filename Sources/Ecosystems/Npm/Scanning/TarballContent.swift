import Archives
import Posix
import Trees

/// What was seen in the bytes of a tarball, as the index keeps it.
enum TarballContent: Hashable, Sendable {
    /// A whole archive, and what its package.json says; `nil` where it says nothing that can be read.
    case package(PackageIdentity?)
    /// No whole archive; the cause is a clause.
    case broken(String)
    /// A whole archive whose bytes changed since they were read last although nothing wrote to it.
    case altered

    /// What a check of the whole file said.
    init(_ verdict: LooseTarVerdict) {
        switch verdict {
        case .whole(let contents): self = .package(contents.manifest.flatMap(PackageIdentity.init(manifest:)))
        case .broken(let flaw): self = .broken(flaw.cause)
        }
    }

    /// Whether it is no archive that could be used.
    var isBroken: Bool { if case .broken = self { true } else { false } }

    /// Reads what `text` gives; `nil` for what another version wrote.
    init?(_ text: String) {
        let rest = String(text.dropFirst())
        switch text.first {
        case "=": self = .package(PackageIdentity(encoded: rest))
        case "!": self = .broken(rest)
        case "~": self = .altered
        default: return nil
        }
    }

    /// The text by which the index keeps it.
    var text: String {
        switch self {
        case .package(let identity): "=\(identity?.encoded ?? "")"
        case .broken(let cause): "!\(cause)"
        case .altered: "~"
        }
    }
}

extension IndexedFile {
    /// What was seen in it; `nil` where nobody looked.
    var content: TarballContent? { (scan?.content).flatMap(TarballContent.init) }
}
