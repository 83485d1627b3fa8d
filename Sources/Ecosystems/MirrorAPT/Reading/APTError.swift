import Posix

/// Why a repository of packages cannot be mirrored, or a part of it not: what it concerns, the cause, the next step.
package struct APTError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, as tests and interfaces tell it apart.
    package enum Code: String, Sendable, CaseIterable {
        /// A file is not written as its format asks.
        case malformed
        /// Something else came in place of a file: a web page, an error, nothing.
        case foreign
        /// A path would lead out of the repository, or cannot be a file's name.
        case unsafePath = "unsafe-path"
        /// Nothing but digests that can be forged is stated.
        case weakDigest = "weak-digest"
        /// One file is described in two ways.
        case conflict
        /// Something is larger than it may be.
        case tooLarge = "too-large"
        /// The program that checks signatures is not installed, or does not work.
        case noVerifier = "no-verifier"
        /// A keyring cannot be used.
        case keyring
        /// There is no signature where one is needed.
        case unsigned
        /// A signature is by a key that is not trusted for it.
        case untrusted
        /// A signature does not fit the bytes.
        case badSignature = "bad-signature"
        /// A signature, its key or the file itself is no longer, or not yet, valid.
        case expired
        /// What is asked for contradicts itself or names what cannot be.
        case invalid
    }

    /// What went wrong, as programs tell it apart.
    package let code: Code
    /// What it concerns: a file, a package, a keyring.
    package let subject: String
    /// The cause, as a clause to follow the subject.
    package let cause: String
    /// The next step, as a sentence without its full stop.
    package let hint: String?

    /// Describes one failure; what is not printable in it is escaped.
    package init(_ code: Code, _ subject: String, _ cause: String, hint: String? = nil) {
        self.code = code
        self.subject = PathError.printable(subject)
        self.cause = PathError.printable(cause)
        self.hint = hint
    }

    /// What it concerns and the cause, as one sentence without its full stop.
    package var sentence: String { "\(subject) \(cause)" }

    /// One line that is safe to print: the cause, then the next step.
    package var description: String { sentence + (hint.map { ". \($0)" } ?? "") }
}
