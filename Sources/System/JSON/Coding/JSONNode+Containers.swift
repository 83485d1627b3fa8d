// Each container takes scalars as they are, by the constrained method, which witnesses what the protocol asks of each
// type; every other value describes itself to a node of its own.

/// The members of an object.
struct JSONMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: JSONNode

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { node.append(.literal("null"), as: key.stringValue) }

    func encode<Scalar: JSONScalar>(_ value: Scalar, forKey key: Key) throws {
        node.append(try value.node, as: key.stringValue)
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try value.encode(to: superEncoder(forKey: key))
    }

    func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) -> KeyedEncodingContainer<Inner> {
        superEncoder(forKey: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        superEncoder(forKey: key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { inner("super") }

    func superEncoder(forKey key: Key) -> any Encoder { inner(key.stringValue) }

    private func inner(_ name: String) -> JSONNode {
        let inner = JSONNode()
        node.append(.node(inner), as: name)
        return inner
    }
}

/// The elements of an array.
struct JSONElements: UnkeyedEncodingContainer {
    let node: JSONNode

    var codingPath: [any CodingKey] { [] }
    var count: Int { node.count }

    func encodeNil() { node.append(.literal("null")) }

    func encode<Scalar: JSONScalar>(_ value: Scalar) throws { node.append(try value.node) }

    func encode<Value: Encodable>(_ value: Value) throws { try value.encode(to: superEncoder()) }

    func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
        superEncoder().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { superEncoder().unkeyedContainer() }

    func superEncoder() -> any Encoder {
        let inner = JSONNode()
        node.append(.node(inner))
        return inner
    }
}

/// A value alone.
struct JSONSingleValue: SingleValueEncodingContainer {
    let node: JSONNode

    var codingPath: [any CodingKey] { [] }

    func encodeNil() { node.set(.literal("null")) }

    func encode<Scalar: JSONScalar>(_ value: Scalar) throws { node.set(try value.node) }

    func encode<Value: Encodable>(_ value: Value) throws { try value.encode(to: node) }
}
