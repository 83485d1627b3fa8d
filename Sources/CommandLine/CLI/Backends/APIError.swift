import API
import Requests

/// A problem that the API answered with, or that ended a job.
struct APIError: Error, CustomStringConvertible {
    let problem: Problem

    init(_ problem: Problem) { self.problem = problem }

    /// Reads what a server answered; anything but a problem comes from something between here and there.
    init(_ reply: Reply) {
        if let problem = try? APICoding.decode(Problem.self, from: reply.body) {
            self.init(problem)
        } else {
            self.init(
                Problem(
                    .unavailable,
                    detail: "What answered is no Packferry server: \(reply.status).",
                    hint: "Check the address."
                )
            )
        }
    }

    /// An answer in a shape that is not known here.
    static var unreadable: APIError {
        APIError(
            Problem(
                .unavailable,
                detail: "The answer cannot be understood.",
                hint: "Server and command should be of the same version."
            )
        )
    }

    /// The sentence, each mistake, and the next step.
    var description: String {
        let mistakes = (problem.errors ?? []).map(\.description).filter { !problem.detail.contains($0) }
        return ([problem.detail] + mistakes.map { "\n  \($0)" } + [problem.hint.map { " \($0)" }].compactMap(\.self))
            .joined()
    }
}
