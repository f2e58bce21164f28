using System.Text.Json.Serialization;

namespace BigBen.Delivery;

/// <summary>Argo CD's <c>status.health.status</c>, from best to worst.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthCode>))]
public enum HealthCode
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
/// <param name="Message">The reason in words; empty when healthy.</param>
public sealed record HealthStatus(HealthCode Status, string Message = "");
