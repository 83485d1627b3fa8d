/// Writes values that describe themselves (`Encodable`) as compact JSON, at a fraction of the cost of Foundation's.
package struct JSONEncoder: Sendable {
    /// In which order an object's members are written.
    package enum Order: Sendable {
        /// As the value tells them.
        case told
        /// By their names' bytes, so that equal values give equal bytes.
        case sorted
    }

    private let order: Order

    package init(_ order: Order = .told) { self.order = order }

    /// The value as bytes; throws `EncodingError` for a number that JSON cannot write and a value that says nothing.
    package func encode(_ value: some Encodable) throws -> [UInt8] {
        let node = try JSONNode(describing: value)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024)
        node.write(into: &bytes, order)
        return bytes
    }

    /// What reading `encode(value)` would give, without the detour over bytes; throws the same errors.
    package func value(of value: some Encodable) throws -> JSONValue {
        let value = try JSONNode(describing: value).value
        return order == .sorted ? value.sorted : value
    }
}
