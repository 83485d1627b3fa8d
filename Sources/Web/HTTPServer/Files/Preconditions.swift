import HTTPMessages

/// The conditions of a request, in the order of RFC 9110 §13.2.2.
struct Preconditions {
    enum Outcome: Equatable {
        case proceed, notModified
    }

    let etag: EntityTag?
    let lastModified: HTTPDate?

    /// Throws 412 when the state is not the one that the client wants to act on.
    func check(_ request: HTTPRequest) throws(HTTPServerError) -> Outcome {
        guard isWanted(request.fields) else { throw failed() }
        guard isKnown(request.fields) else { return .proceed }
        guard request.method == .GET || request.method == .HEAD else { throw failed() }
        return .notModified
    }

    /// Whether a range may be served: the state is the one whose part the client has (RFC 9110 §13.1.5).
    func allowsRange(_ fields: HTTPFields) -> Bool {
        guard let condition = fields[.ifRange] else { return true }
        if let tag = EntityTag(parsing: condition) { return etag?.matchesStrongly(tag) ?? false }
        guard let date = HTTPDate(parsing: condition) else { return false }
        return date == lastModified
    }

    private func isWanted(_ fields: HTTPFields) -> Bool {
        if let condition = EntityTagCondition(.ifMatch, in: fields) {
            return condition.isMet(by: etag) { $0.matchesStrongly($1) }
        }
        guard let date = fields[.ifUnmodifiedSince].flatMap(HTTPDate.init(parsing:)), let lastModified else {
            return true
        }
        return lastModified <= date
    }

    private func isKnown(_ fields: HTTPFields) -> Bool {
        if let condition = EntityTagCondition(.ifNoneMatch, in: fields) {
            return condition.isMet(by: etag) { $0.matchesWeakly($1) }
        }
        guard let date = fields[.ifModifiedSince].flatMap(HTTPDate.init(parsing:)), let lastModified else {
            return false
        }
        return lastModified <= date
    }

    private func failed() -> HTTPServerError {
        HTTPServerError(.preconditionFailed, "it is no longer what the request's condition says")
    }
}
