import HTTPMessages
import Synchronization
package import Time

/// How the last attempt to reach somebody ended.
package struct Contact: Sendable, Equatable {
    /// Scheme, host and port.
    package let origin: String
    /// When it answered last; `nil` where it has not since the program started.
    package fileprivate(set) var answered: Moment?
    /// When it did not answer, or not well, since it last answered.
    package fileprivate(set) var failed: Moment?
    /// What came in the place of an answer, as a clause; `nil` where it answered.
    package fileprivate(set) var cause: String?
}

/// Whom a client asked, and whether they answered: what is known without asking again.
final class Contacts: Sendable {
    /// Redirects may lead to many; those that are not asked any more make room.
    private static let limit = 32

    private let known = Mutex<[Contact]>([])

    /// The one that was asked last comes first.
    var all: [Contact] { known.withLock { $0 } }

    /// Notes how a request ended; one that was given up tells nothing.
    func note(_ origin: String, _ result: Result<ClientResponseHead, any Error>, at now: Moment) {
        switch result {
        case .success(let head) where head.status.code < 500:
            change(origin) { $0 = Contact(origin: origin, answered: now) }
        case .success(let head):
            change(origin) { ($0.failed, $0.cause) = (now, "answers \(head.status.code)") }
        case .failure(let error as HTTPClientError) where Self.isSilence(error.code):
            change(origin) { ($0.failed, $0.cause) = (now, error.cause) }
        case .failure: break
        }
    }

    /// Whether it means that somebody does not answer as he should, rather than that he answers something else.
    private static func isSilence(_ code: HTTPClientError.Code) -> Bool {
        [.unreachable, .timeout, .tls, .interrupted, .refused].contains(code)
    }

    private func change(_ origin: String, _ body: (inout Contact) -> Void) {
        guard !origin.isEmpty else { return }
        known.withLock { known in
            var contact = Contact(origin: origin)
            if let index = known.firstIndex(where: { $0.origin == origin }) { contact = known.remove(at: index) }
            body(&contact)
            known.insert(contact, at: 0)
            if known.count > Self.limit { known.removeLast() }
        }
    }
}
