import Testing
import YAML

@Suite("A YAML value is read by the type that is wanted")
struct YAMLReadingTests {
    @Test("and says what it found instead")
    func mismatches() throws {
        let entries = try parsed("text: some words\nlist: [1]\nkeys: {a: b}\nnothing:\n").entries()
        let values = Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0.value) })
        let text = try #require(values["text"])
        let list = try #require(values["list"])
        let keys = try #require(values["keys"])
        let nothing = try #require(values["nothing"])
        expect("line 1, column 7: expected a list, found the text \"some words\"") { try text.items() }
        expect("line 1, column 7: expected keys with values, found the text \"some words\"") { try text.entries() }
        expect("line 2, column 7: expected a value, found a list") { try list.text() }
        expect("line 3, column 7: expected a value, found keys with values") { try keys.text() }
        expect("line 3, column 7: expected a list, found keys with values") { try keys.items() }
        expect("line 4, column 9: expected a value, found nothing") { try nothing.text() }
        expect("line 4, column 9: expected a list, found nothing") { try nothing.items() }
    }

    private func expect<T>(_ description: String, _ read: () throws -> T) {
        let error = #expect(throws: YAMLError.self) { try read() }
        #expect(error?.description == description)
    }
}
