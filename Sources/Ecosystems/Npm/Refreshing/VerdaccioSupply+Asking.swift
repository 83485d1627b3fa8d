import HTTPClient
import HTTPMessages
import JSON
import Logging
import Reporting
import Time

/// What it is asked, and what its answers mean.
extension VerdaccioSupply {
    /// What came of a question.
    struct Answer {
        let status: HTTPStatus
        /// When it was asked, by the clock of who answered and never later than that.
        let began: Moment
        /// When it was answered, by that clock to the second.
        let ended: Moment
    }

    private static let attempts = 4

    /// Asks until there is an answer that means something: 2xx or 404.
    func ask(_ url: String, about subject: String) async throws -> Answer {
        var failures = 0
        while true {
            if outage.isSpent { throw notAsked(subject) }
            do throws(SupplyError) {
                let answer = try await askOnce(url, about: subject)
                outage.recover()
                return answer
            } catch {
                if error.code != .away { failures += 1 }
                guard [.unavailable, .away].contains(error.code), failures < Self.attempts else { throw error }
                try await pause(after: error, failures)
            }
        }
    }

    private func notAsked(_ subject: String) -> SupplyError {
        let minutes = outage.longest.components.seconds / 60
        let cause = "was not asked for: nobody has answered at \(registry) for \(minutes) minutes"
        return SupplyError(.away, subject, cause, hint: "Start that Verdaccio, and refresh again")
    }

    /// Waits until asking again makes sense, and throws the error itself where it never will.
    private func pause(after error: SupplyError, _ failures: Int) async throws {
        if error.code == .away {
            reporter.log(.warning, "\(registry) does not answer: waiting", ["cause": error.cause])
            guard try await outage.waitOut() else { throw error }
        } else if error.cause.contains(Self.offline) {
            evidence.doubt()
            reporter.log(.warning, "\(registry) cannot reach its upstream: waiting", ["cause": error.cause])
            guard try await breaker.waitOut() else { throw error }
        } else {
            try await watch.clock.sleep(for: .milliseconds(200 << min(failures, 5)))
        }
    }

    /// What a Verdaccio says for five minutes after its upstream failed twice.
    private static let offline = "uplink is offline"

    private func askOnce(_ url: String, about subject: String) async throws(SupplyError) -> Answer {
        do {
            let started = ContinuousClock.now
            let answer = try await client.send(request(.HEAD, url))
            let took = ContinuousClock.now - started
            let status = answer.head.status
            guard (200..<300).contains(status.code) || status == .notFound else {
                let cause = "cannot be had: \(registry) answers \(status.code)\(try await reason(url))"
                throw SupplyError(Self.code(of: status), subject, cause, hint: Self.hint(status))
            }
            let ended = Self.moment(answer.head.fields[.date])
            return Answer(status: status, began: ended - (took + .seconds(1)), ended: ended)
        } catch let error as SupplyError {
            throw error
        } catch let error as HTTPClientError {
            let code: SupplyError.Code = error.code == .unreachable ? .away : error.isTransient ? .unavailable : .wrong
            let hint = "See that a registry answers at \(registry) (repositories.….registry)"
            throw SupplyError(code, subject, "cannot be had: \(error)", hint: hint)
        } catch {
            throw SupplyError(.wrong, subject, "was not asked for: \(error)", hint: "Start again")
        }
    }

    private static func code(of status: HTTPStatus) -> SupplyError.Code {
        status.code >= 500 || status == .requestTimeout || status == .tooManyRequests ? .unavailable : .wrong
    }

    private static func hint(_ status: HTTPStatus) -> String {
        let isRefusal = [.unauthorized, .forbidden].contains(status)
        return isRefusal ? "Check repositories.….registry_auth" : "See what the log of that registry says"
    }

    /// The answer says when it ended, to the second.
    private static func moment(_ date: String?) -> Moment {
        let ended = date.flatMap(HTTPDate.init(parsing:)).map { Moment(seconds: $0.seconds) }
        return ended ?? WallClock.system.now()
    }

    /// What the body of a refusal says, which HEAD does not bring.
    private func reason(_ url: String) async throws -> String {
        guard let answer = try? await client.send(request(.GET, url), limit: 64 << 10),
            let said = try? JSONValue(parsing: answer.body)["error"]?.stringValue
        else { return "" }
        return ": \(said)"
    }

    func request(_ method: HTTPMethod, _ url: String) -> ClientRequest {
        var request = ClientRequest(method, url, fields: [.accept: "application/json"], idleTimeout: .seconds(120))
        request.credentials = credentials
        request.certificates = certificates
        return request
    }
}
