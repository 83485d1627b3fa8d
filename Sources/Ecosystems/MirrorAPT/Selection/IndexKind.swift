/// What a file in a Release's list is, as its name tells.
package enum IndexKind: Hashable, Sendable {
    /// `binary-…/Packages`, with the architecture.
    case packages(String)
    /// `debian-installer/binary-…/Packages`, with the architecture.
    case installerPackages(String)
    /// `source/Sources`.
    case sources
    /// `i18n/Translation-…`, with the language.
    case translation(String)
    /// `Contents-…`, with the architecture, or `source`.
    case contents(String)
    /// `dep11/…`, with the architecture of what is for one.
    case catalog(String?)
    /// `cnf/Commands-…`, with the architecture.
    case commands(String)
    /// `installer-…/…`, with the architecture.
    case installerImages(String)
    /// Patches from one index to the next (`….diff/…`), without which clients fetch the index.
    case patches
    /// Anything else, with the architecture that its path ends a part with, if it does.
    case other(String?)

    /// As what its content is read, if that names files of the pool.
    package var lists: PackageIndex.Kind? {
        switch self {
        case .packages, .installerPackages: .binaries
        case .sources: .sources
        default: nil
        }
    }
}

extension IndexKind {
    /// Tells by the path below a component, without what its compression adds to it.
    ///
    /// `architectures` are those that the Release knows, to find in names of no known kind.
    init(_ parts: [Substring], architectures: Set<String>) {
        let name = parts.last ?? ""
        let folder = parts.dropLast()
        if parts.contains(where: { $0.hasSuffix(".diff") }) {
            self = .patches
        } else if let known = Self.binary(parts) ?? Self.named(name, in: folder) {
            self = known
        } else if let images = folder.lazy.compactMap({ Self.rest(of: $0, after: "installer-") }).first {
            self = .installerImages(images)
        } else {
            self = .other(Self.architecture(in: parts, of: architectures))
        }
    }

    /// `binary-amd64/…`, alone or below `debian-installer`.
    private static func binary(_ parts: [Substring]) -> IndexKind? {
        let isInstaller = parts.first == "debian-installer"
        let parts = isInstaller ? parts.dropFirst() : parts[...]
        guard let folder = parts.first, let architecture = rest(of: folder, after: "binary-") else { return nil }
        guard parts.count == 2, parts.last == "Packages" else {
            return isInstaller ? .installerImages(architecture) : .other(architecture)
        }
        return isInstaller ? .installerPackages(architecture) : .packages(architecture)
    }

    private static func named(_ name: Substring, in folder: ArraySlice<Substring>) -> IndexKind? {
        switch folder.first {
        case nil:
            guard let rest = rest(of: name, after: "Contents-") else { return nil }
            return contents(of: rest)
        case "source": return name == "Sources" ? .sources : .other("source")
        case "i18n": return rest(of: name, after: "Translation-").map { .translation($0) }
        case "cnf": return rest(of: name, after: "Commands-").map { .commands($0) }
        case "dep11":
            guard let rest = rest(of: name, after: "Components-") else { return .catalog(nil) }
            return .catalog(rest.split(separator: ".").first.map(String.init))
        default: return nil
        }
    }

    /// Those of the installer's packages are named `Contents-udeb-…`.
    private static func contents(of rest: String) -> IndexKind {
        .contents(Self.rest(of: rest[...], after: "udeb-") ?? rest)
    }

    private static func rest(of text: Substring, after start: String) -> String? {
        text.hasPrefix(start) && text.count > start.count ? String(text.dropFirst(start.count)) : nil
    }

    /// The longest, as `amd64` ends `kfreebsd-amd64` too.
    private static func architecture(in parts: [Substring], of known: Set<String>) -> String? {
        let found = parts.flatMap { part in
            known.union(["all", "source"]).filter { name in
                part == name || part.split(separator: ".", maxSplits: 1).first?.hasSuffix("-\(name)") == true
            }
        }
        return found.max { $0.utf8.count < $1.utf8.count }
    }
}
