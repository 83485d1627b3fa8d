import Testing
import YAML

func parsed(_ text: String) throws -> YAMLNode { try YAMLNode(parsing: Array(text.utf8)) }

/// Expects `text` to be refused at a place (where one is given) with words that contain `words`.
func expectFailure(
    _ text: String,
    _ line: Int?,
    _ column: Int?,
    _ words: String,
    limits: YAMLLimits = YAMLLimits(),
    sourceLocation: SourceLocation = #_sourceLocation
) {
    do {
        _ = try YAMLNode(parsing: Array(text.utf8), limits: limits)
        Issue.record("was read", sourceLocation: sourceLocation)
    } catch {
        #expect(line == nil || error.line == line, "\(error)", sourceLocation: sourceLocation)
        #expect(column == nil || error.column == column, "\(error)", sourceLocation: sourceLocation)
        #expect(words.isEmpty || error.reason.contains(words), "\(error)", sourceLocation: sourceLocation)
    }
}
