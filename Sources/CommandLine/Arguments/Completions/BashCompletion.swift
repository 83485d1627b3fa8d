/// Writes a completion script for bash: a table of pages, and a walk over the words typed so far.
struct BashCompletion {
    let pages: [CommandPage]

    private var program: String { pages.first?.title ?? "" }

    var script: String {
        """
        # bash completion for \(program)

        _\(program)_page() {
            case "$1" in
        \(pages.map(entry).joined(separator: "\n"))
            *) return 1 ;;
            esac
        }

        _\(program)_kind() {
            case "$1" in
        \(pages.flatMap(kinds).joined(separator: "\n"))
            *) echo none ;;
            esac
        }

        _\(program)_offer() {
            local kind="$1" current="$2"
            case "$kind" in
            files) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
            directories) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
            none) ;;
            ask:*) _\(program)_ask "${kind#ask:}" "$current" ;;
            *) mapfile -t COMPREPLY < <(compgen -W "$kind" -- "$current") ;;
            esac
        }

        \(ask)

        \(walk)
        complete -F _\(program) \(program)

        """
    }

    private func entry(for page: CommandPage) -> String {
        let commands = page.subcommands.map(\.name).joined(separator: " ")
        let flags = page.spellings(takingValue: false).joined(separator: " ")
        let valued = page.spellings(takingValue: true).joined(separator: " ")
        return "    \"\(page.title)\") commands=\"\(commands)\" flags=\"\(flags)\" valued=\"\(valued)\" ;;"
    }

    /// One line for each option, and for each place of an argument, whose value a shell can complete.
    ///
    /// The last argument may have all places from its own on.
    private func kinds(of page: CommandPage) -> [String] {
        let options = page.named.flatMap { definition in
            definition.spellings.map { (pattern: "\"\(page.title) \($0)\"", completion: definition.completion) }
        }
        let arguments = page.arguments.enumerated().map { place, definition in
            let place = definition.isRepeated ? "\"[0-9]*" : "\(place + 1)\""
            return (pattern: "\"\(page.title) \(place)", completion: definition.completion)
        }
        return (options + arguments).compactMap { pattern, completion in
            word(for: completion).map { "    \(pattern)) echo \"\($0)\" ;;" }
        }
    }

    private func word(for completion: Completion) -> String? {
        switch completion {
        case .none: nil
        case .files: "files"
        case .directories: "directories"
        case .choices(let words): words.joined(separator: " ")
        case .asked(let kind): "ask:\(kind)"
        }
    }

    /// Names come from elsewhere, so no expansion of the shell may see them: `compgen -W` would run what is in them.
    ///
    /// The program is the one in PATH, whatever was typed: nothing of the current folder runs before Enter.
    private var ask: String {
        """
        _\(program)_ask() {
            local word
            while IFS= read -r word; do
                if [[ "$word" == "$2"* ]]; then printf -v word %q "$word"; COMPREPLY+=("$word"); fi
            done < <(command \(program) "${given[@]}" --complete "$1" 2>/dev/null)
        }
        """
    }

    /// bash splits `--name=value` at the sign (COMP_WORDBREAKS), so a lone sign keeps the option waiting.
    private var walk: String {
        """
        _\(program)() {
            local current="${COMP_WORDS[COMP_CWORD]}" path="\(program)" option="" ended=""
            local word i commands flags valued place=1
            local -a given=()
            COMPREPLY=()
            _\(program)_page "$path"
            for ((i = 1; i < COMP_CWORD; i++)); do
                word="${COMP_WORDS[i]}"
                if [[ "$word" == "=" ]]; then continue; fi
                if [[ -n "$option" ]]; then
                    if [[ " \(pages.places.joined(separator: " ")) " == *" $option "* ]]; then given+=("$option" "$word"); fi
                    option=""; continue
                fi
                if [[ "$word" == "--" ]]; then ended=1; continue; fi
                if [[ -z "$ended" && " $valued " == *" $word "* ]]; then option="$word"; continue; fi
                if [[ " $commands " == *" $word "* ]]; then path="$path $word"; _\(program)_page "$path"; continue; fi
                if [[ -n "$ended" || "$word" != -?* ]]; then place=$((place + 1)); fi
            done
            if [[ "$current" == "=" ]]; then current=""; fi
            if [[ -n "$option" ]]; then
                _\(program)_offer "$(_\(program)_kind "$path $option")" "$current"
            elif [[ -z "$ended" && "$current" == -* ]]; then
                _\(program)_offer "$flags $valued" "$current"
            elif [[ -n "$commands" ]]; then
                _\(program)_offer "$commands" "$current"
            else
                _\(program)_offer "$(_\(program)_kind "$path $place")" "$current"
            fi
        }
        """
    }
}
