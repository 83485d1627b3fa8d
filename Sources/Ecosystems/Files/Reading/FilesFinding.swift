import Transfer

/// What can keep a file at home; the words are those of the table and of the API.
enum FilesFinding: String, CaseIterable {
    /// A symbolic link; none is followed.
    case link
    /// A device, a socket or a pipe.
    case notAFile = "not-a-file"
    /// A file or folder that cannot be read.
    case unreadable
    /// A file that was written to while it was read.
    case changing
    /// A name that no archive can hold.
    case name

    var kind: FindingKind { FindingKind(rawValue: rawValue) }
}
