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

    private let document: JSONSections

    init(_ bytes: [UInt8]) throws(PackageListError) {
        do {
            var scanner = try JSONScanner(bytes, limits: Self.limits)
            let members = try scanner.memberSpans() ?? []
            try scanner.end()
            document = JSONSections(bytes: bytes, limits: Self.limits, members: members)
        } catch {
            throw PackageListError(.malformed, "The file", "is no JSON: \(error)", hint: "See whether it is whole")
        }
    }

    func set() throws(PackageListError) -> RequestedSet {
        let names = Set(document.members.map(\.name))
        do {
            if names.contains("lockfileVersion") { return try PackageLock(document: document).set() }
            if names.contains("format") { return try RequestFile(document: document).set() }
            if !names.isDisjoint(with: Self.ofProject) { return try ProjectFile(document: document).set() }
        } catch let error as PackageListError {
            throw error
        } catch {
            throw PackageListError(.malformed, "The file", "is no such JSON: \(error)", hint: "See whether it is whole")
        }
        // npm writes a lockfile without its version where nothing is installed.
        throw RequestedSet.unknown("is JSON, but neither a lockfile nor a package.json")
    }
}

/// A JSON document whose parts are scanned by themselves.
struct JSONSections {
    let bytes: [UInt8]
    let limits: JSONLimits
    /// Those of the document itself.
    let members: [MemberSpan]

    /// The value of a member of the document.
    func span(_ name: String) -> Range<Int>? { members.first { $0.name == name }?.value }

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
