using System.Collections;
using System.Security.Cryptography;
using System.Text;

namespace BigBen.Foundation.Processes;

/// <summary>
/// The variables of this process that a tool gets: what it needs to run and to reach what its user reaches, and nothing by which a shell
/// that was set up for something else changes what it does (<c>HELM_KUBECONTEXT</c>, <c>BUILDX_BUILDER</c>, <c>Platform</c> …).
/// </summary>
internal static class ToolEnvironment
{
    // What ends in a star is the beginning of a name. Case does not matter: proxies are written in either.
    private static readonly string[] Common =
    [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM", "TMPDIR", "TMP", "TEMP", "LANG", "LC_ALL", "TZ", "HTTP_PROXY", "HTTPS_PROXY",
        "ALL_PROXY", "NO_PROXY", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SSL_CERT_*", "XDG_*", "BIGBEN_*",
    ];

    private static readonly string[] Engine =
        ["DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "DOCKER_API_VERSION", "SSH_AUTH_SOCK"];

    // NO_PROXY is left out: every process adds loopback to its own.
    private static readonly string[] Feeds =
        ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SSL_CERT_*", "NUGET_*", "VSS_NUGET_*", "NuGetPackageSourceCredentials_*"];

    private static readonly Dictionary<string, string[]> More = new()
    {
        ["dotnet"] =
        [
            "DOTNET_ROOT", "DOTNET_ROOT_*", "DOTNET_CLI_HOME", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "NUGET_*", "VSS_NUGET_*",
            "NuGetPackageSourceCredentials_*", "ARTIFACTS_CREDENTIALPROVIDER_*",
        ],
        ["docker"] = Engine,
        ["kind"] = Engine,
        ["podman"] = ["CONTAINER_HOST", "CONTAINER_CONNECTION", "SSH_AUTH_SOCK"],
        ["kubectl"] = [],
        ["helm"] = [],
        ["npm"] = ["NPM_CONFIG_*", "NODE_EXTRA_CA_CERTS"],
        ["gh"] = ["GH_*", "GITHUB_*"],
    };

    /// <summary>A hash of the variables by which this process reaches package feeds: proxies, certificates, NuGet's own.</summary>
    public static string FeedHash() => FeedHash(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => ((string)entry.Key, (string?)entry.Value)));

    /// <inheritdoc cref="FeedHash()"/>
    /// <param name="variables">The variables that there are.</param>
    internal static string FeedHash(IEnumerable<(string Name, string? Value)> variables) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
            '\n',
            variables.Where(variable => !string.IsNullOrEmpty(variable.Value) && Feeds.Any(allowed => Means(allowed, variable.Name)))
                .Select(variable => $"{variable.Name}={variable.Value}")
                .Order(StringComparer.Ordinal)))));

    /// <summary>
    /// The variables of this process that a program does not get. One that is not known here is the user's own and gets them all.
    /// </summary>
    /// <param name="program">The program, or a path to it.</param>
    public static IEnumerable<string> KeptFrom(string program) =>
        KeptFrom(program, Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key));

    /// <inheritdoc cref="KeptFrom(string)"/>
    /// <param name="program">The program, or a path to it.</param>
    /// <param name="names">The variables that there are.</param>
    internal static IEnumerable<string> KeptFrom(string program, IEnumerable<string> names) =>
        More.TryGetValue(Path.GetFileName(program), out var more)
            ? names.Where(name => !Common.Concat(more).Any(allowed => Means(allowed, name)))
            : [];

    private static bool Means(string allowed, string name) => allowed[^1] == '*'
        ? name.StartsWith(allowed[..^1], StringComparison.OrdinalIgnoreCase)
        : name.Equals(allowed, StringComparison.OrdinalIgnoreCase);
}
