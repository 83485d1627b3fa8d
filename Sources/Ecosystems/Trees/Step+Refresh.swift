package import Reporting

/// What a refresh does, one step after the other, once it knows the tree.
extension Step {
    /// Documents are made as fresh as upstream's.
    package static let revalidate = Step("ask upstream")
    /// Files that are not here are fetched.
    package static let fetch = Step("fetch")
    /// What was fetched is read again, and checked.
    package static let prove = Step("prove", isBrief: true)
}
