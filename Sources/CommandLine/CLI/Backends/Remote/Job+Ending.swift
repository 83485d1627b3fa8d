import API
import Jobs

extension Job {
    /// Throws what a job that has ended failed of.
    func requireDone() throws {
        switch state {
        case .succeeded, .partial: return
        case .cancelled: throw APIError(Problem(.wrongState, detail: "Job \(id) was cancelled."))
        case .failed, .interrupted, .queued, .blocked, .running:
            throw APIError(error ?? Problem(.interrupted, detail: "Job \(id) ended as \(state.rawValue)."))
        }
    }
}
