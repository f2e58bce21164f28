using BigBen.Pipeline.Building;

namespace BigBen.Verbs.Services;

/// <summary>The .NET SDK's own commands over a work tree.</summary>
internal static class DotnetTool
{
    /// <summary>Runs one to its end.</summary>
    /// <exception cref="PlatformException">It failed; the sentence has its own first error.</exception>
    public static async Task RunAsync(string root, string[] arguments, CancellationToken cancellationToken)
    {
        var result = await new Command(BuildEnvironment.Dotnet, arguments)
        {
            WorkingDirectory = root,
            Environment = BuildEnvironment.Variables,
        }.RunAsync(cancellationToken);
        if (result.Succeeded)
            return;
        var error = $"{result.Error}\n{result.Output}".Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase));
        throw new PlatformException($"'dotnet {arguments[0]}' failed, and nothing was changed: {error ?? result.LastLine}");
    }
}
