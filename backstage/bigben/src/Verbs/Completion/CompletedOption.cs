using System.CommandLine;
using System.CommandLine.Completions;

namespace BigBen.Verbs.Completion;

/// <summary>An option, as a shell needs to know it.</summary>
/// <param name="Names">Its names, dashes included.</param>
/// <param name="Description">What it is for.</param>
/// <param name="TakesValue">Whether a value follows.</param>
/// <param name="Values">The only values that there are; none where any will do.</param>
internal sealed record CompletedOption(
    IReadOnlyList<string> Names, string Description, bool TakesValue, IReadOnlyList<string> Values)
{
    /// <summary>The options of a verb, or of the program itself, those that every verb has included.</summary>
    public static IReadOnlyList<CompletedOption> Of(System.CommandLine.Command root, System.CommandLine.Command command) =>
        [.. command.Options.Union(PartsOf(command).SelectMany(part => part.Options)).Union(root.Options.Where(option => option.Recursive))
            .Where(option => !option.Hidden)
            .Select(option => new CompletedOption(
                [option.Name, .. option.Aliases.Where(alias => alias.StartsWith('-') && alias != "-?")],
                option.Description ?? "",
                option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool),
                option.ValueType == typeof(bool) ? [] : ValuesOf(option)))];

    /// <summary>The only values that a verb's arguments have, and the verbs below it.</summary>
    public static IReadOnlyList<string> ValuesOf(System.CommandLine.Command command) =>
        [.. PartsOf(command).Select(part => part.Name), .. command.Arguments.SelectMany(ValuesOf)];

    /// <summary>The verbs that people give.</summary>
    public static IEnumerable<System.CommandLine.Command> VerbsOf(System.CommandLine.Command root) =>
        root.Subcommands.Where(verb => !verb.Hidden);

    private static IEnumerable<System.CommandLine.Command> PartsOf(System.CommandLine.Command command) =>
        command is Verb ? VerbsOf(command) : [];

    private static string[] ValuesOf(Symbol symbol) => [.. symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label)];
}
