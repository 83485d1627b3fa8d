import JSON
import TestSupport

/// Changes to a JSON document by somebody who knows JSON: it is one still, mostly.
enum DocumentMutation {
    private static let scalars: [JSONValue] = [
        .null, true, false, 0, 1, -1, .integer(.max), .integer(.min), .integer(1 << 53), .integer(1 << 53 + 1), "", ".",
        "..", "../x", "/etc/passwd", "a//b", "a\u{0}b", "a\nb", "\u{202E}", "storage/x", ".packferry/lock", "ß",
        "a\u{308}",
        .string(String(repeating: "a", count: 5000)), .string(String(repeating: "0", count: 128)),
        .string(String(repeating: "f", count: 32)), "2026-11-21T01:30:00Z", "9999-99-99T99:99:99Z", "file", "add",
        "full",
        "partial", "delta", "npm", "text", [], .object([]), [[[[]]]], ["a", "a"], ["b", "a"],
    ]

    /// Changes up to three places of a document; what is no JSON becomes none by bytes.
    static func mutate(_ bytes: inout [UInt8], with random: inout SeededGenerator) {
        guard !random.once(in: 4), var document = try? JSONValue(parsing: bytes) else {
            return ByteMutation.mutate(&bytes, with: &random)
        }
        for _ in 0..<Int.random(in: 1...3, using: &random) { document = changed(document, &random) }
        bytes = document.encoded()
        if random.once(in: 8) { ByteMutation.mutate(&bytes, with: &random) }
    }

    private static func changed(_ value: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
        switch value {
        case .object(let members) where !members.isEmpty && !random.once(in: 6): .object(changed(members, &random))
        case .array(let elements) where !elements.isEmpty && !random.once(in: 6): .array(changed(elements, &random))
        case .string(let text) where random.once(in: 2): .string(changed(text, &random))
        case .integer(let number) where random.once(in: 2):
            .integer(number &+ random.pick([-1, 1, 2, 1 << 20, -1 << 40]))
        default: random.pick(scalars)
        }
    }

    private static func changed(
        _ members: [(String, JSONValue)],
        _ random: inout SeededGenerator
    ) -> [(String, JSONValue)] {
        var members = members
        let index = Int.random(in: members.indices, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0: members.remove(at: index)
        case 1: members.append(members[index])
        case 2: members.swapAt(index, Int.random(in: members.indices, using: &random))
        case 3: members[index].0 = random.pick(["", "path", "later", "\u{0}", members[0].0])
        case 4: members.insert(("later", random.pick(scalars)), at: index)
        default: members[index].1 = changed(members[index].1, &random)
        }
        return members
    }

    private static func changed(_ elements: [JSONValue], _ random: inout SeededGenerator) -> [JSONValue] {
        var elements = elements
        let index = Int.random(in: elements.indices, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: elements.remove(at: index)
        case 1: elements.append(elements[index])
        case 2: elements.swapAt(index, Int.random(in: elements.indices, using: &random))
        case 3: elements.insert(random.pick(scalars), at: index)
        default: elements[index] = changed(elements[index], &random)
        }
        return elements
    }

    private static func changed(_ text: String, _ random: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        ByteMutation.mutate(&bytes, with: &random)
        return String(decoding: bytes, as: UTF8.self)
    }
}
