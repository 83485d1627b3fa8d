import Testing
import Transfer

@Suite struct TransferErrorTests {
    @Test("an error reads as one line, whatever it quotes, and lists details below")
    func description() {
        let error = TransferError(
            .refused,
            "a\nb",
            "says \u{1B}[31mred\u{202E}",
            hint: "Do this",
            details: ["x\ny", "z"]
        )
        #expect(error.description == "a\\u{a}b says \\u{1b}[31mred\\u{202e}. Do this\n  x\\u{a}y\n  z")
    }

    @Test("of many details the first twenty are shown")
    func details() {
        let error = TransferError(.missingBase, "a", "b", details: (0..<50).map { "d\($0)" })
        #expect(error.description.split(separator: "\n").count == 22)
        #expect(error.description.hasSuffix("… and 30 more"))
        #expect(error.details.count == 50)
    }
}
