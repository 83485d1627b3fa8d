import Arguments

/// How artifacts are named on the command line.
enum ArtifactArguments {
    static let id = Argument<String>("id", .nonEmpty, help: "The artifact, such as diff-202611210130.")
}
