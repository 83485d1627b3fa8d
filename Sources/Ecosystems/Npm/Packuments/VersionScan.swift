import JSON

/// The pass over one version object, whose name is judged once the document's own is known.
struct VersionScan {
    let version: String
    private(set) var span: Range<Int>
    private(set) var isObject = false
    private(set) var ownName: String?
    private(set) var namesItself = false
    private(set) var dist: DistributionScan?
    private(set) var isDeprecated = false
    private(set) var platform = PlatformFields()
    private(set) var dependencies: Range<Int>?
    private(set) var optionalDependencies: Range<Int>?

    init(_ version: String, _ scanner: inout JSONScanner) throws(JSONError) {
        self.version = version
        span = scanner.position..<scanner.position
        if try scanner.peek() == .object {
            isObject = true
            try scanner.beginObject()
            while let key = try scanner.nextKey() { try member(key, &scanner) }
        } else {
            _ = try scanner.skipValue()
        }
        span = span.lowerBound..<scanner.position
    }

    private mutating func member(_ key: JSONKey, _ scanner: inout JSONScanner) throws(JSONError) {
        switch key {
        case "name": ownName = try scanner.optionalString()
        case "version": namesItself = try scanner.nextIs(version)
        case "dist": dist = try DistributionScan(&scanner)
        case "deprecated": isDeprecated = try scanner.optionalRawString().map { !$0.isEmpty } ?? false
        case "os": platform.os = try scanner.strings()
        case "cpu": platform.cpu = try scanner.strings()
        case "libc": platform.libc = try scanner.strings()
        case "dependencies": dependencies = try scanner.skipValue()
        case "optionalDependencies": optionalDependencies = try scanner.skipValue()
        default: _ = try scanner.skipValue()
        }
    }
}

extension PackumentVersion {
    /// Judges a version object now that the package's name is known.
    init(_ scan: VersionScan, of name: PackageName) {
        version = scan.version
        semver = Semver(parsing: scan.version, loose: true)
        span = scan.span
        dist = scan.dist?.distribution
        isDeprecated = scan.isDeprecated
        platform = scan.platform.isEmpty ? nil : scan.platform
        dependencies = scan.dependencies
        optionalDependencies = scan.optionalDependencies
        problem = Self.problem(of: scan, isSemver: semver != nil, name: name)
    }

    private static func problem(of scan: VersionScan, isSemver: Bool, name: PackageName) -> VersionProblem? {
        if !scan.isObject { return .notAnObject }
        if !isSemver { return .notSemver }
        if scan.ownName != name.string { return .foreignName }
        if !scan.namesItself { return .foreignVersion }
        guard let dist = scan.dist else { return .noDist }
        return dist.problem
    }
}
