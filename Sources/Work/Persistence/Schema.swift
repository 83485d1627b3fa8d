/// The whole schema, as the migrations that lead to it; new ones are appended.
enum Schema {
    static let migrations = [Migration.jobs, .npm, .artifacts, .findings]
}
