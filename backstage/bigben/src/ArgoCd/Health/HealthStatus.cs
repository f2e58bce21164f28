namespace BigBen.ArgoCd.Health;

/// <summary>Argo CD's <c>status.health.status</c>, from best to worst.</summary>
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
/// <param name="Message">The reason in words; empty where there is nothing to say.</param>
internal sealed record HealthStatus(HealthCode Status, string Message = "");
