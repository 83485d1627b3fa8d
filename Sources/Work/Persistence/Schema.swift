/// The whole schema, as the migrations that lead to it. New ones are appended.
enum Schema {
    static let migrations = [Migration.jobs, .npm, .artifacts]
}
