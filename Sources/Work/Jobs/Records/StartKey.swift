/// What a client calls one request that starts a job, so that sending it again starts no second one.
package struct StartKey: Sendable, Equatable {
    /// As the client calls it.
    package let text: String
    /// The SHA-256 of the request in hexadecimal: under one key there is only one.
    package let request: String

    /// Names a request.
    package init(_ text: String, request: String) {
        self.text = text
        self.request = request
    }
}
