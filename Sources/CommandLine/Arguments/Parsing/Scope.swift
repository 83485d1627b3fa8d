/// The named parameters that may stand at one place of the command line.
struct Scope {
    let own: [ParameterDefinition]
    let globals: [ParameterDefinition]

    init<Run>(of path: [Command<Run>]) {
        let builtIns = path.count == 1 ? BuiltIn.all : BuiltIn.everywhere
        own = path.last?.options.map(\.definition) ?? []
        globals = path.flatMap(\.globals).map(\.definition) + builtIns
    }

    var named: [ParameterDefinition] { own + globals }

    func long(_ name: String) -> ParameterDefinition? {
        own.first { $0.name == name } ?? globals.first { $0.name == name }
    }

    func short(_ letter: Character) -> ParameterDefinition? {
        named.first { $0.short == letter }
    }
}
