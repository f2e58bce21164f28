using BigBen.Pipeline.Layout;

namespace BigBen.Verbs.Services;

/// <summary>What a new service may be called beside what is there.</summary>
internal static class NewName
{
    /// <summary>Requires that a name keeps the rules of all services and is nobody's yet, as a folder and as a project.</summary>
    /// <param name="name">The name.</param>
    /// <param name="files">Every file of the commit that the service is added to.</param>
    /// <param name="environments">The environments that it will run in.</param>
    /// <exception cref="PlatformException">It does not; the sentence names the rule.</exception>
    public static void Require(string name, IReadOnlyList<string> files, IReadOnlyList<DeliveryEnvironment> environments)
    {
        if (name.Length > 0 && files.Any(file => file.StartsWith($"app/{name}/", StringComparison.Ordinal)))
            throw new PlatformException($"app/{name} is there already: choose another name.");
        ServiceNames.Require([name], environments);
        // Artifacts lie by the project's name, and file systems may not tell upper case from lower.
        string[] projects = [ProjectOf(name), ProjectOf($"{name}.Tests")];
        var taken = files.FirstOrDefault(file => projects.Contains(Path.GetFileName(file), StringComparer.OrdinalIgnoreCase));
        if (taken is not null)
            throw new PlatformException($"'{name}' would have a project of the same name as {taken}: choose another name.");
    }

    /// <summary>Whether a compiler's error is about the namespace of a service, as in <c>'Task' is a namespace …</c>.</summary>
    /// <param name="name">The service's name.</param>
    /// <param name="error">What the compiler says.</param>
    public static bool IsNamed(string name, string error) =>
        error.Split('\'').Any(word => IdentifierOf(name).Equals(word.Split('.')[^1], StringComparison.OrdinalIgnoreCase));

    private static string ProjectOf(string name) => $"BigBen.{IdentifierOf(name)}.csproj";

    // As the examples' template.json makes it, but for upper case.
    private static string IdentifierOf(string name) => name.Replace("-", "", StringComparison.Ordinal);
}
