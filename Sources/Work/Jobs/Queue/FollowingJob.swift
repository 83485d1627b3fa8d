import JSON
import Logging
import Time

/// A job that is to follow another on the same repository, as the kind of the other wants it.
struct FollowingJob: Sendable {
    let type: String
    let parameters: JSONValue

    init(type: String, parameters: JSONValue = [:]) {
        self.type = type
        self.parameters = parameters
    }

    /// Takes arguments that a kind filled in.
    init(_ arguments: any JobArguments) throws {
        self.init(type: Swift.type(of: arguments).type, parameters: try JSONEncoder().value(of: arguments))
    }
}

/// A job that is to follow another, checked by its own kind and ready to be written.
struct PreparedFollower: Sendable {
    let kind: JobKind
    let parameters: JSONValue

    /// Lets the kinds of what follows a job complete and check it; what one refuses does not follow, and `log` is told
    /// why.
    static func prepare(
        _ followers: [FollowingJob],
        on repository: String,
        among kinds: [String: JobKind],
        log: (LogLevel, String, [String: String]) -> Void
    ) async -> [PreparedFollower] {
        var prepared: [PreparedFollower] = []
        for follower in followers {
            do {
                guard let kind = kinds[follower.type] else {
                    throw JobError.unknownType(follower.type, known: kinds.keys)
                }
                let parameters = try await kind.prepare(follower.parameters, repository)
                prepared.append(PreparedFollower(kind: kind, parameters: parameters))
            } catch {
                log(.warning, "\(follower.type) was to follow and cannot", ["reason": "\(error)"])
            }
        }
        return prepared
    }
}

extension Job {
    /// The job that follows `parent`; whoever wanted that one wanted this one too.
    init(_ follower: PreparedFollower, after parent: Job, id: String, time: Moment) {
        self.init(
            new: id,
            kind: follower.kind,
            repository: parent.repository,
            parameters: follower.parameters,
            initiator: parent.initiator,
            parentID: parent.id,
            attempt: 1,
            time: time
        )
    }
}
