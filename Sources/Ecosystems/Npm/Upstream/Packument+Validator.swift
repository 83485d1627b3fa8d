import HTTPClient
import JSON

extension Packument {
    /// By what the upstream of that name knows the state that is stored; `nil` where it said nothing.
    func validator(of uplink: String) -> Validator? {
        guard let span = entries(of: "_uplinks")[uplink] else { return nil }
        let etag = RawValue(bytes, span).members.first { $0.name == "etag" }.flatMap { string($0.value) }
        return etag.map { Validator(etag: $0) }
    }
}
