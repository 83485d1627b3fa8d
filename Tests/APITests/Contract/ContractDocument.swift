import API
import JSON
import Testing

/// The document of the interface, taken apart.
struct ContractDocument {
    /// One route as the document has it.
    struct Operation {
        let method: String
        let path: String
        let value: JSONValue
        /// Its parameters, those that stand elsewhere in the document fetched from there.
        let parameters: [JSONValue]

        func names(in place: String) -> [String] {
            parameters.filter { $0["in"]?.stringValue == place }.compactMap { $0["name"]?.stringValue }
        }

        /// The words that a parameter of the query may have.
        func words(of name: String) -> [String]? {
            let schema = parameters.first { $0["in"] == "query" && $0["name"]?.stringValue == name }?["schema"]
            return (schema?["enum"] ?? schema?["items"]?["enum"])?.arrayValue?.compactMap(\.stringValue)
        }
    }

    let value: JSONValue

    init() throws { value = try JSONValue(parsing: Contract.document, duplicateKeys: .reject) }

    var schemas: [String: JSONValue] {
        Dictionary(value["components"]?["schemas"]?.objectValue ?? []) { first, _ in first }
    }

    var operations: [Operation] {
        (value["paths"]?.objectValue ?? []).flatMap { path, methods in
            (methods.objectValue ?? []).map { method, value in
                let parameters = (value["parameters"]?.arrayValue ?? []).map(resolved)
                return Operation(method: method.uppercased(), path: path, value: value, parameters: parameters)
            }
        }
    }

    func schema(_ name: String) throws -> JSONValue { try #require(schemas[name], "\(name)") }

    /// Every place of the document that the document names.
    var references: [String] { Self.references(in: value) }

    /// What stands at a reference such as `#/components/parameters/Limit`; what is none stays as it is.
    func resolved(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.stringValue else { return value }
        return reference.split(separator: "/").dropFirst().reduce(self.value) { $0[String($1)] ?? .null }
    }

    private static func references(in value: JSONValue) -> [String] {
        switch value {
        case .object(let members):
            members.flatMap { name, value in
                name == "$ref" ? [value.stringValue].compactMap(\.self) : references(in: value)
            }
        case .array(let elements): elements.flatMap(references)
        default: []
        }
    }
}
