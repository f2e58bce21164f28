using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace BigBen.Verbs.Usage;

/// <summary>Arguments and options that take one of a few words.</summary>
internal static class Choice
{
    /// <summary>Refuses every other word, and completes these.</summary>
    public static Argument<T> From<T>(this Argument<T> argument, params string[] words) => argument.From(() => words);

    /// <summary>Refuses every other word, and completes these, which are looked up where they are needed.</summary>
    public static Argument<T> From<T>(this Argument<T> argument, Func<string[]> words)
    {
        argument.CompletionSources.Add(_ => words().Select(word => new CompletionItem(word)));
        argument.Validators.Add(result => Check(result, $"<{argument.Name}>", words()));
        return argument;
    }

    /// <inheritdoc cref="From{T}(Argument{T}, string[])"/>
    public static Option<T> From<T>(this Option<T> option, params string[] words) => option.From(() => words);

    /// <inheritdoc cref="From{T}(Argument{T}, Func{string[]})"/>
    public static Option<T> From<T>(this Option<T> option, Func<string[]> words)
    {
        option.CompletionSources.Add(_ => words().Select(word => new CompletionItem(word)));
        option.Validators.Add(result => Check(result, option.Name, words()));
        return option;
    }

    private static void Check(SymbolResult result, string name, string[] words)
    {
        if (result.Tokens.FirstOrDefault(token => !words.Contains(token.Value)) is { } token)
            result.AddError($"{name} is one of {string.Join(", ", words)}, not '{token.Value}'.{Suggestion.For(token.Value, words)}");
    }
}
