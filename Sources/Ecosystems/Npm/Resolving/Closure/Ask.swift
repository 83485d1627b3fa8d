/// A question to one package's versions, asked once however many depend on the same.
struct Ask: Hashable, Sendable {
    let package: PackageName
    let spec: String
    let demand: Demand
    /// Whether `spec` is a key in `versions`, not something that npm would read.
    let isKey: Bool
}

/// What the versions of a package answer: positions in its manifest.
enum Answer: Sendable {
    /// Those whose tarballs are wanted, and those that are only listed.
    case versions(tarballs: [Int], listed: [Int])
    case nothing(Closure.Cause)
}

/// Where a dependency is looked up.
enum Lookup {
    /// In the registry, under this name; that is another one for an alias.
    case package(PackageName, spec: String)
    /// Not in the registry.
    case elsewhere(Closure.Cause)

    /// Reads a dependency as npm does.
    init(_ name: String, _ spec: String) {
        do {
            // What only the older rules can read is looked up by those.
            let package = try (try? PackageSpec(spec, rules: .former)) ?? PackageSpec(spec)
            if let origin = package.origin {
                self = .elsewhere(.elsewhere(origin))
            } else if let (target, wanted) = try package.lookup(as: PackageName(name)) {
                self = .package(target, spec: wanted.text)
            } else {
                self = .elsewhere(.elsewhere(.other))
            }
        } catch let error as SpecError where error.code == .unsupportedProtocol {
            self = .elsewhere(.elsewhere(.other))
        } catch {
            self = .elsewhere(.unreadable("\(error)"))
        }
    }
}

extension PackageSpec {
    /// Where it comes from that is no registry.
    var origin: Closure.Origin? {
        switch self {
        case .registry, .alias: nil
        case .git: .git
        case .remote: .web
        case .file: .file
        case .directory: .folder
        }
    }
}
