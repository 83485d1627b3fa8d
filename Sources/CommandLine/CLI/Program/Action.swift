/// What a command does: calls a backend and says what came of it.
typealias Action = @Sendable (Invocation) async throws -> Answer
