import Arguments

/// How jobs are named on the command line.
enum JobReference {
    static let id = Argument<String>("id", .nonEmpty, help: "The job.")
}
