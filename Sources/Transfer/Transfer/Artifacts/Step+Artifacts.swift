package import Reporting

extension Step {
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
}
