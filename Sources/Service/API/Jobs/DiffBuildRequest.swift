/// Starts a job that builds an artifact: `POST /jobs/diff-build`; its baseline stands in the query.
package struct DiffBuildRequest: APIRequest, Hashable {
    /// The repository; may be left out where there is only one.
    package var repository: String?
    /// Whether to carry everything, whatever the other side has.
    package var full: Bool?
    /// Whether to read every byte again instead of trusting the index.
    package var deep: Bool?
    /// Whether a storage that lost more than a tenth of its files may be frozen.
    package var allowShrink: Bool?
    /// Whether only to say what would be packed.
    package var dryRun: Bool?
    /// A remark for people, kept with the artifact.
    package var note: String?

    enum CodingKeys: String, CodingKey {
        case repository, full, deep, note
        case allowShrink = "allow_shrink"
        case dryRun = "dry_run"
    }

    /// Every member that the body may have.
    package static let members: [RequestMember] = [
        .text("repository"), .flag("full"), .flag("deep"), .flag("allow_shrink"), .flag("dry_run"),
        .text("note", upTo: 1000),
    ]

    /// Makes a request.
    package init(
        repository: String? = nil,
        full: Bool? = nil,
        deep: Bool? = nil,
        allowShrink: Bool? = nil,
        dryRun: Bool? = nil,
        note: String? = nil
    ) {
        self.repository = repository
        self.full = full
        self.deep = deep
        self.allowShrink = allowShrink
        self.dryRun = dryRun
        self.note = note
    }
}
