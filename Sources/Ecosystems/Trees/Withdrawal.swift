package import JSON

/// Something that is here and that upstream took back: a version that it deprecated or unpublished, or a whole package.
package struct Withdrawal: Sendable, Hashable, Codable {
    package let package: String
    /// Null where upstream has nothing of the package any more.
    @Nullable package var version: String?
    /// What upstream says to those who install it; null where it says nothing.
    @Nullable package var message: String?

    package init(_ package: String, version: String? = nil, message: String? = nil) {
        self.package = package
        self.version = version
        self.message = message
    }

    /// One line: `left-pad@1.3.0: use String.prototype.padStart()`.
    package var sentence: String {
        let subject = version.map { "\(package)@\($0)" } ?? package
        return message.map { "\(subject): \($0)" } ?? subject
    }
}

/// What upstream took back since it was compared with last; nothing is deleted for it.
package struct Withdrawals: Sendable, Equatable {
    package var deprecated: [Withdrawal] = []
    /// What it no longer has.
    package var unpublished: [Withdrawal] = []

    /// Names nothing.
    package init() {}
}
