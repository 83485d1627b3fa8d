/// What a shell offers while a value is typed.
package enum Completion: Equatable, Sendable {
    /// Nothing: the value is free text.
    case none
    /// Names of files and folders.
    case files
    /// Names of folders.
    case directories
    /// These words.
    case choices([String])

    var choices: [String] {
        if case .choices(let words) = self { words } else { [] }
    }
}
