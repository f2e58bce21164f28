using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace BigBen.Pipeline.Building.Projects;

/// <summary>
/// A project, props or targets file, as far as it names other files. Conditions are taken to hold, so that it rather names too much. Within
/// it, <c>/</c> is the top of the repository.
/// </summary>
internal static partial class ProjectFile
{
    /// <summary>
    /// Every path that a file names, one by one: whoever reads an imported file at once adds its properties for what follows.
    /// </summary>
    /// <param name="text">Its content; what is not XML names nothing, for the build will say so.</param>
    /// <param name="folder">The file's folder, from the top, such as <c>/app/service-a/src/</c>.</param>
    /// <param name="properties">Properties so far; the file adds its own.</param>
    public static IEnumerable<ProjectPath> Paths(string text, string folder, Dictionary<string, string> properties)
    {
        foreach (var element in Elements(text))
        {
            properties["MSBuildThisFileDirectory"] = folder;
            var name = element.Name.LocalName;
            if (element.Parent?.Name.LocalName == "PropertyGroup")
                properties[name] = Expand(element.Value.Trim(), properties);
            var included = Values(Own(element, name == "Import" ? "Project" : "Include")).Select(value => (Value: value, IsIncluded: true));
            var said = Values(element.HasElements ? null : element.Value).Select(value => (Value: value, IsIncluded: false));
            foreach (var (value, isIncluded) in included.Concat(said))
            {
                var expanded = Expand(value, properties).Replace('\\', '/');
                var path = new ProjectPath(expanded, name, IsKnown: !Unknown().IsMatch(expanded), isIncluded);
                if (expanded.Length > 0 && (path.IsKnown || (path.IsFile && !Above().IsMatch(expanded))))
                    yield return path;
            }
        }
    }

    private static string[] Values(string? list) => list?.Split(';', StringSplitOptions.TrimEntries) ?? [];

    private static IEnumerable<XElement> Elements(string text)
    {
        try
        {
            return XDocument.Parse(text.TrimStart('\uFEFF')).Descendants();
        }
        catch (XmlException)
        {
            return [];
        }
    }

    // What an SDK brings is not a file of the repository.
    private static string? Own(XElement element, string attribute) =>
        element.Attribute("Sdk") is null ? element.Attribute(attribute)?.Value : null;

    private static string Expand(string text, Dictionary<string, string> properties) =>
        Property().Replace(text, match => properties.GetValueOrDefault(match.Groups["name"].Value, match.Value));

    [GeneratedRegex(@"\$\((?<name>[A-Za-z_][A-Za-z0-9_-]*)\)")]
    private static partial Regex Property();

    [GeneratedRegex(@"[$@%]\(")]
    private static partial Regex Unknown();

    // The usual way to the next such file further up, which is an input in any case.
    [GeneratedRegex(@"GetPathOfFileAbove\(\s*'?Directory\.")]
    private static partial Regex Above();
}
