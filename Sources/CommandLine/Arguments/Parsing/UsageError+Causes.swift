extension UsageError {
    static func missingValue(for definition: ParameterDefinition, at title: String) -> UsageError {
        let name = definition.spelling
        let hint = "If the value begins with a dash, write \(name)=VALUE."
        return UsageError(
            .missingValue,
            name,
            "option '\(name)' needs a <\(definition.valueName)>",
            hint: hint,
            at: title
        )
    }

    static func unexpectedValue(for name: String, at title: String) -> UsageError {
        UsageError(.unexpectedValue, name, "'\(name)' is a flag and takes no value", at: title)
    }

    static func repeatedOption(_ name: String, at title: String) -> UsageError {
        UsageError(.repeatedOption, name, "option '\(name)' was given more than once", hint: "Keep one.", at: title)
    }

    static func unexpectedArgument(_ word: String, at title: String) -> UsageError {
        let word = Quotation.safe(word)
        return UsageError(.unexpectedArgument, word, "unexpected argument '\(word)'", at: title)
    }

    static func invalidValue(_ text: String, for name: String, reason: String, at title: String) -> UsageError {
        UsageError(.invalidValue, name, "invalid value '\(Quotation.safe(text))' for '\(name)': \(reason)", at: title)
    }

    static func conflict(between names: [String], at title: String) -> UsageError {
        let cause = "\(Quotation.list(names)) cannot be given together"
        return UsageError(.conflictingOptions, names.first ?? "", cause, hint: "Keep one.", at: title)
    }

    static func missingOne(of names: [String], at title: String) -> UsageError {
        UsageError(.missingOption, names.first ?? "", "one of \(Quotation.list(names)) is needed", at: title)
    }

    static func missing(_ definition: ParameterDefinition, given: Int, at title: String) -> UsageError {
        let code = definition.kind == .argument ? Code.missingArgument : .missingOption
        let noun = definition.kind == .argument ? "argument" : "option"
        let wanted = definition.minimum == 1 ? "" : ": \(definition.minimum) are needed, \(given) given"
        return UsageError(code, definition.spelling, "missing \(noun) '\(definition.spelling)'\(wanted)", at: title)
    }

    static func missingCommand<Run>(of group: Command<Run>, at title: String, help: String) -> UsageError {
        let names = group.subcommands.map(\.name)
        let cause = "'\(title)' needs a command: \(names.joined(separator: ", "))"
        return UsageError(.missingCommand, title, cause, at: title, help: help)
    }
}
