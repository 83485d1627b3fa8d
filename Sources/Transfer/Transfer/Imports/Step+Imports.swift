package import Reporting

extension Step {
    /// What waited to be applied is read again.
    package static let checkStagedFiles = Step("check staged files")
    /// What is merged is merged, beside the tree.
    package static let mergeDocuments = Step("merge documents")
    // The journal is written by then: what was begun is finished, now or after a restart.
    /// Files get their names in the tree.
    package static let placeFiles = Step("place files", isCancellable: false)
    /// What was merged gets its name in the tree.
    package static let installDocuments = Step("install documents", isCancellable: false)
    /// What is placed last gets its name in the tree.
    package static let placeIndexes = Step("place indexes", isCancellable: false)
}
