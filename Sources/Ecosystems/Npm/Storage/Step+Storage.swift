package import Reporting

extension Step {
    /// The folders of a storage are listed.
    package static let walk = Step("walk")
    /// What changed is read.
    package static let read = Step("read")
    /// The packuments that changed are made offline-ready.
    package static let render = Step("render packuments")
}
