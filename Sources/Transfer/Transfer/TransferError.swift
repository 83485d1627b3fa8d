import Posix

/// Why something could not cross the gap: what it concerns, the cause, and the next step.
package struct TransferError: Error, Sendable, CustomStringConvertible {
    /// What went wrong, as tests and interfaces tell it apart.
    package enum Code: String, Sendable, CaseIterable {
        /// A file of one of our formats is damaged or was never ours.
        case malformed
        /// What Packferry keeps beside a tree cannot be read; no archive is to blame.
        case recordsDamaged = "records-damaged"
        /// An archive breaks a rule, so none of it is applied.
        case refused
        /// An archive is not signed by a key that is trusted here, where one is.
        case untrusted
        /// A private key of ours is there and cannot sign.
        case keyUnusable = "key-unusable"
        /// The tree here lacks files the archive relies on.
        case missingBase = "missing-base"
        /// An archive of a source that this tree never took would cut down what is here.
        case adoption
        /// A named snapshot, artifact or import does not exist.
        case notFound = "not-found"
        /// The thing is in use or already in another state.
        case conflict
        /// The disk has no room for it.
        case noSpace = "no-space"
        /// More is on its way or waits than may be at once.
        case quota
        /// The storage lost so much that freezing it looks like a mistake.
        case shrunk
        /// A file changed while it was being read.
        case changed
        /// Somebody else works on the repository.
        case locked
        /// Ownership or mode cannot be set as the storage needs.
        case notPermitted = "not-permitted"
        /// The request contradicts itself or names what cannot be.
        case invalid
    }

    /// What went wrong, as programs tell it apart.
    package let code: Code
    /// What it concerns: a path, an id, an archive.
    package let subject: String
    /// The cause, as a clause.
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String?
    /// Further lines: the files that are missing, the entries refused.
    package let details: [String]
    /// Who works on the repository, as the lock file says.
    package private(set) var holder: String?

    /// Describes one failure.
    package init(_ code: Code, _ subject: String, _ cause: String, hint: String? = nil, details: [String] = []) {
        self.code = code
        self.subject = PathError.printable(subject)
        // Causes and details may quote what an archive says, and must stay on their line.
        self.cause = PathError.printable(cause)
        self.hint = hint
        self.details = details.map(PathError.printable)
    }

    /// Somebody else has the repository's lock.
    static func locked(_ subject: String, by holder: String) -> TransferError {
        let hint = "Wait until that has ended and try again"
        var error = TransferError(.locked, subject, "is in use by \(holder)", hint: hint)
        error.holder = holder
        return error
    }

    /// The same error, or what a full disk means for whoever reads it.
    static func explained(_ error: any Error) -> any Error {
        guard let error = error as? SystemError, error.isOutOfSpace else { return error }
        let cause = "cannot be written to: \(error.errno)"
        return TransferError(.noSpace, error.path, cause, hint: "Free some space and try again")
    }

    /// A file whose bytes are not those that were listed a moment ago.
    package static func changed(_ entry: Entry) -> TransferError {
        TransferError(
            .changed,
            entry.path.string,
            "no longer has the content that was listed",
            hint: "Build again; run a deep collect if it happens twice"
        )
    }

    /// What it concerns and the cause, as one sentence without its full stop.
    package var sentence: String { "\(subject) \(cause)" }

    /// One sentence each for the cause and the next step, then the details.
    package var description: String {
        let shown = details.prefix(20).map { "\n  \($0)" }.joined()
        let more = details.count > 20 ? "\n  … and \(details.count - 20) more" : ""
        return sentence + (hint.map { ". \($0)" } ?? "") + shown + more
    }
}

/// Tells what is wrong with one document, or with a file beside it, from what is wrong with the machine.
enum DocumentFault {
    private static let ofOneFile: Set<Errno> = [
        .accessDenied, .notPermitted, .isDirectory, .notDirectory, .tooManyLinks, .fileTooLarge,
    ]

    /// Whether trying again would end in the same error although all else is well.
    static func isOfDocument(_ error: any Error) -> Bool {
        switch error {
        case is CancellationError: false
        case let error as SystemError: ofOneFile.contains(error.errno)
        case let error as TransferError: error.code == .refused || error.code == .malformed
        default: true
        }
    }
}
