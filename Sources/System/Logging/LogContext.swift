/// What every line is about that is written while something goes on: the request that is answered, the job that runs.
///
/// Tasks that are started meanwhile take it along.
package enum LogContext {
    /// Fields that each event gets, unless it has one of that name itself.
    @TaskLocal package static var fields: [String: String] = [:]
}
