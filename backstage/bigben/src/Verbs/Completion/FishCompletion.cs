using System.Text;

namespace BigBen.Verbs.Completion;

/// <summary>Completion for fish.</summary>
internal static class FishCompletion
{
    /// <summary>The script.</summary>
    /// <param name="root">Every verb.</param>
    public static string Of(System.CommandLine.Command root)
    {
        var verbs = CompletedOption.VerbsOf(root).ToList();
        var text = new StringBuilder($"# fish completion of {root.Name}\ncomplete -c {root.Name} -f\n");
        foreach (var verb in verbs)
            text.Append($"complete -c {root.Name} -n __fish_use_subcommand -a {verb.Name} -d {Quoted(verb.Description)}\n");
        Append(root, "__fish_use_subcommand");
        foreach (var verb in verbs)
            Append(verb, $"'__fish_seen_subcommand_from {verb.Name}'");
        return text.ToString();

        void Append(System.CommandLine.Command command, string condition)
        {
            if (CompletedOption.ValuesOf(command) is { Count: > 0 } values)
                text.Append($"complete -c {root.Name} -n {condition} -a '{string.Join(' ', values)}'\n");
            foreach (var option in CompletedOption.Of(root, command))
            {
                var names = option.Names.Select(
                    name => name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}");
                var value = !option.TakesValue ? "" : option.Values.Count == 0 ? " -r -F" : $" -x -a '{string.Join(' ', option.Values)}'";
                text.Append($"complete -c {root.Name} -n {condition} {string.Join(' ', names)}{value} -d {Quoted(option.Description)}\n");
            }
        }
    }

    private static string Quoted(string? text) =>
        $"'{text?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
