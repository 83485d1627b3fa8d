/// What running a command does to what it works on.
///
/// Every command says it, so that whoever adds one that changes something cannot forget how it is tried first.
package enum Changes: Sendable, Equatable {
    /// It looks, and at most notes down what it saw: there is nothing to be tried first, and `--dry-run` is refused.
    case nothing
    /// It changes something, and takes `--dry-run`, with which it must not.
    case something

    /// The flag of every command that changes something, and of no other.
    package static let dryRun = Flag("dry-run", help: "Run every check, say what would be done, and do none of it.")

    /// What a command takes because of it.
    var options: [any NamedParameter] { self == .something ? [Self.dryRun] : [] }
}
