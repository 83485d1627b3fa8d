import JSON
import Trees

/// The kinds of files that are JSON: they differ by their members.
struct JSONPackageFile {
    /// npm nests version 1 as deep as node_modules; a member that is none of ours is read over.
    private static let limits = JSONLimits(depth: 256, bytes: RequestedSet.largestFile)
    /// The members that tell a package.json.
    private static let ofProject: Set<String> = [
        "dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "overrides", "resolutions",
    ]

    private let bytes: [UInt8]
    private let members: [MemberSpan]

    init(_ bytes: [UInt8]) throws(PackageListError) {
        self.bytes = bytes
        do {
            var scanner = try JSONScanner(bytes, limits: Self.limits)
            members = try scanner.memberSpans() ?? []
            try scanner.end()
        } catch {
            throw PackageListError(.malformed, "The file", "is no JSON: \(error)", hint: "See whether it is whole")
        }
    }

    func set() throws(PackageListError) -> RequestedSet {
        let names = Set(members.map(\.name))
        do {
            if names.contains("lockfileVersion") { return try PackageLock(bytes, members, Self.limits).set() }
            if names.contains("format") { return try RequestFile(bytes, members, Self.limits).set() }
            if !names.isDisjoint(with: Self.ofProject) { return try ProjectFile(bytes, members, Self.limits).set() }
        } catch let error as PackageListError {
            throw error
        } catch {
            throw PackageListError(.malformed, "The file", "is no such JSON: \(error)", hint: "See whether it is whole")
        }
        // npm writes a lockfile without its version where nothing is installed.
        throw RequestedSet.unknown("is JSON, but neither a lockfile nor a package.json")
    }
}

/// A part of a JSON document, to be scanned by itself.
struct JSONPart {
    let bytes: [UInt8]
    let limits: JSONLimits

    /// Calls `body` with each member of the object at `span`; a value of another type has none.
    func members(
        of span: Range<Int>?,
        _ body: (String, inout JSONScanner) throws -> Void
    ) throws {
        guard let span else { return }
        var scanner = try JSONScanner(bytes, range: span, limits: limits)
        guard try scanner.peek() == .object else { return }
        try scanner.object { key, scanner in try body(key.string, &scanner) }
    }

    /// The members that are strings.
    func texts(of span: Range<Int>?) throws -> [(name: String, text: String)] {
        var texts: [(name: String, text: String)] = []
        try members(of: span) { name, scanner in
            if let text = try scanner.optionalString() { texts.append((name, text)) }
        }
        return texts
    }
}
