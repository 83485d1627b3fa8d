import Foundation
import Logging
import Testing

@Suite("A log line for eyes")
struct TextLineTests {
    @Test("has time, level, label, message and fields in the order of their names")
    func whole() {
        #expect(
            line(.text, fields: ["kind": "diff build", "id": "7", "note": ""])
                == "2026-11-21T01:30:00.123Z INFO    jobs: started id=7 kind=\"diff build\" note=\"\"\n"
        )
        #expect(line(.text, level: .warning) == "2026-11-21T01:30:00.123Z WARNING jobs: started\n")
    }

    @Test(
        "cannot be broken or turned around by what is in it",
        arguments: [
            ("a\nb", "a\\u{a}b"), ("\u{1B}[2J", "\\u{1b}[2J"), ("\u{202E}gpj", "\\u{202e}gpj"), ("\r", "\\u{d}"),
            ("\u{85}", "\\u{85}"), ("\u{2028}", "\\u{2028}"), ("\u{7F}", "\\u{7f}"), ("é 😀", "é 😀"), ("\0", "\\u{0}"),
        ]
    )
    func harmless(text: String, shown: String) {
        let value = shown.contains(" ") ? "\"\(shown)\"" : shown
        #expect(
            line(.text, label: text, message: text, fields: ["k\(text)": text])
                == "2026-11-21T01:30:00.123Z INFO    \(shown): \(shown) k\(shown)=\(value)\n"
        )
    }

    @Test("marks quotes inside quotes")
    func quotes() {
        #expect(line(.text, fields: ["k": "say \"hi\""]).hasSuffix(" k=\"say \\\"hi\\\"\"\n"))
    }
}

@Suite("A log line for programs")
struct JSONLineTests {
    @Test("has time, level, label, message and then fields in the order of their names")
    func whole() {
        #expect(
            line(.json, fields: ["kind": "diff build", "id": "7"])
                == "{\"time\":\"2026-11-21T01:30:00.123Z\",\"level\":\"info\",\"label\":\"jobs\","
                + "\"message\":\"started\",\"id\":\"7\",\"kind\":\"diff build\"}\n"
        )
    }

    @Test(
        "is one line of JSON, whatever is in it",
        arguments: [
            "\"", "\\", "\n", "\r\n", "\t", "\0", "\u{1F}", "\u{7F}", "é", "😀", "\u{2028}", "\\u0000", "a\"b\\c",
        ]
    )
    func escapes(text: String) throws {
        let written = line(.json, label: text, message: text, fields: [text: text])
        #expect(written.utf8.filter { $0 < 0x20 || $0 == 0x7F } == [10])
        #expect(written.hasSuffix("}\n"))
        let read = try JSONDecoder().decode([String: String].self, from: Data(written.utf8))
        #expect(read["label"] == text)
        #expect(read["message"] == text)
        #expect(read[text] == text)
    }

    @Test("lets a field that is called as one of its own step aside")
    func collisions() throws {
        let written = line(.json, fields: ["time": "t", "level": "l", "label": "b", "message": "m"])
        let read = try JSONDecoder().decode([String: String].self, from: Data(written.utf8))
        #expect(read["message"] == "started")
        #expect(read["_time"] == "t")
        #expect(read["_level"] == "l")
        #expect(read["_label"] == "b")
        #expect(read["_message"] == "m")
        #expect(read.count == 8)
    }
}
