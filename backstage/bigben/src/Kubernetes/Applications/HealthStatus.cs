using System.Text.Json.Serialization;

namespace BigBen.Kubernetes.Applications;

/// <summary>Argo CD's <c>status.health.status</c>, from best to worst.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthCode>))]
internal enum HealthCode
{
    /// <summary>Works as it should.</summary>
    Healthy,

    /// <summary>Held on purpose.</summary>
    Suspended,

    /// <summary>On its way to being healthy.</summary>
    Progressing,

    /// <summary>Not there yet.</summary>
    Missing,

    /// <summary>Failed, or not healthy in time.</summary>
    Degraded,

    /// <summary>Cannot be told.</summary>
    Unknown,
}

/// <summary>A health and its reason.</summary>
/// <param name="Status">The health.</param>
/// <param name="Message">The reason in words; empty where there is none.</param>
internal sealed record HealthStatus(HealthCode Status, string Message = "")
{
    /// <summary>Reads Argo CD's <c>health</c>; null where there is none.</summary>
    public static HealthStatus? Read(JsonElement? health) => health is { } value
        ? new HealthStatus(
            Enum.TryParse<HealthCode>(value.TextAt("status"), out var code) ? code : HealthCode.Unknown, value.TextAt("message"))
        : null;
}
