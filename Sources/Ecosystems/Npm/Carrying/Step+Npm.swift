package import Reporting

extension Step {
    /// The packuments that changed are made offline-ready.
    package static let render = Step("render packuments")
}
