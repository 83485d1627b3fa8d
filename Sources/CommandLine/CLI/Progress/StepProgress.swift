/// How far one step is, whether this process or a server takes it.
struct StepProgress: Sendable, Equatable {
    let name: String
    var done: Int64
    var total: Int64?
    /// What is counted: `bytes`, `files`, `packages`, `items`.
    let unit: String
}
