package import Reporting

extension Step {
    /// The folders of a tree are listed.
    package static let walk = Step("walk")
    /// What changed is read.
    package static let read = Step("read")
}
