import JSON

/// The members of an object, in their order; none where there is no object.
struct Members {
    private(set) var list: [(String, JSONValue)]
    private var places: [String: Int] = [:]

    init(_ value: JSONValue?) {
        if case .object(let members) = value { self.init(members) } else { self.init([]) }
    }

    init(_ members: [(String, JSONValue)]) {
        list = members
        for (place, member) in members.enumerated() { places[member.0] = place }
    }

    subscript(name: String) -> JSONValue? { places[name].map { list[$0].1 } }

    /// Whether a member is there with that very value.
    func has(_ name: String, _ value: JSONValue) -> Bool { self[name]?.encoded() == value.encoded() }

    mutating func set(_ name: String, _ value: JSONValue) {
        if let place = places[name] {
            list[place].1 = value
        } else {
            places[name] = list.count
            list.append((name, value))
        }
    }

    mutating func remove(_ name: String) {
        guard places[name] != nil else { return }
        self = Members(list.filter { $0.0 != name })
    }
}
