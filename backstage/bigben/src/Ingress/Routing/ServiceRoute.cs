namespace BigBen.Ingress.Routing;

/// <summary>Where an Ingress sends the requests of a path.</summary>
/// <param name="Namespace">The namespace of the Ingress and of its Service.</param>
/// <param name="Service">The Service's name.</param>
/// <param name="Port">The port's name or number, as the Ingress has it.</param>
/// <param name="Backend">The Service's port; null where there is no such Service or port.</param>
internal sealed record ServiceRoute(string Namespace, string Service, string Port, Backend? Backend)
{
    /// <summary>The longest wait for the head of an answer; null for any.</summary>
    public TimeSpan? ResponseTimeout { get; init; }
}
