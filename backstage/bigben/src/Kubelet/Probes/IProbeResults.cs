namespace BigBen.Kubelet.Probes;

/// <summary>Who is told what the probes of a container find out.</summary>
internal interface IProbeResults
{
    /// <summary>The startup probe succeeded.</summary>
    void Started();

    /// <summary>The readiness has changed, or was found out for the first time.</summary>
    void Ready(bool ready);

    /// <summary>A failure that counts.</summary>
    /// <param name="probe"><c>Startup</c>, <c>Liveness</c> or <c>Readiness</c>.</param>
    /// <param name="output">What went wrong.</param>
    void Failed(string probe, string output);
}
