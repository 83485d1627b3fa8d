import JSON

/// The pass over one version object, whose name is judged once the document's own is known.
struct VersionScan {
    let version: String
    private(set) var span: Range<Int>
    private(set) var isObject = false
    private(set) var ownName = StatedText.absent
    private(set) var ownVersion = StatedText.absent
    private(set) var dist: DistributionScan?
    private(set) var isDeprecated = false
    private(set) var platform = PlatformFields()
    /// The systems it is for where `os` says something else; `nil` if it was never narrowed.
    private(set) var trueOS: [String]?
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
        case "name": ownName = try StatedText(&scanner)
        case "version": ownVersion = try StatedText(&scanner, expecting: version)
        case "dist": dist = try DistributionScan(&scanner)
        case "deprecated": isDeprecated = try scanner.optionalRawString().map { !$0.isEmpty } ?? false
        case "os": platform.os = try scanner.strings()
        case "cpu": platform.cpu = try scanner.strings()
        case "libc": platform.libc = try scanner.strings()
        case "_packferry_os": trueOS = try scanner.strings()
        case "dependencies": dependencies = try scanner.skipValue()
        case "optionalDependencies": optionalDependencies = try scanner.skipValue()
        default: _ = try scanner.skipValue()
        }
    }
}

/// What an object says its name or version is.
enum StatedText {
    case absent
    /// Of another type than text, at these bytes: it says nothing.
    case unsaid(Range<Int>)
    /// What was expected, to the letter.
    case expected
    case said(String, Range<Int>)

    init(_ scanner: inout JSONScanner, expecting expected: String? = nil) throws(JSONError) {
        guard try scanner.peek() == .string else {
            self = .unsaid(try scanner.skipValue())
            return
        }
        let raw = try scanner.rawString()
        let text = scanner.bytes.text(raw)
        guard let expected, text.span.isSame(as: expected.utf8.span) else {
            self = .said(String(decoding: text, as: UTF8.self), (raw.lowerBound - 1)..<(raw.upperBound + 1))
            return
        }
        self = .expected
    }
}

extension PackumentVersion {
    /// Judges a version object now that the package's name is known.
    ///
    /// With `isStrict` it must say its name and version itself; else the document and the member say them.
    init(_ scan: VersionScan, of name: PackageName, isStrict: Bool) {
        version = scan.version
        semver = Semver(parsing: scan.version, loose: true)
        span = scan.span
        dist = scan.dist?.distribution
        isDeprecated = scan.isDeprecated
        platform = scan.platform.isEmpty ? nil : scan.platform
        trueOS = scan.trueOS
        dependencies = scan.dependencies
        optionalDependencies = scan.optionalDependencies
        problem = scan.problem(semver, name: name, isStrict: isStrict)
        edits = scan.edits(of: name, semver)
    }
}

extension VersionScan {
    fileprivate func problem(_ semver: Semver?, name: PackageName, isStrict: Bool) -> VersionProblem? {
        if !isObject { return .notAnObject }
        guard let semver else { return .notSemver }
        if let problem = nameProblem(name, isStrict: isStrict) { return problem }
        if let problem = versionProblem(semver, isStrict: isStrict) { return problem }
        guard let dist else { return .noDist }
        return dist.problem
    }

    private func nameProblem(_ name: PackageName, isStrict: Bool) -> VersionProblem? {
        switch ownName {
        case .absent, .unsaid: isStrict ? .noName : nil
        case .said(let said, _): said.utf8.elementsEqual(name.string.utf8) ? nil : .foreignName
        case .expected: nil
        }
    }

    private func versionProblem(_ semver: Semver, isStrict: Bool) -> VersionProblem? {
        switch ownVersion {
        case .absent, .unsaid: isStrict ? .noVersion : nil
        case .said(let said, _): Semver(parsing: said, loose: true) == semver ? nil : .foreignVersion
        case .expected: nil
        }
    }

    /// What has to be written otherwise, in the order of the bytes; nothing in an object that is strict.
    fileprivate func edits(of name: PackageName, _ semver: Semver?) -> [SpanEdit] {
        guard let dist = dist?.distribution, let semver else { return [] }
        var edits: [SpanEdit] = []
        var missing = ""
        switch ownName {
        case .absent: missing += "\"name\":\(Self.quoted(name.string)),"
        case .unsaid(let range): edits.append(SpanEdit(range, Self.quoted(name.string)))
        case .said, .expected: break
        }
        switch ownVersion {
        case .absent: missing += "\"version\":\(Self.quoted(version)),"
        case .unsaid(let range): edits.append(SpanEdit(range, Self.quoted(version)))
        case .said(let said, let range)
        where said != semver.description && Semver(parsing: said, loose: true) == semver:
            edits.append(SpanEdit(range, Self.quoted(version)))
        case .said, .expected: break
        }
        if !dist.isWhole { edits.append(SpanEdit(dist.tarball, dist.wholeAddress(of: name))) }
        if !missing.isEmpty { edits.append(SpanEdit((span.lowerBound + 1)..<(span.lowerBound + 1), missing)) }
        return edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private static func quoted(_ text: String) -> String {
        String(decoding: JSONValue.string(text).encoded(), as: UTF8.self)
    }
}
