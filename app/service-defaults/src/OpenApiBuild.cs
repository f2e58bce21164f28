using System.Reflection;

namespace BigBen.ServiceDefaults;

/// <summary>The build as it writes the OpenAPI document (<c>-p:UpdateOpenApi=true</c>): it makes the service, and nobody asks it.</summary>
public static class OpenApiBuild
{
    /// <summary>Whether it is the build that runs the program: no secret is there then, and none is needed.</summary>
    public static bool IsAsking => Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";
}
