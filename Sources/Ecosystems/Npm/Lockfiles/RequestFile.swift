import JSON
import Trees

/// The file by which one site asks another for packages (docs/formats/request.md).
struct RequestFile {
    /// The format and its major version.
    static let format = "packferry.request/1"

    let document: JSONSections

    func set() throws -> RequestedSet {
        let format = value("format")?.stringValue
        guard format == Self.format else {
            throw RequestedSet.unknown("is of the format \(format ?? ""), which is none of packages")
        }
        var set = RequestedSet(.request)
        set.includesOtherPlatforms = value("other_platforms")?.boolValue ?? false
        guard let packages = value("packages")?.arrayValue else { throw Self.malformed("has no list of packages") }
        for package in packages { try Self.take(package, into: &set) }
        return set
    }

    private func value(_ name: String) -> JSONValue? {
        document.span(name).flatMap { RawValue(document.bytes, $0).json }
    }

    private static func take(_ package: JSONValue, into set: inout RequestedSet) throws {
        guard let text = package["name"]?.stringValue else { throw malformed("lists a package without a name") }
        if let spec = package["spec"]?.stringValue {
            set.wish(text, spec)
        } else if let version = package["version"]?.stringValue, let name = try? PackageName(text) {
            var pin = RequestedSet.Pin(name, version)
            if let integrity = package["integrity"]?.stringValue { pin.state(integrity: integrity) }
            set.pins.append(pin)
        } else {
            throw malformed("lists \(JSONValue.string(text)) without a version or a range")
        }
    }

    private static func malformed(_ cause: String) -> PackageListError {
        PackageListError(.malformed, "The request", cause, hint: "Let the install check write it anew")
    }

    /// A request for these packages.
    static func document(
        of kind: RequestedSet.Kind,
        otherPlatforms: Bool,
        pins: [RequestedSet.Pin],
        wishes: [(name: String, spec: String)]
    ) -> JSONValue {
        let versions = pins.map { pin in
            let integrity = pin.integrityText.map { [("integrity", JSONValue.string($0))] } ?? []
            return JSONValue.object(
                [("name", .string(pin.name.string)), ("version", .string(pin.version))] + integrity
            )
        }
        let specs = wishes.map { JSONValue.object([("name", .string($0.name)), ("spec", .string($0.spec))]) }
        return [
            "format": .string(format), "of": .string(kind.rawValue), "other_platforms": .bool(otherPlatforms),
            "packages": .array(versions + specs),
        ]
    }
}
