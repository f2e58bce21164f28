using System.Text.RegularExpressions;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Rules;

/// <summary>A push can be followed in few files, and docs/architecture.md lists them.</summary>
public sealed partial class PushPathTests
{
    private const int Most = 40;

    private static readonly string Sources = Path.Combine(RepositoryRoot.Path, "backstage/bigben/src");

    [Fact]
    public void A_push_is_followed_in_few_files_each_called_by_one_above_it()
    {
        var above = new List<string>();
        foreach (var row in Rows())
        {
            foreach (var (place, file) in row.Index())
            {
                var source = Path.Combine(Sources, file);
                File.Exists(source).ShouldBeTrue($"docs/architecture.md names {file}");
                var type = Path.GetFileNameWithoutExtension(file);
                if (place > 0)
                    above.Any(text => Regex.IsMatch(text, $@"\b{type}\b")).ShouldBeTrue($"nothing above {file} names {type}");
                above.Add(File.ReadAllText(source));
            }
        }

        above.Count.ShouldBeInRange(30, Most);
    }

    private static IEnumerable<IReadOnlyList<string>> Rows()
    {
        var document = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs/architecture.md"));
        var section = document[document.IndexOf("## A push, file by file", StringComparison.Ordinal)..];
        var end = section.IndexOf("\n## ", StringComparison.Ordinal);
        return section[..end].Split('\n').Where(line => line.StartsWith('|'))
            .Select(line => FileName().Matches(line).Select(match => match.Groups[1].Value).ToList()).Where(files => files.Count > 0);
    }

    [GeneratedRegex("`([^`]+[.]cs)`")]
    private static partial Regex FileName();
}
