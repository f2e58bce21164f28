using System.Reflection;
using BigBen.ServiceDefaults.Settings;

namespace BigBen.ServiceDefaults;

/// <summary>What is running.</summary>
/// <param name="Service">The service's name, for example <c>service-a</c>.</param>
/// <param name="Version">APP_VERSION; without it, the version baked into the assembly.</param>
/// <param name="Revision">The full git revision that was built; <c>unknown</c> when the build did not know it.</param>
public sealed record BuildVersion(string Service, string Version, string Revision)
{
    /// <summary>Reads an informational version of the form <c>version+revision</c>, as the SDK bakes it into an assembly.</summary>
    internal static BuildVersion Of(string service, Assembly assembly, ServiceSettings settings) =>
        Of(
            service,
            assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
            settings.AppVersion);

    internal static BuildVersion Of(string service, string informationalVersion, string? appVersion)
    {
        var parts = informationalVersion.Split('+', 2);
        return new BuildVersion(service, appVersion ?? parts[0], parts is [_, { Length: > 0 } revision] ? revision : "unknown");
    }
}
