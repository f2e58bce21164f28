using BigBen.Pipeline.Building;

namespace BigBen.Verbs.Services;

/// <summary>The .NET SDK's own commands over a work tree.</summary>
internal static class DotnetTool
{
    /// <summary>Runs one to its end.</summary>
    /// <exception cref="PlatformException">It failed; the sentence has its own first error.</exception>
    public static async Task RunAsync(string root, string[] arguments, CancellationToken cancellationToken)
    {
        if (await TryAsync(root, arguments, cancellationToken) is { } error)
            throw Failure(arguments, error);
    }

    /// <summary>Runs one to its end.</summary>
    /// <returns>Its own first error; null where it succeeded.</returns>
    public static async Task<string?> TryAsync(string root, string[] arguments, CancellationToken cancellationToken)
    {
        var result = await new Command(BuildEnvironment.Dotnet, arguments)
        {
            WorkingDirectory = root,
            Environment = BuildEnvironment.Variables,
        }.RunAsync(cancellationToken);
        if (result.Succeeded)
            return null;
        return $"{result.Error}\n{result.Output}".Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? result.LastLine;
    }

    /// <summary>Says that one failed, and by which error.</summary>
    public static PlatformException Failure(string[] arguments, string error) =>
        new($"'dotnet {arguments[0]}' failed, and nothing was changed: {error}");
}
