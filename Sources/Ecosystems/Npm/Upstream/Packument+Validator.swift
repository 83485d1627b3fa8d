import HTTPClient
import JSON

extension Packument {
    /// By what the upstream of that name knows the state that is stored; `nil` where it said nothing.
    func validator(of uplink: String) -> Validator? {
        etags[uplink].map { Validator(etag: $0) }
    }

    /// The entity tag of the state that is stored at each upstream that gave one, by what it is called here.
    var etags: [String: String] {
        entries(of: "_uplinks").compactMapValues { notes in
            RawValue(bytes, notes).members.first { $0.name == "etag" }.flatMap { string($0.value) }
        }
    }
}
