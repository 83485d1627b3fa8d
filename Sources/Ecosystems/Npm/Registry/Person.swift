import JSON

/// Somebody a manifest names: an object, or a text such as `Ann <ann@example.org> (https://example.org)`.
struct Person: Equatable {
    let name: String
    let email: String

    init?(_ value: JSONValue) {
        if let text = value.stringValue {
            self.init(text)
        } else if let name = value["name"]?.stringValue {
            self.init(name: name, email: value["email"]?.stringValue ?? "")
        } else {
            return nil
        }
    }

    private init(name: String, email: String) {
        self.name = name
        self.email = email
    }

    private init(_ text: String) {
        let name = text.prefix { $0 != "<" && $0 != "(" }.trimmingSpaces()
        let address = text.drop { $0 != "<" }.dropFirst()
        self.init(name: String(name), email: address.contains(">") ? String(address.prefix { $0 != ">" }) : "")
    }

    /// As manifests write an author.
    var asAuthor: JSONValue { ["name": .string(name), "email": .string(email)] }

    /// As search results write a maintainer; npm's own client fails on one without `username`.
    var asUser: JSONValue { ["username": .string(name), "name": .string(name), "email": .string(email)] }
}

extension Substring {
    fileprivate func trimmingSpaces() -> Substring {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
