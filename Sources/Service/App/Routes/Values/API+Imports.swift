import API
import Transfer

extension API.Import {
    /// What a tree knows of an import; `job` is the one that applies it now.
    init(_ known: KnownImport, in repository: String, applying job: String? = nil) {
        let id = known.summary.id
        let links = known.isWaiting ? ["apply": APIPath.application(ofImport: id)] : [:]
        self.init(
            repository: repository,
            state: !known.isWaiting ? .applied : job == nil ? .staged : .applying,
            summary: known.summary,
            outcome: known.outcome,
            jobID: known.isWaiting ? job : known.outcome?.job,
            links: links.merging(["self": APIPath.import(id)]) { _, new in new }
        )
    }
}

extension ImportOutcome {
    /// The job that did it; nil where a command did, or a recovery.
    fileprivate var job: String? { appliedBy.hasPrefix("job ") ? String(appliedBy.dropFirst(4)) : nil }
}
