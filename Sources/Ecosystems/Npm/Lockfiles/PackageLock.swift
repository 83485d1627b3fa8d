import JSON
import Trees

/// npm's package-lock.json and npm-shrinkwrap.json.
///
/// Versions 2 and 3 list folders in `packages`, version 1 nests `dependencies`; version 2 has both, which say the same.
struct PackageLock {
    let document: JSONSections

    func set() throws -> RequestedSet {
        var set = RequestedSet(.packageLock)
        if let packages = document.span("packages") {
            try document.members(of: packages) { path, scanner in
                try Self.take(PackageLockEntry(&scanner, at: path), into: &set)
            }
        } else {
            try document.members(of: document.span("dependencies")) { name, scanner in
                try Self.takeNested(name, &scanner, into: &set)
            }
        }
        return set
    }

    private static func takeNested(_ name: String, _ scanner: inout JSONScanner, into set: inout RequestedSet) throws {
        let entry = try PackageLockEntry(&scanner, named: name) { name, scanner in
            try takeNested(name, &scanner, into: &set)
        }
        try take(entry, into: &set)
    }

    private static func take(_ entry: PackageLockEntry, into set: inout RequestedSet) throws {
        switch try entry.meaning() {
        case .nothing: break
        case .pin(let pin): set.pins.append(pin)
        case .elsewhere(let other): set.elsewhere.append(other)
        }
    }
}

/// One entry of a package-lock.json.
struct PackageLockEntry {
    enum Meaning {
        /// The project itself, a link, or what comes within another tarball.
        case nothing
        case pin(RequestedSet.Pin)
        case elsewhere(RequestedSet.Elsewhere)
    }

    /// The name that it is installed under; `nil` for what is no package in node_modules.
    private let folder: String?
    private var name: String?
    private var version: String?
    private var resolved: String?
    private var integrity: String?
    private var isBrought = false
    private var platform = PlatformFields()

    /// Reads an entry of `packages`, which is named by its folder.
    init(_ scanner: inout JSONScanner, at path: String) throws {
        let marker = "node_modules/"
        folder = path.ranges(of: marker).last.map { String(path[$0.upperBound...]) }
        try read(&scanner) { _, scanner in _ = try scanner.skipValue() }
    }

    /// Reads an entry of `dependencies` in version 1; `nested` gets those within it.
    init(
        _ scanner: inout JSONScanner,
        named name: String,
        nested: (String, inout JSONScanner) throws -> Void
    ) throws {
        folder = name
        try read(&scanner, nested: nested)
    }

    private mutating func read(
        _ scanner: inout JSONScanner,
        nested: (String, inout JSONScanner) throws -> Void
    ) throws {
        guard try scanner.peek() == .object else {
            _ = try scanner.skipValue()
            return
        }
        try scanner.beginObject()
        while let key = try scanner.nextKey() {
            if key == "dependencies", try scanner.peek() == .object {
                try scanner.object { try nested($0.string, &$1) }
            } else {
                try member(key, &scanner)
            }
        }
    }

    private mutating func member(_ key: JSONKey, _ scanner: inout JSONScanner) throws(JSONError) {
        switch key {
        case "name": name = try scanner.optionalString()
        case "version": version = try scanner.optionalString()
        case "resolved": resolved = try scanner.optionalString()
        case "integrity": integrity = try scanner.optionalString()
        case "link", "inBundle", "bundled": isBrought = try scanner.isTrue() || isBrought
        case "os": platform.os = try scanner.strings()
        case "cpu": platform.cpu = try scanner.strings()
        case "libc": platform.libc = try scanner.strings()
        default: _ = try scanner.skipValue()
        }
    }

    func meaning() throws(PackageListError) -> Meaning {
        guard let folder, !isBrought, let version else { return .nothing }
        let (own, wanted) = Self.unaliased(version) ?? (name ?? folder, version)
        let address = resolved.flatMap(ResolvedAddress.init)
        if let origin = origin(of: wanted, address) {
            return .elsewhere(RequestedSet.Elsewhere(name: own, spec: resolved ?? wanted, origin: origin))
        }
        guard let package = try? PackageName(own) else {
            throw PackageListError(
                .malformed,
                RequestedSet.Kind.packageLock.rawValue,
                "names \(JSONValue.string(own)), which no package can be called",
                hint: "Let npm write it anew"
            )
        }
        return .pin(pin(package, wanted, address))
    }

    private func pin(_ name: PackageName, _ version: String, _ address: ResolvedAddress?) -> RequestedSet.Pin {
        var pin = RequestedSet.Pin(name, version)
        if let integrity { pin.state(integrity: integrity) }
        if let address { pin.state(address: address) }
        pin.platform = platform.isEmpty ? nil : platform
        return pin
    }

    /// What version 1 writes of an alias: `npm:string-width@4.2.3`.
    private static func unaliased(_ version: String) -> (String, String)? {
        guard case .alias(let name, let spec)? = try? PackageSpec(version) else { return nil }
        return (name.string, spec.text)
    }

    /// Where it comes from, if not from a registry: its address says so, or what stands for a version.
    private func origin(of version: String, _ address: ResolvedAddress?) -> Closure.Origin? {
        if let address { return address.isOfRegistry ? nil : .web }
        if let resolved, !resolved.isEmpty { return PackageSpec.origin(of: resolved) ?? .other }
        return Semver(parsing: version, loose: true) == nil ? PackageSpec.origin(of: version) ?? .other : nil
    }
}

extension PackageSpec {
    /// Where what a text means comes from that is no registry; `nil` for what does, and for what is unreadable.
    static func origin(of text: String) -> Closure.Origin? { (try? PackageSpec(text))?.origin }
}
