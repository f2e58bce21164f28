using BigBen.Pipeline.Layout;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace BigBen.Verbs.Environments;

/// <summary>Edits the text of the list of the environments, so that everything else in the file stays as people wrote it.</summary>
internal static class ListText
{
    private const string Promotes = "promotesFrom";

    /// <summary>The text with another environment; what promoted from the one before it promotes from it then.</summary>
    /// <exception cref="PlatformException">The list cannot be edited so, or would be no chain.</exception>
    public static string With(string text, DeliveryEnvironment added)
    {
        var entries = Entries(text);
        var before = entries.Single(entry => entry.Name == added.PromotesFrom);
        var indent = new string(' ', before.Column);
        var block = $"{indent}{added.Name}:\n{indent}  hostPrefix: {added.HostPrefix}\n{indent}  {Promotes}: {added.PromotesFrom}\n";
        var isLast = before.End == text.Length;
        List<Edit> edits = [new(before.End, before.End, isLast && !text.EndsWith('\n') ? $"\n{block}" : block)];
        foreach (var environment in EnvironmentList.Parse(text).Released)
        {
            var entry = entries.Single(one => one.Name == environment.Name);
            edits.AddRange(entry.Promote(environment.PromotesFrom == added.PromotesFrom ? added.Name : environment.PromotesFrom!));
        }

        return Apply(text, edits);
    }

    /// <summary>The text without an environment; what promoted from it promotes from the one before it then.</summary>
    /// <exception cref="PlatformException">The list cannot be edited so, or would be no chain.</exception>
    public static string Without(string text, string name)
    {
        var entries = Entries(text);
        var listed = EnvironmentList.Parse(text);
        var gone = listed.Require(name);
        var edits = new List<Edit>();
        foreach (var entry in entries)
        {
            var environment = listed.Require(entry.Name);
            if (environment == gone)
                edits.Add(new Edit(entry.Start, entry.End, ""));
            else if (environment.PromotesFrom is { } before)
                edits.AddRange(entry.Promote(before == name ? gone.PromotesFrom! : before));
        }

        return Apply(text, edits);
    }

    private static string Apply(string text, List<Edit> edits)
    {
        foreach (var edit in edits.OrderByDescending(edit => edit.Start).ThenByDescending(edit => edit.End))
            text = string.Concat(text.AsSpan(0, edit.Start), edit.Text, text.AsSpan(edit.End));
        return text;
    }

    private static List<Entry> Entries(string text) =>
        YamlReader.Load(text, EnvironmentList.File) is [{ RootNode: YamlMappingNode root }]
        && root.Children.TryGetValue("environments", out var node) && node is YamlMappingNode { Style: MappingStyle.Block } listed
            ? [.. listed.Children.Select(pair => Entry.Read(text, pair.Key, (YamlMappingNode)pair.Value))]
            : throw new PlatformException(
                $"{EnvironmentList.File} has no list of environments, one below the other, that can be edited: write it so.");

    /// <summary>A part of the text, and what comes in its place.</summary>
    private sealed record Edit(int Start, int End, string Text);

    /// <summary>An environment's lines, and its settings in them.</summary>
    private sealed record Entry(string Name, int Column, int Start, int End, YamlMappingNode Settings)
    {
        public static Entry Read(string text, YamlNode key, YamlMappingNode settings)
        {
            var last = settings.Children.Values.Max(EndOf);
            var newline = text.IndexOf('\n', last);
            return new Entry(
                $"{key}",
                (int)key.Start.Column - 1,
                (int)(key.Start.Index - key.Start.Column + 1),
                newline < 0 ? text.Length : newline + 1,
                settings);
        }

        // Where a block ends, the parser has come to the next line that is none of it.
        private static int EndOf(YamlNode node) => node switch
        {
            YamlMappingNode { Style: MappingStyle.Block, Children.Count: > 0 } map => map.Children.Values.Max(EndOf),
            YamlSequenceNode { Style: SequenceStyle.Block, Children.Count: > 0 } list => list.Children.Max(EndOf),
            _ => (int)node.End.Index,
        };

        /// <summary>Has the environment promote from another; nothing where it says so already.</summary>
        public IEnumerable<Edit> Promote(string from)
        {
            if (Settings.Children.TryGetValue(Promotes, out var known))
                return $"{known}" == from ? [] : [new((int)known.Start.Index, (int)known.End.Index, from)];
            var (first, last) = (Settings.Children.First().Key, Settings.Children.Last().Value);
            var separator = Settings.Style == MappingStyle.Block ? $"\n{new string(' ', (int)first.Start.Column - 1)}" : ", ";
            return [new(EndOf(last), EndOf(last), $"{separator}{Promotes}: {from}")];
        }
    }
}
