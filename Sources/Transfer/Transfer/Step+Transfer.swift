package import Reporting

extension Step {
    /// The folders of a tree are listed.
    package static let walk = Step("walk")
    /// What changed is read.
    package static let read = Step("read")
    /// What is to be packed is kept from changing.
    package static let pin = Step("pin")
    /// An archive is written.
    package static let pack = Step("pack")
    /// What was written is read again and checked.
    package static let readBack = Step("read back")
    /// The file of an artifact is compared with the digest that was recorded.
    package static let hash = Step("hash")
    /// An archive is read, and all of it checked.
    package static let verify = Step("verify")
    /// What waited to be applied is read again.
    package static let checkStagedFiles = Step("check staged files")
    /// What is merged is merged, beside the tree.
    package static let mergeDocuments = Step("merge documents")
    // The journal is written by then: what was begun is finished, now or after a restart.
    /// Files get their names in the tree.
    package static let placeFiles = Step("place files", isCancellable: false)
    /// What was merged gets its name in the tree.
    package static let installDocuments = Step("install documents", isCancellable: false)
    /// Files are again what they were before an import.
    package static let restoreFiles = Step("restore files", isCancellable: false)
    /// Files that an import brought go.
    package static let removeFiles = Step("remove files", isCancellable: false)
    /// What is placed last gets its name in the tree.
    package static let placeIndexes = Step("place indexes", isCancellable: false)
}
