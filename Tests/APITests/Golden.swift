import API
import JSON
import Testing
import Time

/// Checks that a value is written as exactly this JSON and read back from it, and what damage does to it.
func expectGolden<Value: Codable & Equatable>(
    _ value: Value,
    _ json: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let compact = json.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    let written = String(decoding: try APICoding.encode(value), as: UTF8.self)
    #expect(written == compact, sourceLocation: sourceLocation)
    #expect(try APICoding.decode(Value.self, from: Array(compact.utf8)) == value, sourceLocation: sourceLocation)
    expectRefusedWhenCut(Value.self, Array(compact.utf8), sourceLocation)
    try expectRefusedWithoutMembers(Value.self, Array(compact.utf8), sourceLocation)
}

/// A document that ends too early, at whatever byte, is never taken for a value.
private func expectRefusedWhenCut<Value: Codable>(_ type: Value.Type, _ bytes: [UInt8], _ location: SourceLocation) {
    let taken = bytes.indices.filter { (try? APICoding.decode(type, from: Array(bytes[..<$0]))) != nil }
    #expect(taken.isEmpty, "cut at \(taken)", sourceLocation: location)
}

/// A member that says something is needed; one that is null may be absent, as from an older server.
private func expectRefusedWithoutMembers<Value: Codable & Equatable>(
    _ type: Value.Type,
    _ bytes: [UInt8],
    _ location: SourceLocation
) throws {
    guard case .object(let members) = try JSONValue(parsing: bytes) else { return }
    for (name, value) in members {
        let rest = JSONValue.object(members.filter { $0.0 != name }).encoded()
        let whole = try APICoding.decode(type, from: bytes)
        let same = (try? APICoding.decode(type, from: rest)) == whole
        #expect(same == (value == .null), "without \(name)", sourceLocation: location)
    }
}

/// The moment 2026-11-21T01:30:00.000Z.
let moment = Moment(milliseconds: 1_795_224_600_000)
