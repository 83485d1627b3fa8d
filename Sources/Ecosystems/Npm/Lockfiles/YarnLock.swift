import JSON
import Trees

/// The yarn.lock of yarn 1: blocks of indented lines, almost YAML.
struct YarnLock {
    private let lines: [Substring]

    init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    func set() throws(PackageListError) -> RequestedSet {
        var set = RequestedSet(.yarnLock)
        set.includesOtherPlatforms = true
        var block: YarnBlock?
        for (number, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            if line.hasPrefix("<<<<<<<") || line.hasPrefix(">>>>>>>") { throw Self.merged(number + 1) }
            guard line.hasPrefix(" ") else {
                try block?.end(into: &set)
                block = try YarnBlock(line, at: number + 1)
                continue
            }
            block?.take(line)
        }
        try block?.end(into: &set)
        return set
    }

    private static func merged(_ line: Int) -> PackageListError {
        PackageListError(
            .malformed,
            "yarn.lock",
            "has the mark of a merge in line \(line)",
            hint: "Resolve the conflict with 'yarn install' first"
        )
    }
}

/// One block: what was asked for, and what it came to.
private struct YarnBlock {
    private let line: Int
    /// The first of the texts that it is for, such as `a@^1`; all of one block are of one package.
    private let key: String
    private var version: String?
    private var resolved: String?
    private var integrity: String?

    init(_ text: Substring, at line: Int) throws(PackageListError) {
        self.line = line
        guard text.hasSuffix(":"), let first = Self.first(text.dropLast()) else {
            throw Self.malformed(line, "is no list of packages")
        }
        key = first
    }

    mutating func take(_ line: Substring) {
        // Deeper lines are what the package depends on.
        guard line.hasPrefix("  "), !line.hasPrefix("   ") else { return }
        let parts = line.dropFirst(2).split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let value = Self.first(parts[1]) else { return }
        switch parts[0] {
        case "version": version = value
        case "resolved": resolved = value
        case "integrity": integrity = String(parts[1])
        default: break
        }
    }

    func end(into set: inout RequestedSet) throws(PackageListError) {
        guard let version else { throw Self.malformed(line, "begins a package without a version") }
        let (name, spec) = parts
        switch Lookup(name, spec) {
        case .package(let package, _):
            set.pins.append(pin(package, version))
        case .elsewhere(.elsewhere(let origin)):
            set.elsewhere.append(RequestedSet.Elsewhere(name: name, spec: spec, origin: origin))
        case .elsewhere(let cause):
            throw Self.malformed(line, "asks for what cannot be read: \(cause)")
        }
    }

    private func pin(_ name: PackageName, _ version: String) -> RequestedSet.Pin {
        var pin = RequestedSet.Pin(name, version)
        if let integrity { pin.state(integrity: integrity) }
        if let address = resolved.flatMap(ResolvedAddress.init) { pin.state(address: address) }
        return pin
    }

    /// What stands before and after the `@` that is not a scope's.
    private var parts: (name: String, spec: String) {
        guard let at = key.dropFirst().firstIndex(of: "@") else { return (key, "") }
        return (String(key[..<at]), String(key[key.index(after: at)...]))
    }

    /// The first text of a list, in quotes or not.
    private static func first(_ text: Substring) -> String? {
        guard text.first == "\"" else {
            let plain = text.prefix { $0 != "," }
            return plain.isEmpty ? nil : String(plain)
        }
        guard let end = text.dropFirst().firstIndex(of: "\"") else { return nil }
        return String(text[text.index(after: text.startIndex)..<end])
    }

    private static func malformed(_ line: Int, _ cause: String) -> PackageListError {
        PackageListError(
            .malformed,
            "yarn.lock",
            "cannot be read: line \(line) \(cause)",
            hint: "Let yarn write it anew"
        )
    }
}
