/// One entry of `versions`: what choosing, checking and pruning need; the rest stays in its span.
package struct PackumentVersion: Sendable {
    /// The member name in `versions`.
    package let version: String
    /// The same, read loosely as npm does.
    package let semver: Semver?
    /// The bytes of the version object.
    package let span: Range<Int>
    /// What keeps it from being offered, if anything does.
    package let problem: VersionProblem?
    /// Where its tarball is and what it must hash to; `nil` without a usable one.
    package let dist: Distribution?
    /// Whether `deprecated` is a string that says something.
    package let isDeprecated: Bool
    /// `os`, `cpu` and `libc`; `nil` for a version that has none of them.
    package let platform: PlatformFields?
    /// The systems it is for, where `os` was narrowed; `nil` where that says it itself.
    let trueOS: [String]?
    /// The value of `dependencies`.
    package let dependencies: Range<Int>?
    /// The value of `optionalDependencies`.
    package let optionalDependencies: Range<Int>?
    /// What is written otherwise wherever the object goes.
    let edits: [SpanEdit]

    /// The platforms that it is for, whatever it is kept off.
    var truePlatform: PlatformFields? {
        guard let trueOS else { return platform }
        let fields = PlatformFields(os: trueOS, cpu: platform?.cpu ?? [], libc: platform?.libc ?? [])
        return fields.isEmpty ? nil : fields
    }
}

/// One entry of `_attachments`.
package struct Attachment: Hashable, Sendable {
    /// The name of the tarball in its folder.
    package let file: String
    /// The SHA-1 that the storage noted when the file landed.
    package let shasum: String?
}

/// Why a single version of a packument cannot be offered.
package enum VersionProblem: String, Hashable, Sendable, CaseIterable {
    case notAnObject = "is not an object"
    case notSemver = "is not a version that npm can read"
    case noName = "does not name its package"
    case noVersion = "does not say which version it is"
    case foreignName = "names another package"
    case foreignVersion = "names another version"
    case noDist = "has no dist"
    case noTarball = "has no usable tarball address"

    /// The same as the raw value, to follow the version in a sentence.
    package var description: String { rawValue }
}

extension VersionProblem: CustomStringConvertible {}

/// One member of an object in a document: its name, and where its value lies.
package struct MemberSpan: Hashable, Sendable {
    /// The name, unescaped.
    package let name: String
    /// The bytes of the value, without white space around it.
    package let value: Range<Int>

    package init(name: String, value: Range<Int>) {
        self.name = name
        self.value = value
    }
}
