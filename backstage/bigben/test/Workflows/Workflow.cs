using BigBen.Tests.Scenario;
using YamlDotNet.RepresentationModel;

namespace BigBen.Tests.Workflows;

/// <summary>A job of a workflow.</summary>
public sealed record Job(Workflow Workflow, string Name, YamlMappingNode Node)
{
    public IReadOnlyList<YamlMappingNode> Steps =>
        Node.Children.TryGetValue("steps", out var steps) ? [.. ((YamlSequenceNode)steps).Cast<YamlMappingNode>()] : [];

    public override string ToString() => $"{Workflow.Name}/{Name}";
}

/// <summary>A workflow file of this repository.</summary>
public sealed record Workflow(string Name, string Text, YamlMappingNode Root)
{
    public static IReadOnlyList<Workflow> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, ".github", "workflows")).Order(StringComparer.Ordinal).Select(file =>
        {
            var text = File.ReadAllText(file);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return new Workflow(Path.GetFileNameWithoutExtension(file), text, (YamlMappingNode)stream.Documents[0].RootNode);
        }),
    ];

    public static IReadOnlyList<Job> AllJobs { get; } = [.. All.SelectMany(workflow => workflow.Jobs)];

    public IEnumerable<Job> Jobs =>
        ((YamlMappingNode)Root["jobs"]).Children.Select(pair => new Job(this, pair.Key.ToString(), (YamlMappingNode)pair.Value));

    public YamlMappingNode Triggers => (YamlMappingNode)Root["on"];

    /// <summary>Whether a push to a branch that changes these files starts the workflow (GitHub's documentation, "on.push").</summary>
    public bool IsStartedByPush(string branch, IReadOnlyCollection<string> files)
    {
        if (!Triggers.Children.TryGetValue("push", out var push))
            return false;
        var filters = push as YamlMappingNode ?? new YamlMappingNode();
        List(filters, "paths-ignore").ShouldBeNull();
        return (List(filters, "branches") is not { } branches || branches.Any(name => Matches(name, branch)))
            && (List(filters, "branches-ignore") is not { } ignored || !ignored.Any(name => Matches(name, branch)))
            && (List(filters, "paths") is not { } paths || files.Any(file => IsMeant(paths, file)));
    }

    public override string ToString() => Name;

    // The last pattern that matches decides; one with an exclamation mark takes out.
    private static bool IsMeant(List<string> patterns, string file) =>
        patterns.LastOrDefault(pattern => Matches(pattern.TrimStart('!'), file)) is { } last && !last.StartsWith('!');

    // A star stands for anything but a slash, two of them for anything.
    private static bool Matches(string pattern, string name)
    {
        if (pattern == "**")
            return true;
        if (pattern.Split('*') is not [var start, var end])
            return name == pattern;
        return name.Length >= start.Length + end.Length
            && name.StartsWith(start, StringComparison.Ordinal)
            && name.EndsWith(end, StringComparison.Ordinal)
            && !name[start.Length..^end.Length].Contains('/');
    }

    // Names with one star, and two stars alone: whoever writes another pattern has to teach it to this test.
    private static List<string>? List(YamlMappingNode filters, string key)
    {
        if (!filters.Children.TryGetValue(key, out var node))
            return null;
        var names = ((YamlSequenceNode)node).Select(item => item.ToString()).ToList();
        names.ShouldAllBe(
            name => name == "**" || (name.Count(letter => letter == '*') < 2 && !name.TrimStart('!').Any("?![+".Contains)),
            $"patterns in {key}");
        return names;
    }
}
