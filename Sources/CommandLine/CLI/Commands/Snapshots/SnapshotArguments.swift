import Arguments

/// How snapshots are named on the command line.
enum SnapshotArguments {
    static let reference = Argument<String>("snapshot", .nonEmpty, help: help)
    static let help = "Its id, the first 6 or more digits of it, or its name."
}
